"""Nothing is built on faulty tables, and nothing is built half installed."""

from __future__ import annotations

from importlib.metadata import entry_points

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from detour import validation

INSTALL = "the package detour is not installed; run: python -m pip install --no-deps --no-build-isolation --editable ."


def check_installed() -> None:
    """Raise one clear line where the MIME renderer's entry point is missing."""
    if not any(point.name == "detour" for point in entry_points(group="myst_nb.mime_renderers")):
        raise ExtensionError(INSTALL)


def check_tables(app: Sphinx) -> None:
    """Stop before anything is read or written where the tables have faults."""
    found = validation.check()
    if found:
        shown = "\n".join(map(str, found[:20]))
        raise ExtensionError(f"{len(found)} faults in the tables; `detour check` lists all:\n{shown}")


def setup(app: Sphinx) -> None:
    """Check the installation at once, the tables when the builder starts."""
    check_installed()
    app.connect("builder-inited", check_tables, priority=100)
