"""Making a release record: once, from sound tables and a site built from them, for the version that the project says it is."""

from __future__ import annotations

import json
from pathlib import Path

from detour import __version__, citation, validation
from detour.versions import places, record, releases, stamp


class NotReleased(ValueError):
    """Something stands in the way of a release."""


def release() -> Path:
    """Write the record of the present version, and return its file; raise NotReleased, naming what stands in the way."""
    version = releases.current()
    if version in releases.versions():
        raise NotReleased(
            f"{version} has been released; its record is not written twice: raise the version in datapackage.json, CITATION.cff and pyproject.toml"
        )
    for place, other in (("CITATION.cff", str(citation.report()["version"])), ("the installed package", __version__)):
        if other != version:
            raise NotReleased(f"datapackage.json is version {version}, {place} {other}; all must agree")
    earlier = releases.versions()
    if earlier and releases.order(version) < releases.order(earlier[-1]):
        raise NotReleased(f"{version} comes before {earlier[-1]}, which has been released")
    faults = validation.check()
    if faults:
        raise NotReleased(f"{len(faults)} faults in the tables; the first: {faults[0]}")
    drawn = places.drawn()
    if not drawn:
        raise NotReleased("no site has been built from what stands now, and the record holds its figures; run: make book")
    path = releases.path_of(version)
    path.write_text(record.written(record.present(drawn)), encoding="utf-8", newline="")
    known = releases.index() | {version: {"released": stamp.released(), "evidence_date": stamp.evidence_date(), "sha256": releases.sha256(version)}}
    path.with_name("index.json").write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return path
