"""What a screen reader hears: headings' links say of which heading they are, and a figure is called what it shows.

Sphinx calls every link beside a heading "#", and gives a figure no name.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape
from sphinx.application import Sphinx

_HEADING = re.compile(r'(<h[1-6]>)(.*?)<a class="headerlink" href="(#[^"]*)" title="[^"]*">#</a>', re.DOTALL)
_FIGURE = re.compile(
    r'(<figure class="exhibit[^"]*" )(id="([^"]+)">)(.*?<figcaption>\s*<p)(><span class="caption-number">)([^<]*?)[ .]*(</span>.*?)'
    r'(?:<a class="headerlink"[^>]*>#</a>)?(</p>)',
    re.DOTALL,
)


def spoken(body: str) -> str:
    """Return a page's body with names for what has none; a figure has a permalink in its foot, and needs no second.

    >>> spoken('<h2>How much?<a class="headerlink" href="#a" title="Link to this heading">#</a></h2>')
    '<h2>How much?<a class="headerlink" href="#a" aria-label="Permalink: How much?">#</a></h2>'
    """
    return _FIGURE.sub(_figure, _HEADING.sub(_heading, body))


def _heading(found: re.Match) -> str:
    name = escape(Markup(found[2]).striptags())
    return f'{found[1]}{found[2]}<a class="headerlink" href="{found[3]}" aria-label="Permalink: {name}">#</a>'


def _figure(found: re.Match) -> str:
    start, id, label, drawings, opened, number, title, end = found.groups()
    name = f"{label}-title"
    return f'{start}aria-labelledby="{name}" {id}{drawings} id="{name}"{opened}{number}. {title}{end}'


def name(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Name what has no name, before other parts read the page's body."""
    if context.get("body"):
        context["body"] = spoken(context["body"])


def setup(app: Sphinx) -> None:
    """Act on every page, first of all."""
    app.connect("html-page-context", name, priority=50)
