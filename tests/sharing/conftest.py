"""What is published of the tables, made once, and the folder that holds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from detour.checks import findings
from detour.sharing import croissant, package, shelf
from detour.sharing.items import Item, of_figure
from detour.sphinxext import publish

FIGURE = "group,share,known,source\none,0.5,True,s-ft25\ntwo,,False,s-ft25;s-ds25\n"


@pytest.fixture(scope="session")
def published() -> list[Item]:
    """Return tables and records, with one figure."""
    items = shelf.tables_and_records(publish.claims(), findings.published())
    return [*items, of_figure("fig-example", "Two groups", FIGURE, ["s-ft25", "s-ds25"])]


@pytest.fixture(scope="session")
def tables_published(published) -> list[Item]:
    """Return the tables alone."""
    return shelf.of_tables(published)


@pytest.fixture(scope="session")
def further(published) -> list[Item]:
    """Return the tables in every further format."""
    return shelf.further_formats(published)


@pytest.fixture(scope="session")
def whole(published, further, tmp_path_factory) -> Path:
    """Return a folder with everything that is published of the tables; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("published") / "data"
    for item in [*published, *further]:
        (folder / item.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / item.path).write_bytes(item.content)
    (folder / "datapackage.json").write_text(package.descriptor([*published, *further]), encoding="utf-8")
    (folder / "croissant.json").write_text(croissant.description(shelf.of_tables(published), further), encoding="utf-8")
    return folder
