"""The pieces of a card: runs of text, lines with a label, and the card itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from detour import bylines, naming, registry, tables
from detour.rules.relations import SOURCE_ID


@dataclass(frozen=True)
class Part:
    """A run of text: plain, or a link, or in another language, or stressed, or a formula in TeX."""

    text: str
    href: str = ""
    lang: str = ""
    strong: bool = False
    tex: bool = False


@dataclass(frozen=True)
class Line:
    """A label and what stands behind it, one entry or several. `source` marks the line that names the source in words."""

    label: Part
    parts: tuple[Part, ...]
    source: bool = False

    @property
    def entries(self) -> list[list[Part]]:
        """Return the parts of each entry.

        >>> [len(entry) for entry in Line(Part("Rivals"), (Part("a"), NEXT, Part("b"), Part("c"))).entries]
        [1, 2]
        """
        found: list[list[Part]] = [[]]
        for part in self.parts:
            found.append([]) if part == NEXT else found[-1].append(part)
        return found


@dataclass(frozen=True)
class Card:
    """What is shown of one id: kind, words beside the kind, the number as written, a title, and lines."""

    id: str
    kind: str
    tags: tuple[str, ...]
    number: str
    title: Part
    lines: tuple[Line, ...]
    forms: tuple[Part, ...] = ()

    @property
    def word(self) -> str:
        """Return the name of the kind."""
        return registry.WORDS[self.kind]


_ROW_IN_BRACKETS = re.compile(r" \(([a-z]+-[a-z0-9-]+)\)")
#: Ends one entry of a line that holds several.
NEXT = Part("")


def entries(each: Iterable[Iterable[Part]]) -> list[Part]:
    """Return several entries as the parts of one line.

    >>> [part.text for part in entries([[Part("a")], [Part("b"), Part("c")]])]
    ['a', '', 'b', 'c']
    """
    return [part for entry in each for part in (NEXT, *entry)][1:]


def listed(each: Iterable[Part]) -> list[Part]:
    """Return several parts with commas between them.

    >>> [part.text for part in listed([Part("a"), Part("b")])]
    ['a', ', ', 'b']
    """
    return [part for one in each for part in (Part(", "), one)][1:]


def line(label: str, *parts: str | Part, source: bool = False) -> Line | None:
    """Return a line, or nothing where there is nothing to say.

    >>> line("Period", "2024").parts
    (Part(text='2024', href='', lang='', strong=False, tex=False),)
    >>> line("Period", "")
    """
    kept = tuple(part if isinstance(part, Part) else Part(part) for part in parts if part)
    return Line(Part(label), kept, source) if kept else None


def lines(*each: Line | None) -> tuple[Line, ...]:
    """Return the lines that say something."""
    return tuple(filter(None, each))


def link(id: str, text: str) -> Part:
    """Return a link to the row of an id.

    >>> link("s-ft25", "FT").href
    'sources.html#s-ft25'
    """
    return Part(text, href=f"{registry.PAGES[registry.named(id)[0]]}.html#{id}")


def entity(id: str) -> Part | None:
    """Return a link to an entity by its English name, or nothing for no entity."""
    return link(id, naming.name_of(id)) if id else None


@lru_cache(maxsize=1)
def sources() -> dict[str, dict]:
    """Return the rows of sources by id."""
    return tables.load("sources").set_index("id").to_dict("index")


def document(id: str) -> list[Part]:
    """Return a source in words: who and when, and where it can be read, or its title where no address is known.

    A title in brackets is our description of a page without a headline, and adds nothing to the publisher's.

    >>> [part.text for part in document("s-epochcc")]
    ['Epoch AI (GitHub epoch-research/ai-chip-counts) 2026', ', ', 'open page']
    """
    row = sources()[id]
    more = address(row) or (None if row["title"].startswith("[") else Part(row["title"], lang=row["language"]))
    return [link(id, bylines.source_names()[id]), *([Part(", "), more] if more else [])]


def address(row: dict) -> Part | None:
    """Return the address of a source as a link, where the address is exact."""
    url = row["url"] if row["url_status"] == "exact" and row["url"].startswith(("https://", "http://")) else ""
    return Part("open page", href=url) if url else None


def documents(ids: Iterable[str], most: int = 3) -> str:
    """Return several sources in words, the first few by name.

    >>> documents(["s-ft25", "s-epochcc", "s-cm384"], most=1)
    'Unnamed Korean outlet, relaying the Financial Times 2025; and 2 more'
    """
    ids = list(ids)
    named = [bylines.source_names()[id] for id in ids[:most]]
    return "; ".join([*named, f"and {len(ids) - most} more"] if len(ids) > most else named)


def plain(text: str) -> str:
    """Return a text with each source that it names by id named by its publisher instead, and without ids of rows in brackets.

    >>> plain("Seen in s-epochcc alone, as cards (es-030).")
    'Seen in Epoch AI (GitHub epoch-research/ai-chip-counts) 2026 alone, as cards.'
    """
    known = bylines.source_names()
    text = _ROW_IN_BRACKETS.sub(lambda match: "" if registry.known(match[1]) else match[0], text)
    return SOURCE_ID.sub(lambda match: known.get(match[0], match[0]), text)


def sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends in one.

    >>> sentence("No page found"), sentence("Why?")
    ('No page found.', 'Why?')
    """
    return text if not text or text[-1] in ".?!" else text + "."
