"""On what terms the facts of a drawing stand: a note computed from the sources of the rows drawn."""

from __future__ import annotations

import re

from detour import tables

#: Terms of the report's own words, figures and tables.
OWN = "https://creativecommons.org/licenses/by/4.0/"
#: Terms that a source's licence field can open with, and how a note names them.
NAMED = ("CC BY-SA 4.0", "CC BY 4.0", "CC0", "Apache-2.0", "MIT", "BSD-3-Clause", "US government work", "Llama licence")
_NAMED = re.compile("|".join(map(re.escape, NAMED)))


def note(sources: list[str]) -> str:
    """Return the terms under which the sources of a drawing stand.

    >>> note(["s-epoch-ml-hardware", "s-ft25"])
    'Drawing CC BY 4.0. Facts drawn: CC BY 4.0 (Epoch AI); facts only from 1 source under other or unstated terms.'
    """
    frame = tables.load("sources").set_index("id").loc[sorted(set(sources))]
    named: dict[str, list[str]] = {}
    others = 0
    for row in frame.itertuples():
        match = _NAMED.match(row.licence)
        if match:
            named.setdefault(match[0], []).append(row.publisher)
        else:
            others += 1
    parts = [f"{terms} ({', '.join(sorted(set(publishers)))})" for terms, publishers in sorted(named.items())]
    if others:
        parts.append(f"facts only from {others} source{'s' if others > 1 else ''} under other or unstated terms")
    return f"Drawing CC BY 4.0. Facts drawn: {'; '.join(parts)}."
