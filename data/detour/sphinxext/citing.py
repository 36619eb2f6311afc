"""How to cite this page: a line of text, and files for reference managers."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from detour import citation
from detour.sphinxext.templates import render


class CitePage(SphinxDirective):
    """Shows how to cite the page it stands on, or the report, or any id given as argument."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the citation as a block, with links to BibTeX and RIS for pages."""
        slug = self.env.docname.rpartition("/")[2]
        id = self.arguments[0] if self.arguments else slug
        try:
            item = citation.record(id)
        except citation.UnknownCitable as error:
            raise self.error(str(error)) from error
        is_page = id == "report" or id in citation.chapters()
        formats = {"text": citation.text(item), "bibtex": citation.bibtex(item), "ris": citation.ris(item)}
        html = render("cite-page.html.jinja", **formats, id=id, is_page=is_page, root="../" * self.env.docname.count("/"))
        return [nodes.raw("", html, format="html", classes=["cite"])]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("cite-page", CitePage)
