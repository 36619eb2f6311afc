"""Headings answer to the label their author gave: an address that stays when the words change.

Sphinx makes a heading's first identifier from its words, and a running number for Korean and Chinese ones.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx


def labels_first(app: Sphinx, doctree: nodes.document) -> None:
    """Put the explicit label of each section before what was made of its words."""
    for section in doctree.findall(nodes.section):
        section["ids"].sort(key=lambda each: not each.startswith("sec-"))


def setup(app: Sphinx) -> None:
    """Act before the tables of contents are collected."""
    app.connect("doctree-read", labels_first, priority=100)
