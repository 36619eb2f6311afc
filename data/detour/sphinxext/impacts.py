"""What rests on every source, with the figures and pages that only a whole build knows: published, and counted in the register.

The register is rendered while pages are still being read, so it leaves a mark for each
source, in place of which the page is given the count when it is written.
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from detour import impact, tables
from detour.sphinxext import citing
from detour.versions import record

#: What a page with marks says of itself.
MARKED = "detour_rests"
_MARK = re.compile(r"<!--rests:(s-[a-z0-9-]+)-->")


def uses(env: BuildEnvironment) -> dict:
    """Return which rows each page names, which sources and rows each figure draws, and on which page each figure is."""
    domain, figures = env.get_domain("detour").data, citing.known_figures(env)
    exhibits = dict(sorted(domain["exhibits"].items()))
    rows = {label: record.figure(label, **figures[label], data=each["csv"], sources=each["sources"]) for label, each in exhibits.items()}
    return {
        "pages": {docname.rpartition("/")[2]: sorted(ids) for docname, ids in sorted(domain["uses"].items())},
        "figures": {label: each["sources"] for label, each in exhibits.items()},
        "drawn": {label: tables.split(row["inputs"]) for label, row in rows.items()},
        "places": {label: row["place"] for label, row in rows.items()},
    }


def published(env: BuildEnvironment, used: dict) -> dict[str, dict]:
    """Return what rests on every source and what would change without it, by source."""
    found = {id: impact.shown(_of_tables(env, id), used).plain() for id in tables.load("sources")["id"]}
    return {id: {name: part for name, part in each.items() if name != "id"} for id, each in found.items()}


def _of_tables(env: BuildEnvironment, id: str) -> impact.Impact:
    """Return what the tables say, kept from build to build until they or the package change: all sources together take seconds."""
    kept = getattr(env, "detour_impacts", None)
    if not kept or kept[0] != env.detour_digest:
        kept = env.detour_impacts = (env.detour_digest, {})
    if id not in kept[1]:
        kept[1][id] = impact.of_tables(id)
    return kept[1][id]


def keep(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Compute what is published before the environment is kept, and return the pages with marks: what another page draws or names may have changed."""
    for id in tables.load("sources")["id"] if app.config.detour_packages else ():
        _of_tables(env, id)
    return sorted(doc for doc in env.found_docs if env.metadata[doc].get(MARKED))


def count(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Put the figures and pages that rest on each source in the place of its mark."""
    body = context.get("body") or ""
    if _MARK.search(body):
        used = uses(app.env)
        context["body"] = _MARK.sub(lambda mark: _line(impact.shown(_of_tables(app.env, mark[1]), used)), body)


def _line(found: impact.Impact) -> str:
    """Return how many figures and pages rest on a source as an entry of its list; nothing where none does."""
    counts = [(sum(kind == each for each, _ in found.rests), kind) for kind in ("figure", "page")]
    words = ", ".join(f"{number} {kind}{'s' if number != 1 else ''}" for number, kind in counts if number)
    return f"<dt>Shown or named in</dt><dd>{words}</dd>" if words else ""


def setup(app: Sphinx) -> None:
    """Compute when every page has been read, count when a page is written."""
    app.connect("env-updated", keep)
    app.connect("html-page-context", count, priority=400)
