"""The site's extension: how an id becomes a page element. One module a concept."""

from __future__ import annotations

from sphinx.application import Sphinx

from detour import __version__
from detour.sphinxext import assets, citing, domain, execution, figures, guard, headings, heads, mathml, prose, publish, registers, waymarks


def setup(app: Sphinx) -> dict:
    """Register every part of the extension with Sphinx."""
    for part in (guard, assets, headings, execution, domain, figures, registers, prose, citing, mathml, heads, publish, waymarks):
        part.setup(app)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}
