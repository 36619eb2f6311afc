"""Pages that were taken out of the table of contents: what earlier builds wrote of them is taken away."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from detour import citation


def note(app: Sphinx, pagename: str, *rest: object) -> None:
    """Note a page that this build wrote, whether a document or one made beside them."""
    written(app).add(pagename)


def written(app: Sphinx) -> set[str]:
    """Return the names of the pages that this build wrote."""
    if not hasattr(app, "detour_written"):
        app.detour_written = set()
    return app.detour_written


def forget(app: Sphinx, exception: Exception | None) -> None:
    """Take away pages that are neither documents any more nor made by this build; after one that wrote nothing, none."""
    if exception or app.builder.name != "html" or not written(app):
        return
    out, kept = Path(app.outdir), app.env.found_docs | written(app)
    for folder in sorted({(out / docname).parent for docname in app.env.found_docs}):
        for page in sorted(folder.glob("*.html")):
            if page.relative_to(out).with_suffix("").as_posix() not in kept:
                _take_away(out, page)


def _take_away(out: Path, page: Path) -> None:
    """Take away a page with the files of its name: notebook, picture, and its citation unless it is still a chapter."""
    beside = [out / "data" / f"{page.stem}.ipynb", out / "pictures" / f"{page.stem}.png"]
    if page.stem not in citation.chapters():
        beside += (out / "cite").glob(f"{page.stem}.*")
    for path in (page, *beside):
        path.unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Note every page, and take away what is left over before the site is described and indexed."""
    app.connect("html-page-context", note)
    app.connect("build-finished", forget, priority=100)
