"""Changes as the command line tells them: lines for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict

from detour.versions.compare import Change

#: Acts that carry no number that moved: shown when asked for.
QUIET = ("restated", "added", "cited", "annotated")
_FIELDS = ("act", "id", "kind", "label", "before", "after", "sources", "because", "replaced_by", "reason")


def telling(found: Iterable[Change], whole: bool = False) -> list[Change]:
    """Return the changes to tell: all, or those that moved, retired or regraded something."""
    return [change for change in found if whole or change.act not in QUIET]


def line(change: Change) -> str:
    """Return a change in one line.

    >>> line(Change("moved", "c-x", "claim", "claims", "Chips sold.", "1 chip", "2 chips", ("s-y",), "misread"))
    'moved c-x: 1 chip > 2 chips (s-y: misread)'
    """
    numbers = " > ".join(part or "none" for part in (change.before, change.after)) if change.before or change.after else change.label
    if change.act == "retired":
        numbers = f"{change.before or change.label}; replaced by {', '.join(change.replaced_by) or 'nothing'}"
    causes = "; ".join(f"{id} {what}" for id, what in change.because)
    why = ": ".join(part for part in (", ".join(change.sources), "; ".join(filter(None, (causes, change.reason)))) if part)
    return f"{change.act} {change.id}: {numbers}" + (f" ({why})" if why else "")


def lines(found: list[Change]) -> str:
    """Return one line for each change, and one that says so where there is none."""
    return "".join(line(change) + "\n" for change in found) or "no number has changed\n"


def table(found: list[Change]) -> str:
    """Return changes as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_FIELDS)
    for change in found:
        cells = asdict(change) | {"sources": ";".join(change.sources), "replaced_by": ";".join(change.replaced_by)}
        cells["because"] = "; ".join(f"{id}: {what}" for id, what in change.because)
        writer.writerow(cells[name] for name in _FIELDS)
    return buffer.getvalue()


def document(found: list[Change]) -> str:
    """Return changes as JSON."""
    return json.dumps([asdict(change) for change in found], ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[list[Change]], str]] = {"lines": lines, "csv": table, "json": document}
