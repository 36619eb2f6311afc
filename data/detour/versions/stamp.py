"""The stamp of a build: version, date of release, date of the newest evidence, and a digest of everything it was made from.

The digest is the SHA-256 of what `sha256sum` prints for the inputs in the order of
`version.json`, so that anyone with the sources can compute it without this package.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from detour import citation, registry, tables
from detour.versions import releases

#: Digits of the digest that pages show.
SHORT = 12
#: Columns that say when a source or a row of evidence was published or held; an event's own date may lie ahead of it.
_DATES = ("as_of", "published")
#: What the site is made from beside tables, package and pages.
_BESIDE = ("CITATION.cff", "_config.yml", "_toc.yml", "requirements.txt")


def files(folder: Path) -> list[Path]:
    """Return the files under a folder that are sources: no caches, no builds."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if not {"__pycache__", "_build"} & set(path.parts) and not any(part.endswith(".egg-info") for part in path.parts)]


def inputs(root: Path = tables.ROOT) -> dict[str, str]:
    """Return the SHA-256 of every input by its path: tables, records, package, pages and their drawings' house style, configuration, lock."""
    data, book = tables.DATA, root / "book"
    paths = {f"data/{path.relative_to(data).as_posix()}": path for path in files(data) if path.name != "README.md"}
    paths |= {path.relative_to(root).as_posix(): path for path in (files(book) if book.is_dir() else root.glob("*.md"))}
    paths |= {name: root / name for name in _BESIDE if (root / name).is_file()}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(paths.items())}


def digest(found: dict[str, str]) -> str:
    """Return the digest of inputs: that of the list which `sha256sum` would print.

    >>> digest({"a": "00"})[:SHORT]
    'ba4a3809d5c2'
    """
    return hashlib.sha256("".join(f"{sha}  {name}\n" for name, sha in found.items()).encode()).hexdigest()


@lru_cache(maxsize=1)
def evidence_date() -> str:
    """Return the newest date on which a source that rows rest on, a row of evidence or an outcome was published or held."""
    dates = {cell for name in ("sources", "outcomes", *registry.EVIDENCE) for column in _DATES for cell in tables.load(name).get(column, ())}
    return max(dates)


def released() -> str:
    """Return the date of the version, as `CITATION.cff` has it."""
    return str(citation.report()["date-released"])


def stamped(found: dict[str, str]) -> dict:
    """Return what `version.json` publishes: the stamp, the tables with their rows, and every input with its digest."""
    held = {name: {"path": each["path"], "rows": len(tables.load(name)), "sha256": found[f"data/{each['path']}"]} for name, each in tables.resources().items()}
    return {
        "version": releases.current(),
        "released": released(),
        "recorded": releases.current() in releases.versions(),
        "evidence_date": evidence_date(),
        "digest": digest(found)[:SHORT],
        "sha256": digest(found),
        "releases": releases.versions(),
        "tables": held,
        "inputs": found,
    }
