"""One site put in the place of another, so that readers never see half of either."""

from __future__ import annotations

import shutil
from pathlib import Path


class Unfinished(ValueError):
    """A folder that does not hold a finished site."""


def publish(built: Path, site: Path) -> None:
    """Put a finished site in the place of the one before; raise `Unfinished` where it is none."""
    if not (built / "book" / "index.html").is_file():
        raise Unfinished(f"{built} holds no finished site")
    replace(built, site)


def replace(built: Path, site: Path) -> None:
    """Copy the folder `built` beside `site`, then rename it into its place.

    The old folder stays until the new one is complete on the same disk. A
    replacement cut off between the two renames is made good by the next.
    """
    fresh, old = site.with_name(site.name + ".new"), site.with_name(site.name + ".old")
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    site.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(built, fresh)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)
