"""Chapters as executed notebooks: what the page says, in Markdown that any notebook reader shows."""

from __future__ import annotations

import re

import nbformat
from jupyter_cache import get_cache
from sphinx.application import Sphinx

from detour import citation, registry
from detour.exhibits.base import MIME
from detour.sphinxext import execution
from detour.sphinxext.domain import NAMES, ROLES, display_names
from detour.sphinxext.figures import figure_numbers

_LABEL = re.compile(r"^\([a-z0-9-]+\)=\n", re.MULTILINE)
_ROLE = re.compile(r"\{([a-z]+)\}`([^`]+)`")
_EXPLICIT = re.compile(r"(.+?)\s*<([^>]+)>")
_DIRECTIVE = re.compile(r"^```\{([a-z-]+)\} ?(.*)\n(?::.*\n)*```$", re.MULTILINE)
_KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}, "language_info": {"name": "python"}}


def written(role: str, target: str, figures: dict[str, str]) -> str:
    """Return what a role shows, as Markdown; figures are named by the number they have on the page.

    >>> written("ev", "nvidia-h20/memory_bandwidth", {})
    '4,000\\xa0GB/s'
    >>> written("numref", "fig-x", {"fig-x": "Figure 1.2"})
    'Figure 1.2'
    """
    explicit = _EXPLICIT.fullmatch(target)
    if explicit:
        return explicit[1]
    if role in ROLES:
        return registry.find(target.lstrip("!")).said(target.startswith("!"))
    if role in NAMES:
        return display_names(NAMES[role]).get(target, target)
    return figures.get(target, target)


def markdown(text: str, figures: dict[str, str], slug: str) -> str:
    """Return a page's Markdown with numbers, names and figure numbers written out, and directives said in words."""
    text = _DIRECTIVE.sub(lambda match: _said(match[1], match[2].strip(), slug), _LABEL.sub("", text))
    return _ROLE.sub(lambda match: written(match[1], match[2], figures), text)


def _said(directive: str, argument: str, slug: str) -> str:
    if directive == "cite-page":
        return citation.cite(argument or slug).strip()
    if directive == "register":
        return f"*The register of {argument} is on the page of this chapter and in the published tables.*"
    return f"*{directive} {argument}: see the page of this chapter.*"


def executed(app: Sphinx, docname: str) -> nbformat.NotebookNode:
    """Return a chapter with the outputs of its last execution."""
    with open(app.env.doc2path(docname), encoding="utf-8") as file:
        source = execution.with_key(file.read(), app.env.detour_keys[docname])
    notebook = execution.notebook(app.env, docname, source)
    _, merged = get_cache(app.config.nb_execution_cache_path).merge_match_into_notebook(notebook)
    return merged


def published(app: Sphinx, docname: str) -> str:
    """Return a chapter as notebook text, the same for the same outputs."""
    return told(executed(app, docname), figure_numbers(app), docname.rpartition("/")[2])


def told(book: nbformat.NotebookNode, figures: dict[str, str], slug: str) -> str:
    """Return an executed chapter as notebook text that any notebook reader shows; figures are named by the number they have on the page."""
    book.metadata = nbformat.from_dict(_KERNEL)
    for number, cell in enumerate(book.cells):
        cell["id"] = f"cell-{number}"
        cell.metadata = nbformat.from_dict({key: value for key, value in cell.metadata.items() if key == "tags"})
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(MIME, None)
        if cell.cell_type == "markdown":
            cell.source = markdown(cell.source, figures, slug)
    book.nbformat, book.nbformat_minor = 4, 5
    return nbformat.writes(book) + "\n"
