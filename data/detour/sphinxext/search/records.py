"""What can be found: an entry for each row of each table that has an address on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from detour import naming, registry, tables
from detour.checks import findings as checked
from detour.results import engine
from detour.sphinxext import comparison_rows, register_rows
from detour.sphinxext.templates import publisher, row_number

#: What an entry can be, in the order of the search page.
KINDS = {
    "name": "Names",
    "passage": "Text",
    "figure": "Figures",
    "claim": "Claims",
    "finding": "Findings",
    "number": "Numbers",
    "source": "Sources",
    "quantity": "Quantities",
    "term": "Terms",
}


@dataclass(frozen=True)
class Record:
    """One thing that search can find: its address in the site, what is shown of it, and what else finds it."""

    kind: str
    address: str
    title: str
    where: str
    detail: str
    also: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


class Book:
    """Where things stand in this book: the page of each kind of entry, and the chapters that name an id."""

    def __init__(self, docnames: dict[str, str], uses: dict[str, set[str]]):
        """Take the document of each slug, and the ids that each document names."""
        self.docnames = docnames
        self.chapters: dict[str, set[str]] = {}
        for docname, ids in uses.items():
            for id in ids:
                self.chapters.setdefault(id, set()).add(docname.rpartition("/")[2])
        self.names = {row["id"]: row for row in tables.records("entities")}

    def record(
        self, kind: str, page: str, id: str, title: str, where: str, *details: str, also=(), chapters=(), sources=(), called=(), naming=()
    ) -> Iterator[Record]:
        """Yield the record, unless the page that shows it is not in this book; `naming` are its texts that name others."""
        if page in self.docnames:
            detail = " · ".join(each for each in details if each)
            also = tuple(each for each in (id, *also) if each and each not in (title, where))
            chapters = tuple(sorted({*chapters, *self.chapters.get(id, ())}))
            record = Record(kind, f"{self.docnames[page]}.html#{id}", title, where, detail, also, chapters, tuple(sources), tuple(called))
            yield self.with_names(record, *naming)

    def with_names(self, record: Record, *texts: str) -> Record:
        """Return the record, found also by the Korean and Chinese names of whom its English texts name: these, or all that it has."""
        texts = texts or (record.title, record.detail, *record.also)
        named = (self.called(self.spellings[match]) for match in self._spelling.findall(" ".join(texts)))
        return replace(record, also=tuple(dict.fromkeys((*record.also, *named))))

    def called(self, id: str) -> str:
        """Return what an entity is called, in English, Korean and Chinese; its other spellings lead to its own entry only."""
        row = self.names.get(id)
        return ", ".join(dict.fromkeys(filter(None, forms(row)[:3]))) if row else id

    @cached_property
    def spellings(self) -> dict[str, str]:
        """The entities with a Korean or Chinese name, by the English names that texts give them."""
        foreign = [row for row in self.names.values() if row["name_ko"] or row["name_zh"]]
        return {form: row["id"] for row in foreign for form in forms(row) if len(form) > 3 and form.isascii() and not form.islower()}

    @cached_property
    def _spelling(self) -> re.Pattern:
        longest_first = sorted(self.spellings, key=lambda form: (-len(form), form))
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def forms(row: dict) -> list[str]:
    """Return the names of an entity in all languages and spellings."""
    return [row["name_en"], row["name_ko"], row["name_zh"], *tables.split(row["aliases"])]


def records(book: Book) -> Iterator[Record]:
    """Yield an entry for each row of each table whose register is in the book."""
    for part in (claims, names, findings, comparisons, evidence, workings, sources, quantities, terms):
        yield from part(book)


def claims(book: Book) -> Iterator[Record]:
    """Yield the claims: found by statement, number, printed figure, and all names of whom and what they are about."""
    for row in register_rows.claim_rows():
        people = [row["subject"], row["object"], row["speaker"], *tables.split(row["outlets"])]
        happened = [each["what_happened"] for each in row["outcomes"]]
        said = f"said by {naming.name_of(row['speaker'])}" if row["speaker"] else ""
        yield from book.record(
            *("claim", "claims", row["id"], row["statement"], row["id"], row_number(row), row["printed"] and f"printed {row['printed']}", row["period"]),
            *(said, publisher(row["source"]), row["status"]),
            also=(*map(book.called, filter(None, people)), naming.quantity_names().get(row["quantity"], ""), row["note"], *happened),
            chapters=(row["theme"],),
            sources=(row["source"],),
        )


def names(book: Book) -> Iterator[Record]:
    """Yield who and what the names stand for."""
    for row in book.names.values():
        english, korean, chinese, *others = forms(row)
        title = english + (f" ({', '.join(filter(None, (korean, chinese)))})" if korean or chinese else "")
        kind = row["kind"].replace("_", " ")
        yield from book.record(
            "name", "codebook", row["id"], title, kind, row["note"], ", ".join(others) and f"also {', '.join(others)}", called=filter(None, forms(row))
        )


def findings(book: Book) -> Iterator[Record]:
    """Yield what the audit found."""
    themes = tables.load("claims").set_index("id")["theme"]
    for row in checked.rows():
        of = [themes[id] for id in tables.split(row["claims"]) if id in themes]
        detail = (row["verdict"], row["explanation"])
        yield from book.record("finding", "audit", row["id"], row["title"], row["id"], *detail, also=(row["resolution"],), chapters=of)


def comparisons(book: Book) -> Iterator[Record]:
    """Yield what is said to equal, beat, near or trail what, with all names of both chips."""
    if "comparisons" not in book.docnames:  # what a comparison says is told from results, which a book without the page need not have
        return
    for row in tables.records("comparisons"):
        both = (book.called(row["chip"]), book.called(row["yardstick"]))
        yield from book.record("finding", "comparisons", row["id"], comparison_rows.title(row), row["id"], row["supposes"], also=both)


def evidence(book: Book) -> Iterator[Record]:
    """Yield the rows of evidence, each with all names of its subject."""
    for row in register_rows.evidence_rows():
        chosen = "preferred" if row["preferred"] == "yes" and row["reason"] else ""
        yield from book.record(
            *("number", "evidence", row["id"], row["label"], row["id"]),
            *(row["number"], row["period"], row["basis"], chosen, publisher(row["source"])),
            also=(book.called(row["subject"]), row["note"]),
            sources=(row["source"],),
            naming=(row["number"], row["note"]),  # its title begins with its subject, which is there in every language
        )


def workings(book: Book) -> Iterator[Record]:
    """Yield what we assumed and what we computed."""
    for row in tables.records("assumptions"):
        entry = registry.find(row["id"])
        detail = (entry.written(), "assumed", row["reason"])
        yield from book.record("number", "workings", row["id"], entry.label, row["id"], *detail, also=(book.called(row["subject"]),))
    for id, definition in sorted(engine.definitions().items()):
        yield from book.record("number", "workings", id, definition.title, id, engine.entry(id).written(), "computed")


def sources(book: Book) -> Iterator[Record]:
    """Yield the sources."""
    themes = tables.load("claims").groupby("source")["theme"].agg(set)
    for row in tables.records("sources"):
        detail = (row["publisher"], row["author"], row["published"], row["kind"].replace("_", " "))
        yield from book.record(
            *("source", "sources", row["id"], row["title"], row["id"], *detail),
            also=(row["url"], row["source_file"], row["note"]),
            chapters=themes.get(row["id"], ()),
            sources=(row["id"],),
        )


def quantities(book: Book) -> Iterator[Record]:
    """Yield the quantities with their definitions."""
    for row in tables.records("quantities"):
        yield from book.record("quantity", "codebook", row["id"], row["name"], row["unit"], row["definition"], also=(row["also"],), called=(row["name"],))


def terms(book: Book) -> Iterator[Record]:
    """Yield the terms, found by every form and spelling of theirs."""
    for row in tables.records("terms"):
        english, korean, chinese, *others = forms(row)
        title = english + (f" ({', '.join(filter(None, (korean, chinese)))})" if korean or chinese else "")
        also = ", ".join(others) and f"also {', '.join(others)}"
        yield from book.record("term", "codebook", row["id"], title, row["area"], row["definition"], also, called=filter(None, forms(row)))
