"""The stamp on every page, and `data/version.json`: version, date of the newest evidence, digest of the inputs.

The digest covers every page, so a page written before another changed would carry a
digest of what was: where it changes, all pages are written again, though not read.
"""

from __future__ import annotations

import json
from pathlib import Path

from markupsafe import Markup
from sphinx.application import Sphinx

from detour import address
from detour.naming import written_date
from detour.versions import stamp


class Stamp:
    """The stamp of one build, computed once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.said: dict = {}

    def take(self, app: Sphinx) -> None:
        """Take the digest of what this build is made from."""
        self.said = stamp.stamped(stamp.inputs(Path(app.srcdir)))

    def rewrite(self, app: Sphinx, env) -> list[str]:
        """Return every page where the digest is another than the pages written before carry."""
        before, env.detour_stamp = getattr(env, "detour_stamp", ""), self.said["sha256"]
        return [] if before == self.said["sha256"] else sorted(env.found_docs)

    def show(self, app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
        """Give a page its stamp, and a link to the feed."""
        dates = {name: written_date(self.said[name]) for name in ("released", "evidence_date")}
        context["detour_version"] = {name: self.said[name] for name in ("version", "digest", "sha256", "recorded")} | dates
        link = Markup('<link rel="alternate" type="application/atom+xml" title="Changes between versions" href="{}">')
        context.setdefault("detour_head", []).append(link.format(address.of("changes.atom", f"{pagename}.html")))

    def publish(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the whole stamp beside the tables."""
        if not exception and app.builder.name == "html":
            folder = Path(app.outdir) / "data"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "version.json").write_text(json.dumps(self.said, indent=1) + "\n", encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Take the stamp when the build starts, show it on each page, publish it at the end."""
    said = Stamp()
    app.connect("builder-inited", said.take)
    app.connect("env-updated", said.rewrite)
    app.connect("html-page-context", said.show)
    app.connect("build-finished", said.publish)
