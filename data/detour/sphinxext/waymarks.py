"""Files that lead programs through the site: the link set, the claims as JSON-LD, and for search engines a map."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

from sphinx.application import Sphinx

from detour import address, citation, linked, reviews, signposts


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Write them after a build without error; map and robots file only where the site's address is known."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    (out / "data").mkdir(exist_ok=True)
    _write(out / "linkset.json", json.dumps(_linkset(app), ensure_ascii=False, indent=1) + "\n")
    nodes = reviews.graph(partial(address.of, page="data/claims.jsonld"))
    _write(out / "data" / "claims.jsonld", json.dumps(linked.document(nodes), ensure_ascii=False, indent=1) + "\n")
    if address.site():
        _write(out / "sitemap.xml", sitemap([address.of(f"{name}.html") for name in _pages(app)], linked.date(citation.record("report"))))
        _write(out / "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {address.of('sitemap.xml')}\n")


def _pages(app: Sphinx) -> list[str]:
    return [name for name in sorted(app.env.found_docs) if name.rpartition("/")[2] in citation.chapters()]


def _linkset(app: Sphinx) -> dict:
    at = partial(address.of, page="linkset.json")
    return signposts.linkset({at(f"{name}.html"): signposts.of_page(name.rpartition("/")[2], at, app.config.detour_pdf) for name in _pages(app)})


def sitemap(pages: list[str], changed: str) -> str:
    """Return a site map (https://www.sitemaps.org/protocol.html) of pages that changed on a day.

    >>> sitemap(["https://example.org/?a&b"], "2026-01-31").splitlines()[2]
    '<url><loc>https://example.org/?a&amp;b</loc><lastmod>2026-01-31</lastmod></url>'
    """
    rows = "".join(f"<url><loc>{escape(page)}</loc><lastmod>{changed}</lastmod></url>\n" for page in pages)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Publish when the build has ended."""
    app.connect("build-finished", publish)
