"""What is published beside the pages: tables, claims, checks, figures' data, notebooks, citations."""

from __future__ import annotations

import json
import math
from pathlib import Path

from sphinx.application import Sphinx

from detour import address, tables
from detour.checks import findings
from detour.sharing import shelf
from detour.sharing.items import MEDIATYPES, Item, of_figure
from detour.sphinxext import citing, impacts, notebooks, register_rows

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
    "root_names",
    "root_flag",
    "rival_roots",
    "rival_root_names",
    "chain",
    "outcome",
    "sentence",
    "digest",
    "note",
)

_KINDS = {
    ".svg": "A figure as a drawing that stands alone.",
    ".png": "A figure as a picture.",
    ".vl.json": "The specification of a figure, in Vega-Lite.",
    ".live.js": "A figure compiled for interaction on the page.",
    ".jsonld": "Every claim with its reviews, in the terms of schema.org.",
    ".csv": "What a version of the report said, row by row.",
}

_IMPACT = "By source: what rests on it, by kind, and what every result and verdict that would change would be without it."


def claims() -> list[dict]:
    """Return every claim as published: plain numbers, None where a field is empty."""
    published = []
    for row in register_rows.claim_rows():
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
    exhibits = dict(sorted(app.env.get_domain("detour").data["exhibits"].items()))
    figures = citing.known_figures(app.env)
    items = [*shelf.tables_and_records(claims(), findings.published()), *_records_of_pages(app, exhibits, figures)]
    _publish_data(out / "data", items, packaged=app.config.detour_packages)
    for docname in _notebooks(app):
        _write(out / "data" / f"{docname.rpartition('/')[2]}.ipynb", notebooks.published(app, docname))


def _records_of_pages(app: Sphinx, exhibits: dict, figures: dict) -> list[Item]:
    """Return what the pages themselves give: the rows of each figure, where each figure is, what each page uses."""
    uses = impacts.uses(app.env)
    resting = [shelf.record("impact", "Impact", _IMPACT, impacts.published(app.env, uses))] if app.config.detour_packages else []
    return [
        *(of_figure(label, each["title"], each["csv"], each["sources"]) for label, each in exhibits.items()),
        shelf.record("figures", "Figures", "Title and page of every figure, by label.", figures),
        shelf.record("uses", "Uses", "Which rows each page names, which sources and rows each figure draws, and on which page it is.", uses),
        *resting,
    ]


def _publish_data(folder: Path, items: list[Item], packaged: bool) -> None:
    """Write tables, figures' rows and records; with `packaged`, in every further format and with their descriptions."""
    if packaged:
        from detour.sharing import croissant, package  # their libraries take a second to load, which only a whole book needs

        further = shelf.further_formats(items)
        items = [*items, *further]
    for item in items:
        target = folder / item.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(item.content)
    if packaged:
        _write(folder / "datapackage.json", package.descriptor(items, address.site()))
        _write(folder / "croissant.json", croissant.description(shelf.of_tables(items), further, address.site()))


def _notebooks(app: Sphinx) -> list[str]:
    """Return the pages that were executed."""
    return sorted(set(getattr(app.env, "detour_keys", {})) & app.env.found_docs)


def describe(app: Sphinx, exception: Exception | None) -> None:
    """Write what the whole site is as an RO-Crate, after all else has been written."""
    if exception or app.builder.name != "html" or not app.config.detour_packages:
        return
    from detour.sharing import crate

    out = Path(app.outdir)
    files = {path: crate.File(*about, MEDIATYPES[path.rpartition(".")[2]], (out / path).stat().st_size) for path, about in _files(app, out).items()}
    _write(out / "ro-crate-metadata.json", crate.description(files, address.site()))


def _files(app: Sphinx, out: Path) -> dict[str, tuple[str, str]]:
    """Return title and description of every file of the site that is worth naming, by its path."""
    resources = json.loads((out / "data" / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    files = {f"data/{each['path']}": (each["title"], each["description"]) for each in resources}
    files["data/datapackage.json"] = ("Data package", "What every file under data is, as a Frictionless Data Package.")
    files["data/croissant.json"] = ("Croissant", "The tables as a Croissant dataset.")
    for docname in sorted(app.env.found_docs):
        files[app.builder.get_target_uri(docname)] = (app.env.titles[docname].astext(), "A page of the report.")
    for docname in _notebooks(app):
        path = f"data/{docname.rpartition('/')[2]}.ipynb"
        files[path] = (app.env.titles[docname].astext(), "A page of the report as an executed notebook.")
    others = (path.relative_to(out).as_posix() for path in sorted((out / "data").rglob("*")) if path.is_file())
    return files | {path: (path.rpartition("/")[2], _kind(path)) for path in others if path not in files}


def _kind(path: str) -> str:
    """Return what a file is that no table of resources describes, by the ending of its name."""
    return next((words for ending, words in _KINDS.items() if path.endswith(ending)), "What the site says of itself.")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Publish when the build has ended: the data at once, what the whole site is after every other handler."""
    app.add_config_value("detour_packages", True, "")
    app.connect("build-finished", publish)
    app.connect("build-finished", describe, priority=900)
