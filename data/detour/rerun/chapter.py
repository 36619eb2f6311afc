"""A chapter as a notebook whose parameter is a set of assumptions, executed by papermill."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import yaml
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from nbformat.v4 import new_code_cell

from detour import citation, registry, tables
from detour.exhibits.base import MIME
from detour.rerun.assumed import Unusable
from detour.sphinxext.domain import ROLES
from detour.versions import record

_NUMBER = re.compile(r"\{(" + "|".join(ROLES) + r")\}`(?:[^`<]*<)?!?([^`>]+)>?`")
_PARAMETERS = "assumptions = {}  # those of the report"
_ASSUME = "from detour import rerun\n\nrerun.assume(assumptions)"


class Failed(RuntimeError):
    """A chapter that cannot be computed with what it was given; the message is one line."""


def chapters() -> dict[str, Path]:
    """Return the pages of the book that have code, by slug.

    >>> "huawei-inference" in chapters(), "claims" in chapters()
    (True, False)
    """
    pages = {slug: tables.ROOT / "book" / f"{slug}.md" for slug in ("index", *citation.chapters())}
    texts = {slug: path.read_text(encoding="utf-8") for slug, path in pages.items() if path.is_file()}
    return {slug: pages[slug] for slug, text in texts.items() if is_myst_markdown_notebook(text) and "\n```{code-cell}" in text}


def notebook(slug: str) -> nbformat.NotebookNode:
    """Return a chapter as a notebook that begins with its parameter; raise `Unusable` for what is no chapter with code."""
    known = chapters()
    if slug not in known:
        raise Unusable(f"{slug} is no chapter that computes; allowed: {', '.join(known)}")
    settings = yaml.safe_load((tables.ROOT / "_config.yml").read_text(encoding="utf-8"))
    extensions = set(settings["parse"]["myst_enable_extensions"])
    found = read_myst_markdown_notebook(known[slug].read_text(encoding="utf-8"), MdParserConfig(enable_extensions=extensions))
    found.cells[:0] = [_cell(_PARAMETERS, "parameters"), _cell(_ASSUME)]
    return found


def _cell(code: str, *tags: str) -> nbformat.NotebookNode:
    """Return a cell that runs and that the page does not show."""
    return new_code_cell(code, metadata={"tags": [*tags, "remove-cell"]})


def executed(slug: str, assumptions: Mapping[str, float], progress: bool) -> nbformat.NotebookNode:
    """Return a chapter executed with other assumptions, by id; raise `Failed` where a cell cannot be computed with them."""
    import papermill  # with its engines it takes a second to load, which no other command needs

    with TemporaryDirectory() as folder, _fixed():
        before, after = (str(Path(folder) / name) for name in ("before.ipynb", "after.ipynb"))
        nbformat.write(notebook(slug), before)
        try:
            quiet = {"extra_arguments": ["--log-level=ERROR"]}  # a kernel warns of its sockets, which are this machine's own
            papermill.execute_notebook(before, after, {"assumptions": dict(assumptions)}, kernel_name="python3", cwd=folder, progress_bar=progress, **quiet)
        except papermill.PapermillExecutionError as error:
            raise Failed(f"{slug} cannot be computed with these assumptions: {error.ename}: {_line(error.evalue)}") from error
        found = nbformat.read(after, 4)
    for cell in found.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.metadata["tags"].append("remove-cell")
    return found


@contextmanager
def _fixed() -> Iterator[None]:
    """Let kernels that start meanwhile order sets as all others do, so that the same numbers are drawn in the same bytes."""
    before = os.environ.get("PYTHONHASHSEED")
    os.environ["PYTHONHASHSEED"] = "0"
    try:
        yield
    finally:
        os.environ.pop("PYTHONHASHSEED") if before is None else os.environ.update(PYTHONHASHSEED=before)


def _line(text: str) -> str:
    return " ".join(str(text).split())


def results(found: nbformat.NotebookNode) -> list[str]:
    """Return the ids of the results that an executed chapter names in its prose or draws in its figures, sorted."""
    named = {target.partition("@")[0] for cell in found.cells if cell.cell_type == "markdown" for _, target in _NUMBER.findall(cell.source)}
    drawn = {id for each in exhibits(found) for id in tables.split(record.figure(each["label"], "", each["title"], each["csv"], each["sources"])["inputs"])}
    return sorted(id for id in named | drawn if id.startswith("r-") and registry.find(id))


def exhibits(found: nbformat.NotebookNode) -> Iterator[dict]:
    """Yield what each figure of an executed chapter says of itself."""
    for cell in found.cells:
        yield from (each["data"][MIME] for each in cell.get("outputs", []) if MIME in each.get("data", {}))
