"""Where the site is served: absolute addresses if that is known, else addresses within the site.

`DETOUR_SITE_URL` names the folder that this build is served from, a version's own folder where there
are several; without it, `url` of `CITATION.cff` does. `DETOUR_LATEST_URL` names the folder of the
latest version, to which search engines are sent from older ones; without it, each build is the latest.
`DETOUR_PDF` is the path within the site of the report's PDF, where one is published.
"""

from __future__ import annotations

import os
import posixpath
from functools import lru_cache

import yaml

from detour import tables

SITE, LATEST, PDF = "DETOUR_SITE_URL", "DETOUR_LATEST_URL", "DETOUR_PDF"


def site() -> str:
    """Return the address that this build is served from, without a slash at its end, or nothing where none is known."""
    return (os.environ.get(SITE) or _declared()).rstrip("/")


def latest() -> str:
    """Return the address that the latest version is served from, or nothing where none is known."""
    return (os.environ.get(LATEST) or site()).rstrip("/")


def pdf() -> str:
    """Return the path within the site of the report's PDF, or nothing where none is published."""
    return os.environ.get(PDF, "")


@lru_cache(maxsize=1)
def _declared() -> str:
    return yaml.safe_load((tables.ROOT / "CITATION.cff").read_text(encoding="utf-8")).get("url", "")


def of(path: str, page: str = "", base: str | None = None) -> str:
    """Return the address of a path within the site, as a page writes it: absolute where `base` is known, else relative to the page.

    >>> of("data/claims.csv", "book/claims.html", base="https://example.org/report")
    'https://example.org/report/data/claims.csv'
    >>> of("data/claims.csv", "book/claims.html", base=""), of("book/claims.html#c-x", "book/claims.html", base="")
    ('../data/claims.csv', 'claims.html#c-x')
    """
    base = site() if base is None else base
    if base:
        return f"{base}/{path}"
    file, mark, fragment = path.partition("#")
    return posixpath.relpath(file, posixpath.dirname(page) or ".") + mark + fragment
