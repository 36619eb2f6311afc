"""Prose never types a sourced number: a check over the text of every page."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging

from detour.typed import typed_numbers

LOGGER = logging.getLogger(__name__)
_SKIPPED = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.math_block, nodes.figure, nodes.comment, nodes.image)


def check_prose(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of every typed number in the prose of a page, naming the place."""
    for node in doctree.findall(nodes.Text):
        if any(map(exempt, _parents(node))):
            continue
        for number in typed_numbers(node.astext()):
            place = next((parent for parent in _parents(node) if parent.line), node.parent)
            LOGGER.warning("typed number %r in prose; allowed: a role that names it by id", number, location=place)


def exempt(node: nodes.Node) -> bool:
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
