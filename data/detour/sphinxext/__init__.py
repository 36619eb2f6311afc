"""The site's extension: how an id becomes a page element. One module a concept."""

from __future__ import annotations

from importlib import import_module

from sphinx.application import Sphinx

from detour import __version__

#: The modules of the extension, in the order in which they connect to Sphinx.
PARTS = (
    "guard",
    "assets",
    "headings",
    "spoken",
    "execution",
    "domain",
    "figures",
    "registers",
    "impacts",
    "prose",
    "likelihood",
    "scales",
    "citing",
    "cards",
    "paper",
    "reuse",
    "mathml",
    "vega",
    "faces",
    "heads",
    "leftovers",
    "publish",
    "waymarks",
    "search",
    "stamping",
    "retired",
    "changes",
)


def setup(app: Sphinx) -> dict:
    """Register every part of the extension with Sphinx."""
    for part in PARTS:
        import_module(f"detour.sphinxext.{part}").setup(app)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}
