"""The directive that writes a scale of words where it is explained: letters, digits, likelihoods.

```{scale} information
```
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from detour.checks import grades
from detour.likelihood import BANDS, band


def entries(name: str) -> list[tuple[str, str]]:
    """Return the steps of a scale, each a mark with what it means; raise KeyError for no such scale.

    >>> entries("information")[4], entries("likelihood")[2]
    (('5', 'contradicted'), ('', 'unlikely (20–45%), improbable (20–45%), improbably (20–45%)'))
    """
    return {
        "source": lambda: list(grades.words("sources", "grade").items()),
        "information": lambda: list(grades.words("claims", "information").items()),
        "standing": lambda: [(letter, "; ".join(each.words for each in grades.STANDINGS if each.letter == letter)) for letter in "ABCDE"],
        "likelihood": lambda: [("", ", ".join(map(band, words))) for words in BANDS.values()],
    }[name]()


class Scale(SphinxDirective):
    """Writes the steps of a scale as a list."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return one bullet list; a mark stands before its meaning as code."""
        try:
            steps = entries(self.arguments[0])
        except KeyError:
            raise self.error(f"no scale {self.arguments[0]!r}; there are source, information, standing, likelihood") from None
        items = nodes.bullet_list()
        for mark, meaning in steps:
            before = [nodes.literal(mark, mark), nodes.Text(" ")] if mark else []
            items += nodes.list_item("", nodes.paragraph("", "", *before, nodes.Text(meaning)))
        return [items]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("scale", Scale)
