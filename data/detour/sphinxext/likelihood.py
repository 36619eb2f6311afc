"""Prose says no likelihood without its band, and none beside a confidence: a check over the text of every page."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from detour.likelihood import misuses
from detour.sphinxext.prose import exempt

LOGGER = logging.getLogger(__name__)
_BLOCKS = (nodes.paragraph, nodes.title, nodes.term, nodes.caption, nodes.rubric)


def check_likelihoods(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of every misuse of a likelihood word in the prose of a page, naming the place; code in a sentence is passed over."""
    for block in doctree.findall(lambda node: isinstance(node, _BLOCKS)):
        if any(map(exempt, _upwards(block))):
            continue
        said = "".join(text.astext() for text in block.findall(nodes.Text) if not any(map(exempt, _upwards(text.parent, block))))
        for wrong in misuses(said):
            place = next((node for node in _upwards(block) if node.line), block)
            LOGGER.warning("likelihood: %s", wrong, location=place)


def _upwards(node: nodes.Node, end: nodes.Node | None = None):
    """Yield a node and what it stands in, up to the page or to `end`, which is left out."""
    while node is not None and node is not end:
        yield node
        node = node.parent


def setup(app: Sphinx) -> None:
    """Check each page when it has been read."""
    app.connect("doctree-read", check_likelihoods)
