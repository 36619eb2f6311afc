"""Grades by rule: which letter a source has, which digits a claim can have, and in which words both are said.

A source's letter follows from its standing, with which its reason begins. A claim's
digit follows from its columns: each law that applies names the digits that remain, and
the reason says which of them it is. The words of letters and digits stand once, in
`datapackage.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from detour import tables

#: With what a reason starts that states an exception to the laws.
EXCEPTION = "Exception: "
#: The best letter that a document can have of which nothing was read but relays.
BEST_UNREAD = "B"


@dataclass(frozen=True)
class Standing:
    """What a document is, the letter that follows, the kinds of source that can be it, and whether it adds evidence of its own.

    `seen` says what must have been seen of it: the page itself, the page or at least
    its address, relays and nothing else, or anything.
    """

    words: str
    letter: str
    kinds: tuple[str, ...]
    own: bool = True
    seen: Literal["page", "address", "relays", ""] = ""

    def fits(self, source: dict) -> bool:
        """Return whether a source can have this standing, by its kind and by what was seen of it."""
        relays = source["reading"] == "relay_only"
        seen = {"page": not relays, "address": not relays or bool(source.get("url")), "relays": relays, "": True}
        return source["kind"] in self.kinds and seen[self.seen]


_PAGES = ("press", "community", "repository", "dataset", "encyclopedia", "analyst")
STANDINGS = (
    Standing("regulator's or legislature's own text", "A", ("regulator",)),
    Standing("the company's own filing", "A", ("filing",)),
    Standing("official notice carried by its own agency", "A", ("press",)),
    Standing("copy of a regulator's or legislature's text", "B", ("regulator",)),
    Standing("copy of the company's filing", "B", ("filing",)),
    Standing("vendor's own document", "B", ("vendor",)),
    Standing("research paper by named authors", "B", ("paper",)),
    Standing("dataset or result log of an established body", "B", ("dataset",)),
    Standing("published by a research or law firm under its own name", "B", ("analyst", "press"), seen="address"),
    Standing("established newsroom or agency, own page", "B", ("press",), seen="page"),
    Standing("established newsroom or agency, carried by another outlet", "B", ("press",)),
    Standing("established newsroom that names whom it relays", "B", ("press",), own=False),
    Standing("established newsroom or agency, known through relays", "B", ("relayed", "press"), seen="relays"),
    Standing("Korean relay of foreign reporting, without added evidence", "C", ("seed",), own=False),
    Standing("Korean survey article that names few of its sources", "C", ("seed",), own=False),
    Standing("press page of limited standing, source named", "C", ("press", "community")),
    Standing("press relay that names its source", "C", ("press",), own=False),
    Standing("copy or digest of a named text on another site", "C", ("vendor", "filing", *_PAGES), own=False),
    Standing("compilation or repository that names its sources", "C", _PAGES, own=False),
    Standing("project's own repository or log", "C", ("repository",)),
    Standing("project or community page with named authors", "C", ("community",)),
    Standing("research house, known through relays", "C", ("relayed", "analyst"), seen="relays"),
    Standing("maker on products, known through several relays", "C", ("relayed",)),
    Standing("relay with errors of its own", "C", ("relayed",), own=False),
    Standing("maker on products, known through one relay", "D", ("relayed",)),
    Standing("interested body, without document or method", "D", ("relayed",)),
    Standing("figure without whole or year, known through relays", "D", ("relayed",)),
    Standing("relay on a page of unknown standing", "D", _PAGES, own=False),
    Standing("private note or ledger of second-hand figures", "D", ("repository",), own=False),
    Standing("encyclopedia or chip table whose own sources were not seen", "D", _PAGES, own=False),
    Standing("forum thread, comment or social post", "D", ("community",), own=False),
    Standing("anonymous or promotional page that does not show its own evidence", "D", _PAGES, own=False),
    Standing("contradicted by every other source or by itself", "E", _PAGES, own=False),
    Standing("pages of this compilation contradict one another", "E", ("repository",), own=False),
)


def standing(reason: str) -> Standing | None:
    """Return the standing with which a reason begins, or nothing.

    >>> standing("vendor's own document; read whole").letter
    'B'
    >>> standing("A fine page.")
    """
    return next((each for each in STANDINGS if reason.partition(";")[0].strip() == each.words), None)


def letter(source: dict, relays: int = 0) -> tuple[str, str]:
    """Return the letter that a source must have and why; no letter where its standing is none, or none that it can have.

    `relays` counts the documents made from it.

    >>> letter({"kind": "paper", "reading": "whole", "grade_reason": "research paper by named authors"})
    ('B', 'research paper by named authors')
    """
    if source["grade_reason"].startswith(EXCEPTION):
        return source["grade"], source["grade_reason"]
    known = standing(source["grade_reason"])
    if known is None or not known.fits(source):
        fitting = " | ".join(each.words for each in STANDINGS if each.fits(source))
        return "", f"a reason that begins with a standing of a {source['kind']} source of which that much was seen, before a semicolon: {fitting}"
    if ("one relay" in known.words and relays > 1) or ("several relays" in known.words and relays < 2):
        return "", f"another standing: lineage has {relays} documents made from it"
    return (max(known.letter, BEST_UNREAD) if source["reading"] == "relay_only" else known.letter), known.words


@dataclass(frozen=True)
class Facts:
    """What the tables say of a claim that bears on its digit: its status, what became of it, and the sources that its reason cites.

    `others` are the letters of the cited sources that share no root with the claim, or are the record itself, of grade A.
    """

    status: str
    outcomes: frozenset[str] = frozenset()
    cited: int = 0
    others: tuple[str, ...] = ()


#: Laws of the digit: the words of each, when it applies, and the digits it leaves.
LAWS: tuple[tuple[str, Callable[[Facts], bool], str], ...] = (
    ("impossible as printed", lambda facts: facts.status == "impossible", "5"),
    ("corroborated", lambda facts: facts.status == "corroborated", "12"),
    ("disputed", lambda facts: facts.status == "disputed", "345"),
    ("merely relayed", lambda facts: facts.status == "relayed", "23456"),
    ("relayed, and every page cited is of the claim's own root", lambda facts: facts.status == "relayed" and facts.cited > 0 and not facts.others, "3456"),
    ("no source of another root, of grade C or better, and no record of grade A is cited", lambda facts: not set("ABC") & set(facts.others), "23456"),
    ("nothing is cited", lambda facts: not facts.cited, "3456"),
    ("confirmed by what happened", lambda facts: facts.outcomes == {"confirmed"}, "123"),
    ("contradicted by what happened", lambda facts: "contradicted" in facts.outcomes, "45"),
    ("partly borne out", lambda facts: facts.outcomes == {"partly"}, "234"),
    ("outcome unknown", lambda facts: facts.outcomes == {"unknown"}, "3456"),
)


def digits(facts: Facts) -> tuple[str, list[str]]:
    """Return the digits that a claim can have, and the laws that leave them.

    >>> digits(Facts("relayed", frozenset({"contradicted"}), cited=1, others=("B",)))
    ('45', ['merely relayed', 'contradicted by what happened'])
    """
    laws = [(words, left) for words, applies, left in LAWS if applies(facts)]
    return _common([left for _, left in laws]), [words for words, _ in laws]


def _common(each: Iterable[str]) -> str:
    return "".join(digit for digit in "123456" if all(digit in left for left in each))


def words(table: str, column: str) -> dict[str, str]:
    """Return the grades of a column with their meaning, as the schema states them.

    >>> words("claims", "information")["5"]
    'contradicted'
    """
    field = next(field for field in tables.fields(table) if field["name"] == column)
    return {each["value"]: each["label"] for each in field["categories"]}
