"""What is published beside the pages: tables, claims, checks, figures' data, notebooks, citations."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from detour import tables
from detour.checks import findings
from detour.sphinxext import citing, notebooks, registers

LOGGER = logging.getLogger(__name__)
#: Fields of a published claim, in order; others rely on these names.
CLAIM_FIELDS = (
    "id",
    "source",
    "source_file",
    "locator",
    "theme",
    "kind",
    "subject",
    "object",
    "quantity",
    "value",
    "low",
    "high",
    "bound",
    "unit",
    "period",
    "speaker",
    "speaker_role",
    "outlets",
    "printed",
    "statement",
    "rank",
    "rank_reason",
    "status",
    "grade",
    "grade_reason",
    "information_reason",
    "roots",
    "outcome",
    "sentence",
    "digest",
    "note",
)


def claims() -> list[dict]:
    """Return every claim as published: plain numbers, None where a field is empty."""
    published = []
    for row in registers.claim_rows():
        row["outcome"] = "; ".join(sorted({each["outcome"] for each in row["outcomes"]}))
        row["outlets"] = tables.split(row["outlets"])
        published.append({name: _plain(row[name]) for name in CLAIM_FIELDS})
    return published


def _plain(value):
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value == int(value) else value
    if value == "":
        return None
    return value if isinstance(value, (str, list)) else int(value)


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Write everything beside the pages, after a build without error."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    (out / "data" / "figures").mkdir(parents=True, exist_ok=True)
    _publish_tables(out / "data")
    _publish_claims(out / "data")
    exhibits = app.env.get_domain("detour").data["exhibits"]
    _write(out / "data" / "figures.json", _json(citing.known_figures(app.env)))
    uses = app.env.get_domain("detour").data["uses"]
    _write(
        out / "data" / "uses.json",
        _json(
            {
                "pages": {docname.rpartition("/")[2]: sorted(ids) for docname, ids in sorted(uses.items())},
                "figures": {label: each["sources"] for label, each in sorted(exhibits.items())},
            }
        ),
    )
    for label, each in exhibits.items():
        _write(out / "data" / "figures" / f"{label}.csv", each["csv"])
    for docname in sorted(app.env.found_docs):
        if docname in getattr(app.env, "detour_keys", {}):
            _write(out / "data" / f"{docname.rpartition('/')[2]}.ipynb", notebooks.published(app, docname))


def _publish_tables(folder: Path) -> None:
    _write(folder / "datapackage.json", (tables.DATA / "datapackage.json").read_text(encoding="utf-8"))
    for name, each in tables.resources().items():
        if name != "claims":
            target = folder / each["path"]
            target.parent.mkdir(exist_ok=True)
            _write(target, tables.path_of(name).read_text(encoding="utf-8"))


def _publish_claims(folder: Path) -> None:
    rows = claims()
    _write(folder / "claims.json", _json(rows))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, CLAIM_FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: ";".join(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows)
    _write(folder / "claims.csv", buffer.getvalue())
    _write(folder / "checks.json", _json(findings.published()))


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Publish when the build has ended."""
    app.connect("build-finished", publish)
