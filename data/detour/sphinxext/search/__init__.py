"""Search over the built site: an index of everything with an address, and the page that asks it.

Pagefind makes the index and answers queries in the reader's browser; nothing but
the site's own host is asked. Sphinx's search, which knows neither Korean nor
Chinese, is switched off.
"""

from __future__ import annotations

import time
from importlib.metadata import version
from pathlib import Path

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util import logging

from detour import tables
from detour.sphinxext.search import index, pages, records, spacing
from detour.sphinxext.templates import render

LOGGER = logging.getLogger(__name__)


def leave_out_stock(app: Sphinx) -> None:
    """Make none of Sphinx's own search: no index, no page, no script."""
    app.builder.search = False


def search_page(app: Sphinx):
    """Yield the search page, which is of use without a script too: it lists chapters and names."""
    found = [app.config.root_doc, *app.env.toctree_includes.get(app.config.root_doc, [])]
    chapters = [{"address": f"{doc}.html", "slug": doc.rpartition("/")[2], "title": app.env.titles[doc].astext()} for doc in found]
    drawn = {each["docname"].rpartition("/")[2] for each in app.env.get_domain("detour").data["exhibits"].values()}
    codebook = next((each["address"] for each in chapters if each["slug"] == "codebook"), "")
    body = render(
        "search-page.html.jinja",
        kinds=records.KINDS,
        chapters=chapters,
        themes=[each for each in chapters if each["slug"] in drawn],
        names=sorted(tables.records("entities"), key=lambda row: row["name_en"].casefold()) if codebook else [],
        codebook=codebook,
        engine=f"{index.FOLDER}/pagefind.js?v={version('pagefind')}",
        fold=spacing.FOLDED,
    )
    yield "search", {"title": "Search", "body": Markup(body)}, "page.html"


def add_files(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give the search page its script and sheet, and every page the key that goes to the search field."""
    context.setdefault("detour_scripts", []).append("slash.js")
    if pagename == "search":
        context["detour_scripts"] += ["search-find.js", "search.js"]
        context.setdefault("detour_styles", []).append("search.css")


def build_index(app: Sphinx, exception: Exception | None) -> None:
    """Index the pages as built and the tables behind them, when a build has ended without error."""
    if exception or app.builder.name != "html":
        return
    start = time.perf_counter()
    docnames = {docname.rpartition("/")[2]: docname for docname in sorted(app.env.found_docs)}
    uses = app.env.get_domain("detour").data["uses"]
    book = records.Book(docnames, uses)
    found = [*map(book.with_names, pages.once(pages.records(Path(app.outdir), docnames))), *records.records(book)]
    anew = index.write(found, Path(app.outdir), Path(app.doctreedir) / "search.digest")
    LOGGER.info("search: %d entries %s in %.1f s", len(found), "indexed" if anew else "unchanged", time.perf_counter() - start)


def setup(app: Sphinx) -> None:
    """Take the stock search away, add ours, and index when everything is written."""
    app.connect("builder-inited", leave_out_stock)
    app.connect("html-collect-pages", search_page)
    app.connect("html-page-context", add_files, priority=400)
    app.connect("build-finished", build_index, priority=950)
