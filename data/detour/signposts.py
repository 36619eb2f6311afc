"""Typed links that lead a program from a page to what it is, how it is cited, and what it holds.

The patterns are those of Signposting (https://signposting.org/FAIR/): the links of a page stand in its
head, and `linkset.json` (RFC 9264) holds those of every page and every file.
"""

from __future__ import annotations

from collections.abc import Callable

from detour import address, citation, licences
from detour.linked import SHOWN, datasets

Link = tuple[str, str, str]
#: Files of a citation: the ending and the media type of each format.
FORMATS = (("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems"), ("json", "application/vnd.citationstyles.csl+json"))


def of_page(slug: str, at: Callable[[str], str], pdf: str = "") -> list[Link]:
    """Return the links of a page as relation, media type and address.

    >>> [link[0] for link in of_page("audit", str)][:3]
    ['describedby', 'describedby', 'describedby']
    """
    key = "report" if slug == "index" else slug
    links: list[Link] = [("cite-as", "", citation.record(key)["URL"])] if address.site() else []
    links += [("describedby", kind, at(f"cite/{key}.{ending}")) for ending, kind in FORMATS]
    links += [("describedby", "application/json", at("data/version.json"))]
    links += _of_claims(at) if slug == "claims" else []
    links += [("type", "", f"https://schema.org/{each}") for each in (("Book",) if slug == "index" else ("Chapter",)) + (("Dataset",) if slug in SHOWN else ())]
    links += [("license", "", licences.OWN), ("author", "", at("book/index.html"))]
    links += [] if slug == "index" else [("collection", "text/html", at("book/index.html"))]
    links += [("item", each["encodingFormat"], each["contentUrl"]) for data in datasets(slug, at) for each in data["distribution"]]
    links += [("item", "application/pdf", at(pdf))] if pdf and slug == "index" else []
    return [*links, ("linkset", "application/linkset+json", at("linkset.json"))]


def _of_claims(at: Callable[[str], str]) -> list[Link]:
    collected = [("describedby", kind, at(f"cite/all-claims.{ending}")) for ending, kind in FORMATS]
    return [*collected, ("describedby", "application/ld+json", at("data/claims.jsonld"))]


def of_figure(label: str, slug: str, at: Callable[[str], str]) -> list[Link]:
    """Return the links of a figure's own page."""
    links: list[Link] = [("describedby", kind, at(f"cite/{label}.{ending}")) for ending, kind in FORMATS]
    links += [("type", "", "https://schema.org/ImageObject"), ("license", "", licences.OWN), ("author", "", at("book/index.html"))]
    return [*links, ("collection", "text/html", at(f"book/{slug}.html")), ("item", "text/csv", at(f"data/figures/{label}.csv"))]


def linkset(pages: dict[str, list[Link]]) -> dict:
    """Return the links of several pages, by the address of each, as RFC 9264 writes them; a file that a page holds leads back to it."""
    contexts: dict[str, dict[str, list[dict]]] = {}
    for page, links in pages.items():
        for relation, kind, target in links:
            if relation != "linkset":
                entry = {"href": target} | ({"type": kind} if kind else {})
                contexts.setdefault(page, {}).setdefault(relation, []).append(entry)
            back = {"item": "collection", "describedby": "describes"}.get(relation)
            if back:
                contexts.setdefault(target, {}).setdefault(back, []).append({"href": page, "type": "text/html"})
    return {"linkset": [{"anchor": anchor} | contexts[anchor] for anchor in sorted(contexts)]}
