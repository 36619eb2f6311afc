"""Numbers that were typed where prose should have named a row.

Allowed are years, days, ordinals, numbers of sections, sentences and footnotes, names that
contain digits, such as those of chips and models, which the entities table knows, and
the band behind a word of likelihood, which :mod:`detour.likelihood` holds to its word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from detour import likelihood, tables

_YEAR = re.compile(r"\b(19|20)\d\d(s|–(19|20)?\d\d)?\b")
_ORDINAL = re.compile(r"\b\d+(st|nd|rd|th)\b")
_SECTION = re.compile(
    r"\b(Section|section|Chapter|chapter|Part|part|Python|[Vv]ersion|CC BY|Apache|Sphinx|Jupyter Book|CFR|ECCN|UTF|SHA|Vega-Lite)"
    r" ?-?\d[\w.-]*"
)
_SENTENCES = re.compile(r"\b[Ss]entences? \d+(?:(?:, | and | to )\d+)*")
_CODE = re.compile(r"\b[A-Za-z]+[-/.]?\d[\w.-]*")
_DAY = re.compile(r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)\b")
_NUMBER = re.compile(
    r"(?<![\w])[$€₩¥]?\d[\d,.]*\s?\w*"
    r"|\b(hundreds?|thousands?|millions?|billions?|trillions?|percent|per cent|dozens?|tenfold|twofold|twice|double|doubled|halved|threefold)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _names() -> re.Pattern:
    names: set[str] = set()
    for row in tables.load("entities").itertuples():
        names |= {row.name_en, *tables.split(row.aliases)}
    digits = sorted((name for name in names if re.search(r"\d", name) and not name.isdigit()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, digits)) or r"(?!)")


def typed_numbers(text: str) -> list[str]:
    """Return the numbers in a text that should have been named by id.

    >>> typed_numbers("In 2024 the H20 sold 1 million units, 40% more.")
    ['1 million', '40']
    >>> typed_numbers("The second of its kind, on 7 October 2022, in Section 3.")
    []
    """
    for pattern in (likelihood.EXPRESSION, _names(), _DAY, _SECTION, _SENTENCES, _YEAR, _ORDINAL, _CODE):
        text = pattern.sub("·", text)
    return [match[0].strip(" .,") for match in _NUMBER.finditer(text)]
