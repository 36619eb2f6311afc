"""Which style sheets a page names: those of the theme and our own, none that varies from build to build."""

from __future__ import annotations

from sphinx.application import Sphinx


def drop_unstable(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Leave out myst-nb's style sheet.

    Sphinx stamps a sheet with a digest of the file in the output folder, which
    myst-nb writes only after the first build's pages: the same sources would give
    other bytes the second time. The few rules that our pages need are in report.css.
    """
    context["css_files"] = [sheet for sheet in context.get("css_files", []) if "mystnb." not in str(getattr(sheet, "filename", sheet))]


def setup(app: Sphinx) -> None:
    """Act after every extension has added its sheets."""
    app.connect("html-page-context", drop_unstable, priority=900)
