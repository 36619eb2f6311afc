"""The cards of a page: one `<template id="card-ID">` for each number and name in its prose, carried once.

For whoever uses the templates (the script `cards.js`, notes in print):

- they stand at the end of the body, in `<div id="cards">`, in the order in which the page first names their ids;
- each is whole by itself: first a paragraph whose `<b>` names the kind, then `<strong>` with the number as written
  (if it has one), `<h2>` with what it is, and a `<dl>`;
- `<dd class="card-source">` says in words what it rests on: a claim and a row of evidence name their source, with links to
  its row and, where the address is known, to the original (`a[href^=http]`); a source its publisher and address; a result
  and a finding the sources behind them; an assumption its reason; a term the document that its meaning is taken
  from, if any; names and quantities rest on nothing and have none;
- `data-citation` of the `<div>` is the citation of a row with `{title}` ("Claim ID: …", with its full stop) and
  `{row}` ("claims.html#ID") left open, so that a page carries it once; filled in, it is what `detour cite ID` prints.
  Where the report's address is not known, `{row}` is all of the row's address, which the page learns from where it is read.

Rows of a register and the source lines of exhibits carry no cards. A row is the entry itself, and a source line already
names its documents; cards for all that these link would double the page.
"""

from __future__ import annotations

import re

from markupsafe import Markup
from sphinx.application import Sphinx

from detour import address, cards, citation, registry
from detour.sphinxext.templates import render

#: What a role leaves: a link around a number or a name. Links of registers and exhibits have no such element inside.
_NAMED = re.compile(r'<a [^>]*href="[^"#]*#([^"]+)"[^>]*><span class="(?:number|name)\b')


def named(body: str) -> list[str]:
    """Return the ids that the prose of a page names, in the order in which it first does.

    >>> named('<a href="claims.html#c-a"><span class="number">1</span></a> <a href="#s-b"><span class="name">B</span></a> <a href="#top">Top</a>')
    ['c-a', 's-b']
    """
    return list(dict.fromkeys(_NAMED.findall(body)))


def block(ids: list[str]) -> Markup:
    """Return the templates of some ids."""
    pattern = citation.pattern().strip()
    if address.site():
        pattern = pattern.replace("{row}", address.of("book/{row}"))
    return Markup(render("cards.html.jinja", cards=[cards.content(id) for id in ids], citation=pattern))


def carry(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give a page the cards of what it names."""
    ids = [id for id in named(context.get("body") or "") if _known(id)]
    if ids:
        context.setdefault("detour_end", []).append(block(ids))
        context.setdefault("detour_styles", []).append("cards.css")
        context.setdefault("detour_scripts", []).append("cards.js")


def _known(id: str) -> bool:
    """Return whether an id has a card; the roles have warned of those that nothing has."""
    try:
        registry.named(id)
    except registry.UnknownId:
        return False
    return True


def setup(app: Sphinx) -> None:
    """Add the cards when the page's body is known."""
    app.connect("html-page-context", carry)
