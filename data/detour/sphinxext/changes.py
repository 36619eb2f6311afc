"""The page of changes: the directive that lists what moved in a version, and the feed of the same.

```{changes} 0.2.0
```
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from detour import tables
from detour.naming import written_date
from detour.results import engine
from detour.sphinxext.templates import environment, render
from detour.versions import feed, record, releases
from detour.versions.compare import Record, Row
from detour.versions.history import Step, steps
from detour.versions.told import QUIET

LOGGER = logging.getLogger(__name__)


class changes(nodes.General, nodes.Element):
    """Stands where a version's changes will be listed, once every page has been read and every figure is known."""


class Changes(SphinxDirective):
    """Lists every number-level change of a version, from the version before it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        known = sorted({*releases.versions(), releases.current()}, key=releases.order)
        if self.arguments[0] not in known:
            raise self.error(f"no version {self.arguments[0]!r}; there are {', '.join(known)}")
        return [changes(version=self.arguments[0])]


class History:
    """The versions as one build sees them, computed once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.known: list[Step] = []
        self.present: Record = {}

    def forget(self, app: Sphinx) -> None:
        """Forget what an earlier build knew."""
        self.known, self.present = [], {}

    def record(self, app: Sphinx) -> Record:
        """Return the record of this build: tables, results, and the figures on its pages."""
        if not self.present:
            self.present = {row["id"]: row for row in record.present(figures(app))}
        return self.present

    def steps(self, app: Sphinx) -> list[Step]:
        """Return the versions, newest first; of figures only those of pages that this build has."""
        if not self.known:
            self.known = steps(self.record(app), lambda row: row["kind"] != "figure" or has_page(app.env, row))
        return self.known

    def fill(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Put the lists where the directives left a place for them."""
        for node in list(doctree.findall(changes)):
            step = next(step for step in self.steps(app) if step.version == node["version"])
            node.replace_self(nodes.raw("", listed(step, self.row(app)), format="html", classes=["changes"]))

    def row(self, app: Sphinx) -> Callable[[str], Row]:
        """Return the function that gives the row of an id, as it stands or as it was last published: its page and its label."""
        rows = releases.last_said() | releases.retired() | self.record(app)
        return lambda id: rows.get(id, {"place": "", "label": id})

    def publish(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the feed, this build's own record, and the records of all releases."""
        if exception or app.builder.name != "html":
            return
        row_of, out = self.row(app), Path(app.outdir)
        written = feed.feed(self.steps(app), lambda step: listed(step, row_of, plain=True, root="book/"))
        (out / "changes.atom").write_text(written, encoding="utf-8", newline="\n")
        (out / "data" / "releases").mkdir(parents=True, exist_ok=True)
        (out / "data" / "record.csv").write_text(record.written(self.record(app).values()), encoding="utf-8", newline="")
        for path in releases.files():
            (out / "data" / "releases" / path.name).write_bytes(path.read_bytes())

    def check(self, app: Sphinx, env) -> None:
        """Warn of every result and figure that was published and neither stands nor was retired: its permalink would be dead."""
        now, gone = self.record(app), releases.retired()
        for version in releases.versions():
            for id, row in releases.load(version).items():
                kept = id in now or id in gone or (row["kind"] == "figure" and not has_page(env, row))
                if not kept and row["kind"] in ("result", "figure"):
                    LOGGER.warning("%s %s of version %s is gone; allowed: it, or a row of corrections.csv that retires it", row["kind"], id, version)
        for id, row in gone.items():
            for heir in tables.split(row["replaced_by"]):
                if heir.startswith("r-") and heir not in {*engine.definitions(), *gone}:
                    LOGGER.warning("%s is said to replace %s, and is no result", heir, id)


def has_page(env, row: Row) -> bool:
    """Return whether this build has the page on which a row stood: a part of the book lacks figures, and takes none away."""
    return f"book/{row['place']}" in env.found_docs


def figures(app: Sphinx) -> list[Row]:
    """Return the figures on the pages of this build as rows of a record."""
    drawn = app.env.get_domain("detour").data["exhibits"]
    return [record.figure(label, each["docname"].rpartition("/")[2], each["title"], each["csv"], each["sources"]) for label, each in sorted(drawn.items())]


def source_name(id: str) -> str:
    """Return publisher and year of a source as pages name it; of a retired one what its record says."""
    names = environment().globals["publisher"]
    return releases.retired()[id]["label"].partition(":")[0] if id in releases.retired() else names(id)


def listed(step: Step, row_of: Callable[[str], Row], plain: bool = False, root: str = "") -> str:
    """Return the changes of a version as HTML; plain for a feed, without what only a browser can fold."""
    more = {"row_of": row_of, "source_name": source_name, "quiet": (*QUIET, "retired"), "date": written_date(step.date)}
    return render("changes.html.jinja", step=step, plain=plain, root=root, **more)


def setup(app: Sphinx) -> None:
    """Add the directive; list and publish when all pages have been read."""
    history = History()
    app.add_node(changes)
    app.add_directive("changes", Changes)
    app.connect("builder-inited", history.forget)
    app.connect("env-check-consistency", history.check)
    app.connect("doctree-resolved", history.fill)
    app.connect("build-finished", history.publish)
