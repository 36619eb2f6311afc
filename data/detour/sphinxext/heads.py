"""The head of every page: what it is, where it stands, how it looks and how it is cited, for programs that read pages."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config

from detour import address, citation, highwire, linked, reviews, signposts
from detour.sphinxext import assets, citing, descriptions, pictures
from detour.sphinxext.templates import render


def describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Add to a page's head; a page that is no chapter and no figure says what it is and no more."""
    at = partial(address.of, page=f"{pagename}.html")
    slug, figures = pagename.rpartition("/")[2], citing.known_figures(app.env)
    if doctree is not None and slug in citation.chapters():
        head = _chapter(app, pagename, slug, at, descriptions.of_page(doctree, slug))
    elif slug in figures:
        head = _figure(app, f"{pagename}.html", slug, figures, at)
    else:
        head = _other(app, doctree, slug, Markup(context.get("title", "")).striptags())
    head |= {"canonical": address.of(f"{pagename}.html", f"{pagename}.html", address.latest()), "indexed": pagename not in ("search", "genindex")}
    head["icons"] = _icons(app, pagename, at)
    context.setdefault("detour_head", []).append(Markup(render("head.html.jinja", **head | {"graph": _graph(app, f"{pagename}.html", head, at)})))


def front(app: Sphinx) -> str:
    """Return the name of the front page: the page `index` in the folder of chapters, or Sphinx's own."""
    return next((name for name in sorted(app.env.found_docs) if name.endswith("/index")), app.config.root_doc)


def _chapter(app: Sphinx, pagename: str, slug: str, at: linked.At, description: str) -> dict:
    item, pdf = citation.record("report" if slug == "index" else slug), app.config.detour_pdf
    picture = pictures.shown(app, pagename) or pictures.shown(app, front(app))
    image = at(picture.path) if picture else ""
    if slug == "index":
        description = citation.report()["abstract"]
        nodes = [linked.book(at, description, image), linked.project(at), *linked.datasets(slug, at)]
    else:
        nodes = [linked.chapter(slug, at, description, image), linked.project(at), *linked.datasets(slug, at), *linked.glossary(slug, at)]
    return {
        "title": item["title"],
        "description": description,
        "kind": "book" if slug == "index" else "article",
        "released": linked.date(item),
        "picture": picture,
        "highwire": highwire.pairs(item, address.of(pdf) if pdf and slug == "index" else ""),
        "links": signposts.of_page(slug, at, pdf),
        "document": linked.document(nodes + (reviews.brief(at) if slug == "claims" else [])),
    }


def _figure(app: Sphinx, path: str, label: str, figures: dict[str, dict], at: linked.At) -> dict:
    docname = app.env.get_domain("detour").data["exhibits"][label]["docname"]
    nodes = [linked.figure(label, figures, path, at), linked.project(at)]
    own = {"links": signposts.of_figure(label, figures[label]["slug"], at), "document": linked.document(nodes)}
    return _plain(figures[label]["title"], figures[label]["title"], pictures.shown(app, docname)) | own


def _other(app: Sphinx, doctree, slug: str, title: str) -> dict:
    said = descriptions.of_page(doctree, slug) if doctree is not None else ""
    return _plain(title or citation.report()["title"], said or citation.report()["abstract"], pictures.shown(app, front(app)))


def _plain(title: str, description: str, picture) -> dict:
    return {"title": title, "description": description, "kind": "website", "released": "", "picture": picture, "highwire": [], "links": [], "document": {}}


def _graph(app: Sphinx, page: str, head: dict, at: linked.At) -> list[tuple[str, str]]:
    """Return the properties of OpenGraph (https://ogp.me): its address only where it is known in full."""
    found = [("og:title", head["title"]), ("og:type", head["kind"]), ("og:description", head["description"])]
    found += [("og:site_name", citation.series()), ("og:locale", "en_GB")]
    found += [("og:url", at(page))] if address.site() else []
    found += [({"book": "book:release_date", "article": "article:published_time"}[head["kind"]], head["released"])] if head["released"] else []
    if head["picture"]:
        found += [("og:image", at(head["picture"].path)), ("og:image:type", "image/png"), ("og:image:alt", head["picture"].alt)]
        found += [("og:image:width", str(pictures.picture.WIDTH)), ("og:image:height", str(pictures.picture.HEIGHT))]
    return found


def _icons(app: Sphinx, pagename: str, at: linked.At) -> list[tuple[str, str, str]]:
    drawn = pictures.icon(app)
    return (
        [("icon", "image/svg+xml", assets.address(app, pagename, "icon.svg")), ("apple-touch-icon", "image/png", "../" * pagename.count("/") + drawn)]
        if drawn
        else []
    )


def note_addresses(app: Sphinx, config: Config) -> None:
    """Write every page again when the site has moved: the addresses are part of the configuration."""
    config.detour_addresses = [address.site(), address.latest()]
    config.detour_pdf = address.pdf()
    if not config.html_baseurl and address.latest():
        config.html_baseurl = address.latest() + "/"


def setup(app: Sphinx) -> None:
    """Describe each page when the layout knows it."""
    app.add_config_value("detour_addresses", [], "env")
    app.add_config_value("detour_pdf", "", "env")
    app.connect("config-inited", note_addresses)
    app.connect("html-page-context", describe)
