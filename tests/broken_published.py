"""Tables at odds with what was published, each with the fault that names it: numbers changed and rows gone in silence, ids given again."""

from __future__ import annotations

import re
from pathlib import Path

from breaking import ATTRIBUTES, CLAIMS, ESTIMATES, PACKAGE, SERIES, Case, add, drop, gone, octets, put, text

CORRECTIONS, RECORD = "corrections.csv", "releases/0.1.0.csv"


def versioned(version: str):
    """Give the data package another version."""
    return octets(lambda raw: re.sub(rb'"version": "[^"]+"', f'"version": "{version}"'.encode(), raw, count=1))


def around(path: Path) -> None:
    """Let two retired rows replace each other."""
    put(2, replaced_by="s-old")(path)
    put(3, replaced_by="es-900")(path)


PUBLISHED = [
    Case("number changed in silence", SERIES, put(2, value="1800000000"), 2, "value", "version 0.1.0 printed '$1.7 billion', and nothing says why"),
    Case("unit changed in silence", SERIES, put(2, unit="CNY"), 2, "unit", "nothing says why that changed"),
    Case("period changed in silence", SERIES, put(2, period="FY2022"), 2, "period", "nothing says why that changed"),
    Case("text changed in silence", ATTRIBUTES, put(3, text="2025-07"), 3, "text", "version 0.1.0 printed 'June 2025'"),
    Case("period of a claim changed in silence", CLAIMS, put(4, period="FY2026"), 4, "period", "version 0.1.0 printed 'FY2025'"),
    Case("correction dropped", CORRECTIONS, drop(4), 3, "value", "version 0.1.0 printed '$400 million'", SERIES),
    Case("row dropped in silence", ATTRIBUTES, drop(3), 5, "id", "'at-a2-release-1' is no row of any table now", RECORD),
    Case("retirement dropped", CORRECTIONS, drop(2), 7, "id", "'es-900' is no row of any table now", RECORD),
    Case("row renamed in silence", SERIES, put(2, id="se-maker-2023"), 3, "id", "'se-maker-fy23' is no row of any table now", RECORD),
    Case("retired row that stands", CORRECTIONS, add(2, id="se-maker-fy23"), 5, "id", "'se-maker-fy23' is a row of series; allowed: an id that no table has"),
    Case("retired id given again", ESTIMATES, add(3, id="es-900", period="2023", preferred="yes"), 2, "id", "'es-900' is a row of estimates", CORRECTIONS),
    Case("replaced by nothing known", CORRECTIONS, put(2, replaced_by="es-001;es-999"), 2, "replaced_by", "'es-999' is not known"),
    Case("moved and replaced", CORRECTIONS, put(4, replaced_by="es-001"), 4, "replaced_by", "'se-maker-fy24q1' was moved, not retired; allowed: nothing"),
    Case("replaced by itself", CORRECTIONS, put(2, replaced_by="es-900"), 2, "replaced_by", "circular: es-900 > es-900"),
    Case("replaced in a circle", CORRECTIONS, around, 2, "replaced_by", "circular: es-900 > s-old > es-900"),
    Case("correction of what was never published", CORRECTIONS, add(2, id="es-901"), 5, "id", "'es-901' was not published before"),
    Case("correction in the version that first published it", CORRECTIONS, put(2, version="0.1.0"), 2, "id", "was not published before"),
    Case("correction from the future", CORRECTIONS, add(2, version="99.0.0"), 5, "version", "'99.0.0' is later than the present version"),
    Case("correction of a number that stayed", CORRECTIONS, add(4, id="se-maker-fy23"), 5, "act", "'se-maker-fy23' has the number that it had"),
    Case("correction twice in one version", CORRECTIONS, add(4, reason="again"), 5, "id,version", "one row for each key"),
    Case("correction without a reason", CORRECTIONS, put(2, reason=""), 2, "reason", "empty cell is not allowed"),
    Case("correction by an unknown source", CORRECTIONS, put(2, source="s-none"), 2, "source", "'s-none' is not known; allowed: an id in sources"),
    Case("version in words", CORRECTIONS, put(2, version="next"), 2, "version", "'next' is not allowed; allowed: a version such as 0.2.0"),
    Case("record edited", RECORD, text("Maker plans a successor", "Maker planned a successor"), 0, "-", "not the record that was released"),
    Case("record without its index", "releases/index.json", octets(lambda raw: b"{}\n"), 0, "-", "not the record that was released", RECORD),
    Case("record with a word for a number", RECORD, put(3, value="much"), 3, "value", "'much' is not a number"),
    Case("record of an unknown kind", RECORD, put(3, kind="thing"), 3, "kind", "one of claim, evidence"),
    Case("record that holds an id twice", RECORD, add(3), 9, "id", "'se-maker-fy23' stands in another row too"),
    Case("record cut off", RECORD, octets(lambda raw: raw[:-9]), 8, "-", "last row is cut off"),
    Case("record without a version", "releases/first.csv", lambda path: path.write_text("id\n"), 0, "-", "not named for a version"),
    Case("record of a version to come", "releases/99.0.0.csv", lambda path: path.write_text("id\n"), 0, "-", "a release after the present version"),
    Case("schema of records cut off", "releases/schema.json", octets(lambda raw: raw[:-9]), 147, "-", "not readable: Unterminated string"),
    Case("schema of records gone", "releases/schema.json", gone, 1, "-", "not readable: [Errno 2]"),
    Case("index of records that is a list", "releases/index.json", octets(lambda raw: b"[]\n"), 1, "-", "not readable: 'list' object"),
    Case("package older than its release", PACKAGE, versioned("0.0.9"), 0, "-", "a release after the present version", RECORD),
    Case("package without a version of three numbers", PACKAGE, versioned("2"), 1, "-", "the version '2' is not three numbers"),
]
