"""The published folder as a Frictionless Data Package: a descriptor true of the files beside it.

`data/datapackage.json` of the repository describes tables as they are kept. What is published
has more: other columns of claims, figures, further formats, and for each file its size and digest.
"""

from __future__ import annotations

import json

from frictionless import Package

from detour import citation, tables
from detour.sharing.items import Item

#: Properties of the repository's own descriptor that hold for what is published too.
_KEPT = ("name", "title", "description", "version", "licenses", "contributors")


def descriptor(items: list[Item], home: str = "") -> str:
    """Return the descriptor of the items as JSON text; raise where frictionless finds a fault in it.

    `home` is the site's address, if it has one.
    """
    whole = {name: tables.descriptor()[name] for name in _KEPT} | {
        "profile": "data-package",
        "created": f"{citation.report()['date-released']}T00:00:00Z",
        "keywords": citation.report()["keywords"],
        "sources": _sources(tables.load("sources").query("kind == 'seed'")["id"].tolist()),
        "resources": [_resource(item) for item in items],
    }
    if home:
        whole["homepage"] = f"{home}/"
    Package.from_descriptor(whole)
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _resource(item: Item) -> dict:
    about = {
        "name": item.name,
        "path": item.path,
        "title": item.title,
        "description": item.description,
        "format": item.format,
        "mediatype": item.mediatype,
        "bytes": len(item.content),
        "hash": f"sha256:{item.sha256}",
        "licenses": tables.descriptor()["licenses"],
    }
    about |= {"encoding": "utf-8"} if item.mediatype.startswith("text/") or item.format == "json" else {}
    about |= {"sources": _sources(item.sources)} if item.sources else {}
    about |= {"detour:terms": item.terms} if item.terms else {}
    if item.schema is None:
        return about | {"type": "file", "profile": "data-resource"}
    dialect = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True, "skipInitialSpace": False}
    return about | {"profile": "tabular-data-resource", "dialect": dialect, "schema": item.schema}


def _sources(ids) -> list[dict]:
    rows = tables.load("sources").set_index("id").loc[sorted(ids)]
    return [{"title": row.title} | ({"path": row.url} if row.url else {}) for row in rows.itertuples()]
