"""Prose never types a sourced number: a check over the text of every page.

Allowed are years, ordinals, numbers of sections and footnotes, and names that
contain digits, such as those of chips and models, which the entities table knows.
"""

from __future__ import annotations

import re
from functools import lru_cache

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging

from detour import tables

LOGGER = logging.getLogger(__name__)
_YEAR = re.compile(r"\b(19|20)\d\d(s|–(19|20)?\d\d)?\b")
_ORDINAL = re.compile(r"\b\d+(st|nd|rd|th)\b")
_SECTION = re.compile(
    r"\b(Section|section|Chapter|chapter|Part|part|Python|[Vv]ersion|CC BY|Apache|Sphinx|Jupyter Book|CFR|ECCN|UTF|SHA|Vega-Lite)"
    r" ?-?\d[\w.-]*"
)
_CODE = re.compile(r"\b[A-Za-z]+[-/.]?\d[\w.-]*")
_DAY = re.compile(r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)\b")
_NUMBER = re.compile(
    r"(?<![\w])[$€₩¥]?\d[\d,.]*\s?\w*"
    r"|\b(hundreds?|thousands?|millions?|billions?|trillions?|percent|per cent|dozens?|tenfold|twofold|twice|double|doubled|halved|threefold)\b",
    re.IGNORECASE,
)
_SKIPPED = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.math_block, nodes.figure, nodes.comment, nodes.image)


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
    for pattern in (_names(), _DAY, _SECTION, _YEAR, _ORDINAL, _CODE):
        text = pattern.sub("·", text)
    return [match[0].strip(" .,") for match in _NUMBER.finditer(text)]


def check_prose(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of every typed number in the prose of a page, naming the place."""
    for node in doctree.findall(nodes.Text):
        if any(map(_exempt, _parents(node))):
            continue
        for number in typed_numbers(node.astext()):
            place = next((parent for parent in _parents(node) if parent.line), node.parent)
            LOGGER.warning("typed number %r in prose; allowed: a role that names it by id", number, location=place)


def _exempt(node: nodes.Node) -> bool:
    """Return whether what stands in a node is no prose: code, cells, addresses, and what a role writes by id."""
    if isinstance(node, addnodes.pending_xref):
        return not node.get("refexplicit")
    return isinstance(node, _SKIPPED) or "cell" in node.get("classes", ()) or (isinstance(node, nodes.reference) and "://" in node.astext())


def _parents(node: nodes.Node):
    while node.parent is not None:
        node = node.parent
        yield node


def setup(app: Sphinx) -> None:
    """Check each page when it has been read."""
    app.connect("doctree-read", check_prose)
