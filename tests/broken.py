"""A hundred and more tables, each broken in one way, and the line that tells an analyst how to mend it.

A case is the file that is broken, how, and the fault: row, column and a phrase of the message.
The healthy package is `tests/package` with the project's own `datapackage.json`.
"""

from __future__ import annotations

from dataclasses import dataclass

from breaking import Harm, add, columns, drop, gone, header, octets, put, text


@dataclass(frozen=True)
class Case:
    """One broken table: what was done to which file, and where the fault must point."""

    name: str
    file: str
    harm: Harm
    row: int
    column: str
    says: str
    at: str = ""

    @property
    def place(self) -> str:
        """Return the start of the expected line: `file:row:column: `."""
        return f"{self.at or self.file}:{self.row}:{self.column}: "


SOURCES, ENTITIES, QUANTITIES, CLAIMS, LINEAGE = "sources.csv", "entities.csv", "quantities.csv", "claims.csv", "lineage.csv"
OUTCOMES, FINDINGS, ASSUMPTIONS = "outcomes.csv", "findings.csv", "assumptions.csv"
SPECS, ATTRIBUTES, MEASURES, ESTIMATES, SERIES, EVENTS, THRESHOLDS = (
    f"evidence/{name}.csv" for name in ("specifications", "attributes", "measurements", "estimates", "series", "events", "thresholds")
)
PACKAGE = "datapackage.json"

FILES = [
    Case("in UTF-16", CLAIMS, octets(lambda raw: raw.decode().encode("utf-16")), 1, "-", "is not UTF-8"),
    Case("in UTF-16 without mark", ENTITIES, octets(lambda raw: raw.decode().encode("utf-16-le")), 2, "-", "is not UTF-8"),
    Case("in Latin-1", SOURCES, octets(lambda raw: raw.replace(b"Maker,,2024", "Mäker,,2024".encode("latin-1"))), 5, "-", "byte 0xe4 is not UTF-8"),
    Case("in CP949", CLAIMS, octets(lambda raw: raw.decode().encode("cp949")), 2, "-", "is not UTF-8"),
    Case("in GB 18030", ENTITIES, octets(lambda raw: raw.decode().replace("메이커", "").replace("에이원", "").encode("gb18030")), 6, "-", "is not UTF-8"),
    Case("one byte lost from a Hangul letter", CLAIMS, octets(lambda raw: raw.replace("억".encode(), "억".encode()[:-1])), 5, "-", "is not UTF-8"),
    Case("byte order mark", CLAIMS, octets(lambda raw: b"\xef\xbb\xbf" + raw), 1, "-", "byte order mark"),
    Case("line ends of Windows", ESTIMATES, octets(lambda raw: raw.replace(b"\n", b"\r\n")), 1, "-", "carriage return"),
    Case("line ends of the old Macintosh", SERIES, octets(lambda raw: raw.replace(b"\n", b"\r")), 1, "-", "carriage return"),
    Case("one carriage return", EVENTS, octets(lambda raw: raw.replace(b"high\n", b"high\r\n", 1)), 2, "-", "carriage return"),
    Case("NUL byte", SPECS, octets(lambda raw: raw.replace(b"HBM3", b"HBM\0")), 2, "-", "NUL character"),
    Case("cut off in a row", CLAIMS, octets(lambda raw: raw[: raw.index(b"domestic-gpu")]), 4, "-", "last row is cut off"),
    Case("cut off in a row, line feed kept", CLAIMS, octets(lambda raw: raw[: raw.index(b"domestic-gpu")] + b"\n"), 4, "-", "5 cells; allowed: 26"),
    Case("cut off in the header", LINEAGE, octets(lambda raw: raw[:20]), 1, "-", "last row is cut off"),
    Case("cut off before the last line feed", OUTCOMES, octets(lambda raw: raw[:-1]), 3, "-", "last row is cut off"),
    Case("cut off in a quoted cell", ENTITIES, octets(lambda raw: raw[: raw.index(b", whoever")] + b"\n"), 5, "note", "does not close"),
    Case("empty file", MEASURES, octets(lambda raw: b""), 1, "-", "file is empty"),
    Case("a line feed and no more", MEASURES, octets(lambda raw: b"\n"), 1, "-", "'' is not the header"),
    Case("missing file", THRESHOLDS, gone, 0, "-", "file is missing"),
    Case("missing table of claims", CLAIMS, gone, 0, "-", "file is missing"),
    Case("a second file of claims", "claims-2.csv", lambda path: path.write_text("id\n"), 0, "-", "not a table of the data package"),
    Case("a stray file of evidence", "evidence/extra.csv", lambda path: path.write_text("id\n"), 0, "-", "not a table of the data package"),
    Case("blank line between rows", CLAIMS, text("\nc-second-plan", "\n\nc-second-plan"), 4, "-", "0 cells; allowed: 26"),
    Case("blank line at the end", SERIES, octets(lambda raw: raw + b"\n"), 4, "-", "0 cells"),
    Case("blank line above the header", QUANTITIES, octets(lambda raw: b"\n" + raw), 1, "-", "'' is not the header"),
    Case("row of commas", LINEAGE, octets(lambda raw: raw + b",,,\n"), 5, "-", "every cell is empty"),
    Case("header gone", LINEAGE, drop(1), 1, "-", "is not the header; allowed: source,derived_from,relation,note"),
    Case("header twice", LINEAGE, text("s-second", "source,derived_from,relation,note\ns-second"), 3, "source", "'source' is not allowed"),
    Case("quotation mark that does not close", CLAIMS, text(",Maker plans", ',"Maker plans'), 4, "statement", "quotation mark that does not close"),
    Case("quotation mark that closes rows later", LINEAGE, text("follows it", '"follows it'), 2, "note", "quotation mark that does not close"),
    Case("line break in a quoted cell", FINDINGS, text("12,000 yuan", "12,000\nyuan"), 2, "explanation", "one row a line"),
    Case("text after a closing quotation mark", ENTITIES, text('makes it"', 'makes it"?'), 5, "note", "quotation marks in pairs"),
    Case("extra comma", QUANTITIES, text("revenue,revenue,", "revenue,,revenue,"), 3, "-", "6 cells; allowed: 5"),
    Case("comma in a cell without quotation marks", OUTCOMES, text("Later counts", "Later, counts"), 2, "-", "6 cells; allowed: 5"),
    Case("lost comma", QUANTITIES, text("revenue,revenue,", "revenue,"), 3, "-", "4 cells; allowed: 5"),
    Case("semicolons for commas", LINEAGE, octets(lambda raw: raw.replace(b",", b";")), 1, "-", "'source;derived_from;relation;note' is not the header"),
    Case("tabs for commas", OUTCOMES, octets(lambda raw: raw.replace(b",", b"\t")), 1, "-", "is not the header"),
]

HEADERS = [
    Case("missing column", CLAIMS, columns(lambda row: row[:9] + row[10:]), 1, "value", "column is missing"),
    Case("missing name in the header alone", CLAIMS, header(lambda row: row[:9] + row[10:]), 1, "value", "column is missing"),
    Case("missing last column", SPECS, columns(lambda row: row[:-1]), 1, "note", "column is missing"),
    Case("extra column", ENTITIES, columns(lambda row: [*row, "x"]), 1, "x", "column 'x' is not known"),
    Case("column without a name", ENTITIES, columns(lambda row: [*row, ""]), 1, "-", "column '' is not known"),
    Case("misspelt column", ESTIMATES, header(lambda row: [name.replace("value", "valeu") for name in row]), 1, "valeu", "'valeu' is not known"),
    Case("column in capitals", SERIES, header(lambda row: [name.upper() for name in row]), 1, "-", "'ID,SUBJECT,SCOPE"),
    Case("space beside a column's name", EVENTS, header(lambda row: [f" {name}" for name in row]), 1, "-", "' id, date"),
    Case("swapped columns", SPECS, columns(lambda row: [*row[:5], row[6], row[5], *row[7:]]), 1, "high", "column stands where 'low' should"),
    Case("swapped names", ASSUMPTIONS, header(lambda row: [row[0], row[2], row[1], *row[3:]]), 1, "subject", "stands where 'quantity' should"),
    Case("column twice", OUTCOMES, header(lambda row: [*row[:-1], "as_of"]), 1, "as_of", "column stands twice"),
    Case("index column of a spreadsheet", SOURCES, columns(lambda row: ["", *row]), 1, "-", "column '' is not known"),
]

NUMBERS = [
    Case("letters in a number", SPECS, put(2, value="4,000 GB/s"), 2, "value", "'4,000 GB/s' is not a number"),
    Case("word for a number", CLAIMS, put(2, value="one million"), 2, "value", "is not a number"),
    Case("scaled word", SERIES, put(3, value="500 million"), 3, "value", "is not a number"),
    Case("not a number", ESTIMATES, put(2, value="NaN"), 2, "value", "'NaN' is not a number"),
    Case("infinity", ESTIMATES, put(4, high="inf"), 4, "high", "'inf' is not a number"),
    Case("beyond every number", ASSUMPTIONS, put(2, high="1e999"), 2, "high", "'1e999' is not a number"),
    Case("decimal comma", MEASURES, put(3, value="38,5"), 3, "value", "'38,5' is not a number"),
    Case("thousands separator", ESTIMATES, put(2, value="2,700,000"), 2, "value", "nothing between thousands"),
    Case("underscores between thousands", SERIES, put(2, value="1_700_000_000"), 2, "value", "is not a number"),
    Case("percent sign", ASSUMPTIONS, put(2, central="30%"), 2, "central", "'30%' is not a number"),
    Case("currency sign", SERIES, put(2, value="$1700000000"), 2, "value", "is not a number"),
    Case("plus sign", SPECS, put(3, value="+3900"), 3, "value", "is not a number"),
    Case("typeset minus", THRESHOLDS, put(2, value="−600"), 2, "value", "is not a number"),
    Case("digits of another script", CLAIMS, put(3, low="２０"), 3, "low", "is not a number"),
    Case("hexadecimal number", THRESHOLDS, put(2, value="0x258"), 2, "value", "is not a number"),
    Case("space beside a number", SPECS, put(4, low=" 1000"), 4, "low", "' 1000' is not a number"),
    Case("dash for no number", CLAIMS, put(4, value="-"), 4, "value", "'-' is not a number"),
    Case("range in one cell", CLAIMS, put(3, low="20-30"), 3, "low", "'20-30' is not a number"),
    Case("half a sentence number", CLAIMS, put(2, sentence="1.5"), 2, "sentence", "'1.5' is not a whole number"),
    Case("sentence number zero", CLAIMS, put(2, sentence="0"), 2, "sentence", "a whole number of at least 1"),
    Case("fewer than no chips", MEASURES, put(2, chip_count="-8"), 2, "chip_count", "a number of at least 0"),
    Case("required number left empty", THRESHOLDS, put(3, value=""), 3, "value", "empty cell is not allowed"),
    Case("assumption without a central value", ASSUMPTIONS, put(3, central=""), 3, "central", "empty cell is not allowed"),
    Case("swapped interval", CLAIMS, put(3, low="30", high="20"), 3, "low", "30 exceeds high 20"),
    Case("swapped interval of an estimate", ESTIMATES, put(2, low="2900000", high="2500000"), 2, "low", "exceeds high"),
    Case("swapped interval of an assumption", ASSUMPTIONS, put(2, low="40", high="20"), 2, "low", "40 exceeds high 20"),
    Case("value below its interval", CLAIMS, put(5, value="10000000000"), 5, "value", "10000000000 is outside 11000000000 to 13000000000"),
    Case("value above its interval", ESTIMATES, put(2, value="3000000"), 2, "value", "within low and high"),
    Case("assumption outside its interval", ASSUMPTIONS, put(3, central="1300"), 3, "central", "1300 is outside 1000 to 1200"),
    Case("value above an interval with one end", SPECS, put(2, high="3000"), 2, "value", "4000 is outside any to 3000"),
]

UNITS = [
    Case("unknown unit", CLAIMS, put(2, unit="parsecs"), 2, "unit", "unknown unit 'parsecs'; allowed: units in detour/units.txt"),
    Case("unit in other capitals", SPECS, put(2, unit="gb/s"), 2, "unit", "unknown unit 'gb/s'"),
    Case("unit with a space", SPECS, put(3, unit="GB s"), 3, "unit", "unknown unit 'GB s'"),
    Case("sum for a unit", SERIES, put(2, unit="9**9**9"), 2, "unit", "unknown unit"),
    Case("open bracket for a unit", ASSUMPTIONS, put(2, unit="(percent"), 2, "unit", "unknown unit '(percent'"),
    Case("division by zero for a unit", ESTIMATES, put(2, unit="cards/0"), 2, "unit", "unknown unit 'cards/0'"),
    Case("two units in one cell", ESTIMATES, put(3, unit="cards;chips"), 3, "unit", "unknown unit"),
    Case("sign for a unit", CLAIMS, put(3, unit="%"), 3, "unit", "unknown unit '%'"),
    Case("capacity for bandwidth", SPECS, put(3, unit="GB"), 3, "unit", "'GB' cannot measure 'memory_bandwidth'"),
    Case("dies for chips", CLAIMS, put(2, unit="dies"), 2, "unit", "'dies' cannot measure 'shipments'; allowed: chips or cards"),
    Case("won where dollars or yuan are allowed", CLAIMS, put(5, unit="KRW"), 5, "unit", "'KRW' cannot measure 'revenue'; allowed: USD or CNY"),
    Case("chips for a threshold of bandwidth", THRESHOLDS, put(2, unit="chips"), 2, "unit", "cannot measure"),
    Case("chips for an assumed share", ASSUMPTIONS, put(2, unit="chips"), 2, "unit", "'chips' cannot measure 'market_share'"),
    Case("quantity of another kind", ESTIMATES, put(4, quantity="revenue"), 4, "unit", "'percent' cannot measure 'revenue'"),
    Case("quantity with an unknown unit", QUANTITIES, put(2, unit="pieces"), 2, "unit", "unknown unit 'pieces'"),
    Case("quantity with an unknown other unit", QUANTITIES, put(2, also="cards;pieces"), 2, "also", "unknown unit 'pieces'"),
    Case("number without a unit", CLAIMS, put(2, unit=""), 2, "unit", "empty beside a number"),
    Case("estimate without a unit", ESTIMATES, put(4, unit=""), 4, "unit", "empty beside a number"),
    Case("number without a quantity", CLAIMS, put(3, quantity=""), 3, "quantity", "the quantity of that number"),
    Case("number without a bound", CLAIMS, put(5, bound=""), 5, "bound", "the bound of that number"),
    Case("unit without a number", CLAIMS, put(4, unit="chips"), 4, "unit", "unit without a number"),
    Case("specification without a number", SPECS, put(4, low="", high=""), 4, "unit", "unit without a number"),
    Case("series without a number", SERIES, put(3, value=""), 3, "unit", "unit without a number"),
    Case("specification without a unit", SPECS, put(2, unit=""), 2, "unit", "empty cell is not allowed; allowed: text, not empty"),
]

NAMES = [
    Case("claim of an unknown source", CLAIMS, put(2, source="s-nowhere"), 2, "source", "'s-nowhere' is not known; allowed: an id in sources"),
    Case("claim about an unknown thing", CLAIMS, put(3, subject="nobody"), 3, "subject", "'nobody' is not known; allowed: an id in entities"),
    Case("claim of an unknown quantity", CLAIMS, put(2, quantity="shipment"), 2, "quantity", "an id in quantities"),
    Case("claim by an unknown speaker", CLAIMS, put(2, speaker="someone"), 2, "speaker", "'someone' is not known"),
    Case("claim through an unknown outlet", CLAIMS, put(2, outlets="daily-paper;weekly"), 2, "outlets", "'weekly' is not known; allowed: ids in entities"),
    Case("outlets separated by commas", CLAIMS, put(2, outlets="daily-paper,maker"), 2, "outlets", "'daily-paper,maker' is not known"),
    Case("maker that is not there", ENTITIES, put(3, parent="makers"), 3, "parent", "'makers' is not known"),
    Case("outcome of an unknown claim", OUTCOMES, put(3, claim="c-third-plan"), 3, "claim", "an id in claims"),
    Case("threshold of an unknown rule", THRESHOLDS, put(2, rule="ev-999"), 2, "rule", "an id in events"),
    Case("finding on an unknown claim", FINDINGS, put(2, claims="c-article-shipments;c-none"), 2, "claims", "'c-none' is not known; allowed: ids in claims"),
    Case("finding on unknown evidence", FINDINGS, put(2, evidence="es-999"), 2, "evidence", "'es-999' is not known"),
    Case("finding from an unknown source", FINDINGS, put(2, sources="s-news;s-none"), 2, "sources", "'s-none' is not known; allowed: ids in sources"),
    Case("assumption informed by nothing known", ASSUMPTIONS, put(2, informed_by="es-003;es-999"), 2, "informed_by", "'es-999' is not known"),
    Case("lineage from an unknown report", LINEAGE, put(2, derived_from="s-nowhere"), 2, "derived_from", "'s-nowhere' is not known"),
    Case("claim twice", CLAIMS, add(2, sentence="9"), 6, "id", "'c-article-shipments' stands in another row too"),
    Case("source twice", SOURCES, add(5), 7, "id", "stands in another row too"),
    Case("hop twice", LINEAGE, add(2, note="again"), 5, "source,derived_from,relation", "one row for each key"),
    Case("outcome twice from one source", OUTCOMES, add(2), 4, "claim,source", "one row for each key"),
    Case("measurement with the id of an estimate", MEASURES, put(3, record_id="es-001"), 3, "record_id", "'es-001' is also an id in estimates"),
    Case("entity with the id of a quantity", QUANTITIES, add(2, id="maker", name="maker"), 7, "id", "'maker' is also an id in entities"),
    Case("id of another table's form", CLAIMS, put(4, id="k-second-plan"), 4, "id", "text matching c-"),
    Case("id in capitals", SPECS, put(4, id="SP-A2-bandwidth-1"), 4, "id", "text matching sp-"),
    Case("id with a space", ENTITIES, put(3, id="maker a1"), 3, "id", "'maker a1' is not allowed"),
    Case("id with two hyphens", FINDINGS, put(3, id="k--share"), 3, "id", "text matching k-"),
    Case("Korean id", ENTITIES, put(2, id="메이커"), 2, "id", "is not allowed"),
    Case("quantity with its unit in capitals", QUANTITIES, put(5, id="Memory_Bandwidth"), 5, "id", "is not allowed"),
    Case("row without an id", ATTRIBUTES, put(3, id=""), 3, "id", "empty cell is not allowed"),
    Case("source that no row uses", SOURCES, add(6, id="s-idle"), 7, "id", "no row uses 's-idle'"),
    Case("entity that no row uses", ENTITIES, add(3, id="maker-a3"), 9, "id", "no row uses 'maker-a3'"),
    Case("quantity that no row uses", QUANTITIES, add(2, id="orders"), 7, "id", "no row uses 'orders'"),
    Case("entity orphaned by a change elsewhere", EVENTS, put(2, actor="maker"), 8, "id", "no row uses 'bureau'", ENTITIES),
]

CHOICES = [
    Case("two rows preferred", SPECS, put(3, preferred="yes", preferred_reason="newer"), 2, "preferred", "2 rows of 2 rivals are preferred"),
    Case("no row preferred", SPECS, put(2, preferred="no"), 2, "preferred", "0 rows of 2 rivals are preferred"),
    Case("two attributes preferred", ATTRIBUTES, add(2, id="at-a1-release-2", source="s-news"), 2, "preferred", "2 rows of 2 rivals"),
    Case("two estimates preferred", ESTIMATES, put(3, preferred="yes", preferred_reason="newer"), 2, "preferred", "2 rows of 2 rivals"),
    Case("only row not preferred", SERIES, put(2, preferred="no", preferred_reason=""), 2, "preferred", "0 rows of 1 rivals"),
    Case("preferred among rivals without a reason", SPECS, put(2, preferred_reason=""), 2, "preferred_reason", "empty beside rivals"),
    Case("preferred rank without a reason", CLAIMS, put(2, rank_reason=""), 2, "rank_reason", "empty beside a rank other than normal"),
    Case("deprecated rank without a reason", CLAIMS, put(4, rank_reason=""), 4, "rank_reason", "empty beside a rank other than normal"),
    Case("unknown rank", CLAIMS, put(2, rank="best"), 2, "rank", "'best' is not allowed; allowed: one of preferred, normal, deprecated"),
    Case("unknown bound", CLAIMS, put(2, bound="over"), 2, "bound", "one of exact, about, at_least"),
    Case("unknown verdict", FINDINGS, put(2, verdict="true"), 2, "verdict", "one of holds, strained, fails, open"),
    Case("vocabulary in capitals", SPECS, put(2, preferred="Yes"), 2, "preferred", "'Yes' is not allowed; allowed: one of yes, no"),
    Case("grade outside the code", SOURCES, put(5, grade="G"), 5, "grade", "one of A, B, C, D, E, F"),
    Case("information digit outside the code", CLAIMS, put(2, information="7"), 2, "information", "one of 1, 2, 3, 4, 5, 6"),
    Case("status left empty", CLAIMS, put(2, status=""), 2, "status", "empty cell is not allowed; allowed: one of relayed"),
]

TIMES = [
    Case("month 13", SOURCES, put(6, published="2025-13"), 6, "published", "'2025-13' is not a date"),
    Case("31 February", EVENTS, put(2, date="2022-02-31"), 2, "date", "'2022-02-31' is not a date"),
    Case("29 February of a common year", OUTCOMES, put(2, as_of="2025-02-29"), 2, "as_of", "is not a date"),
    Case("day zero", THRESHOLDS, put(2, until="2023-11-00"), 2, "until", "is not a date"),
    Case("month 13 of a specification", SPECS, put(2, as_of="2024-13"), 2, "as_of", "is not a date"),
    Case("month zero of an estimate", ESTIMATES, put(2, published="2025-00"), 2, "published", "is not a date"),
    Case("American date", EVENTS, put(2, date="10/07/2022"), 2, "date", "'10/07/2022' is not allowed; allowed: YYYY, YYYY-MM"),
    Case("date with dots", OUTCOMES, put(2, as_of="2025.09.18"), 2, "as_of", "is not allowed"),
    Case("date with the month in words", SOURCES, put(6, published="30 September 2025"), 6, "published", "is not allowed"),
    Case("date with the time of day", EVENTS, put(2, date="2022-10-07T00:00:00"), 2, "date", "is not allowed"),
    Case("year of two digits", SOURCES, put(6, published="25"), 6, "published", "is not allowed"),
    Case("year in digits of another script", SOURCES, put(6, published="２０２５"), 6, "published", "is not a date"),
    Case("bad period", CLAIMS, put(2, period="early 2024"), 2, "period", "allowed: 2024, 2024-05, 2024-05-31, 2024H1"),
    Case("fifth quarter", ESTIMATES, put(4, period="2025Q5"), 4, "period", "is not allowed"),
    Case("period with a dash", SERIES, put(2, period="2023-2024"), 2, "period", "is not allowed"),
    Case("period in month 13", CLAIMS, put(5, period="2024-01/2024-13"), 5, "period", "'2024-01/2024-13' is not in the calendar"),
    Case("period on 31 April", ESTIMATES, put(2, period="2024-04-31"), 2, "period", "is not in the calendar"),
    Case("period that ends before it starts", CLAIMS, put(3, period="2024H2/2024H1"), 3, "period", "ends before it starts"),
    Case("period that runs back a year", SERIES, put(2, period="2024/2023"), 2, "period", "ends before it starts"),
    Case("threshold lifted before it was in force", THRESHOLDS, put(2, until="2021-01"), 2, "until", "'2021-01' is before '2022-10-07'"),
    Case("month said to be a day", EVENTS, put(3, precision="day"), 3, "precision", "'day' beside the date '2024-10'"),
    Case("day said to be a month", EVENTS, put(2, precision="month"), 2, "precision", "day with YYYY-MM-DD"),
]

LINES = [
    Case("source derived from itself", LINEAGE, put(4, derived_from="s-report"), 4, "derived_from", "circular: s-report > s-report"),
    Case("circle of two hops", LINEAGE, put(4, derived_from="s-article"), 2, "derived_from", "circular: s-article > s-report > s-article"),
    Case(
        "circle of three hops",
        LINEAGE,
        add(4, source="s-news", derived_from="s-article"),
        2,
        "derived_from",
        "circular: s-article > s-report > s-news > s-article",
    ),
    Case("entity that belongs to itself", ENTITIES, put(2, parent="maker"), 2, "parent", "circular: maker > maker"),
    Case("entities that belong to each other", ENTITIES, put(2, parent="maker-a1"), 2, "parent", "circular: maker > maker-a1 > maker"),
    Case("article without lineage", LINEAGE, drop(3), 3, "id", "an article without lineage", SOURCES),
    Case("claim from a source without text", CLAIMS, put(2, source="s-news"), 2, "source", "a source without text"),
    Case("article whose text is not named", SOURCES, put(2, source_file=""), 2, "source", "a source without text", CLAIMS),
    Case("digest of another length", CLAIMS, put(2, digest="0123456789"), 2, "digest", "text matching [0-9a-f]{16}"),
    Case("digest in capitals", CLAIMS, put(2, digest="0123456789ABCDEF"), 2, "digest", "is not allowed"),
]

TEXTS = [
    Case("script", CLAIMS, put(2, statement="<script>alert(1)</script>"), 2, "statement", "'<script>alert(1)</sc': markup; allowed: plain text"),
    Case("image that runs script", SOURCES, put(4, title="Chips <img src=x onerror=alert(1)>"), 4, "title", "'<img src=x onerror=a': markup"),
    Case("closing tag", FINDINGS, put(2, explanation="</article>"), 2, "explanation", "'</article>': markup"),
    Case("tag in capitals", ENTITIES, put(2, note="see <A HREF=x>"), 2, "note", "'<A HREF=x>': markup"),
    Case("comment of HTML", OUTCOMES, put(2, what_happened="<!-- hidden -->"), 2, "what_happened", "'<!-- hidden -->': markup"),
    Case("script address", ENTITIES, put(2, note="JavaScript:alert(1)"), 2, "note", "'JavaScript:alert(1)': markup"),
    Case("data address", ENTITIES, put(2, note="see data:text/html,x"), 2, "note", "'data:text/html,x': markup"),
    Case("script address as the page of a source", SOURCES, put(4, url="javascript:alert(1)"), 4, "url", "'javascript:alert(1)' is not allowed"),
    Case("HTML entity", QUANTITIES, put(2, definition="a &lt; b"), 2, "definition", "'&lt; b': markup"),
    Case("numeric HTML entity", QUANTITIES, put(2, definition="a &#60; b"), 2, "definition", "'&#60; b': markup"),
    Case("braces of a template", ESTIMATES, put(2, note="{{ 7 * 7 }}"), 2, "note", "'{{ 7 * 7 }}': markup"),
    Case("statement of a template", SERIES, put(2, note="{% raw %}"), 2, "note", "'{% raw %}': markup"),
    Case("role of the book", CLAIMS, put(2, note="{claim}`c-x`"), 2, "note", "'`c-x`': markup"),
    Case("formula", CLAIMS, put(2, note="=1+1"), 2, "note", "a spreadsheet would run this as a formula"),
    Case("formula that starts a program", OUTCOMES, put(2, what_happened="=cmd|' /C calc'!A0"), 2, "what_happened", "formula"),
    Case("at sign", MEASURES, put(2, notes="@SUM(A1)"), 2, "notes", "formula"),
    Case("minus and a program", SPECS, put(2, note="-cmd|' /C calc'!A0"), 2, "note", "formula"),
    Case("minus, a number and a program", SPECS, put(2, note="-2+3+cmd|' /C calc'!A0"), 2, "note", "formula"),
    Case("plus and a program", ATTRIBUTES, put(2, text="+cmd|' /C calc'!A0"), 2, "text", "formula"),
    Case("wide equals sign", THRESHOLDS, put(2, condition="＝1+1"), 2, "condition", "formula"),
    Case("tab in front", EVENTS, put(2, event="\t=1+1"), 2, "event", "formula"),
    Case("tab inside", EVENTS, put(2, event="First\tcontrols"), 2, "event", "'\\tcontrols': a control"),
    Case("escape character", EVENTS, put(3, event="A1 \x1b[31mon sale"), 3, "event", "'\\x1b[31mon sale': a control"),
    Case("text from right to left", CLAIMS, put(2, statement="Maker shipped \u202e1 million"), 2, "statement", "'\\u202e1 million': a control, invisible"),
    Case("isolate of direction", CLAIMS, put(2, printed="\u2067100만 개\u2069"), 2, "printed", "'\\u2067100만 개\\u2069'"),
    Case("zero-width space", ENTITIES, put(2, name_en="Ma\u200bker"), 2, "name_en", "'\\u200bker': a control"),
    Case("zero-width joiner", ENTITIES, put(2, name_ko="메\u200d이커"), 2, "name_ko", "'\\u200d이커': a control"),
    Case("byte order mark in a cell", FINDINGS, put(3, title="\ufeffThe share differs"), 3, "title", "'\\ufeffThe share differs'"),
    Case("soft hyphen", SOURCES, put(4, publisher="Exam\u00adple House"), 4, "publisher", "'\\xadple House'"),
    Case("letter lost in a conversion", ENTITIES, put(2, name_ko="메\ufffd커"), 2, "name_ko", "'\ufffd커': a control, invisible or lost character"),
    Case("Korean in pieces", ENTITIES, put(2, name_ko="\u1106\u1166\u110b\u1175\u110f\u1165"), 2, "name_ko", "composed letters"),
    Case("leading space", CLAIMS, put(2, statement=" Maker shipped 1 million A1 in 2024."), 2, "statement", "space at the start or end"),
    Case("trailing space", LINEAGE, put(4, note="credited in the text "), 4, "note", "space at the start or end"),
    Case("trailing no-break space", SOURCES, put(4, publisher="Example House\u00a0"), 4, "publisher", "space at the start or end"),
    Case("space alone in a cell", ASSUMPTIONS, put(2, reason=" "), 2, "reason", "space at the start or end"),
    Case("address with a space in front", SOURCES, put(4, url=" https://report.example/"), 4, "url", "is not allowed"),
]

DESCRIPTIONS = [
    Case("data package missing", PACKAGE, gone, 1, "-", "not a readable data package"),
    Case("data package empty", PACKAGE, octets(lambda raw: b""), 1, "-", "not a readable data package"),
    Case("data package cut off", PACKAGE, octets(lambda raw: raw[:200]), 4, "-", "not a readable data package"),
    Case("comma lost in the data package", PACKAGE, text('"name": "inference-detour",', '"name": "inference-detour"'), 3, "-", "Expecting ',' delimiter"),
    Case("data package in UTF-16", PACKAGE, octets(lambda raw: raw.decode().encode("utf-16")), 1, "-", "not a readable data package"),
    Case("data package that is a list", PACKAGE, octets(lambda raw: b"[]\n"), 1, "-", "not a readable data package: not of the right kind"),
    Case("data package without tables", PACKAGE, octets(lambda raw: b"{}\n"), 1, "-", "no 'resources'"),
    Case("table without a path", PACKAGE, text('"path": "claims.csv"', '"file": "claims.csv"'), 1, "-", "no 'path'"),
    Case("table under another name", PACKAGE, text('"name": "claims"', '"name": "assertions"'), 1, "resources", "the table 'claims' is missing"),
    Case("table with another path", PACKAGE, text('"path": "claims.csv"', '"path": "assertions.csv"'), 0, "-", "file is missing", "assertions.csv"),
    Case("table outside the folder", PACKAGE, text('"path": "claims.csv"', '"path": "../claims.csv"'), 1, "-", "'../claims.csv' leaves the folder"),
    Case("foreign key to no table", PACKAGE, text('"resource": "events"', '"resource": "acts"'), 1, "-", "no 'acts'"),
    Case("key that is no column", PACKAGE, text('"primaryKey": [\n     "id"', '"primaryKey": [\n     "ident"'), 1, "-", "no 'ident'"),
    Case("pattern that does not compile", PACKAGE, text('"pattern": "c-', '"pattern": "(c-'), 1, "-", "unterminated subpattern"),
    Case("field of an unknown type", PACKAGE, text('"type": "integer"', '"type": "whole"'), 1, "-", "allowed: "),
]

CASES = [*FILES, *HEADERS, *NUMBERS, *UNITS, *NAMES, *CHOICES, *TIMES, *LINES, *TEXTS, *DESCRIPTIONS]
