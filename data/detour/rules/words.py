"""Rules about terms: prose uses each of them, and a form in another language was read somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from detour.faults import Fault
from detour.rules.base import Tables, fault

#: What a page writes to name a term: {word}`t-prefill`, or other words with the id in angle brackets.
_NAMED = re.compile(r"\{word\}`(?:[^`<]*<)?(t-[a-z0-9-]+)>?`")


def named(text: str) -> set[str]:
    """Return the terms that the text of a page names.

    >>> sorted(named("{word}`t-prefill` and {word}`writing <t-decoding>`, not `t-token`"))
    ['t-decoding', 't-prefill']
    """
    return set(_NAMED.findall(text))


def terms_are_used(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every term is named on a page of the book that lies beside the tables; tables alone are not held to it."""
    pages = sorted((data.parent / "book").glob("*.md"))
    used = {id for page in pages for id in named(page.read_text(encoding="utf-8"))}
    for index, id in frames["terms"]["id"].items() if pages else ():
        if id not in used:
            yield fault(data, "terms", index, "id", f"no page names {id!r}; allowed: only what prose uses, as {{word}} with the id")


def forms_are_attested(frames: Tables, data: Path) -> Iterator[Fault]:
    """A Korean or Chinese form names the documents in which it was read, and such documents stand beside a form only."""
    for index, row in frames["terms"].iterrows():
        forms = bool(row["name_ko"] or row["name_zh"])
        if forms and not row["attested"]:
            yield fault(data, "terms", index, "attested", "empty beside a Korean or Chinese form; allowed: the documents in which it was read")
        if row["attested"] and not forms:
            yield fault(data, "terms", index, "attested", "documents without a form; allowed: the form read in them, or nothing")


RULES = (terms_are_used, forms_are_attested)
