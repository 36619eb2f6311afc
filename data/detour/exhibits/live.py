"""The specification that an exhibit publishes: its drawing, and what pointing and choosing do.

Tooltips name the columns of the exhibit's data with their units. Where colours or
shapes tell series apart, choosing a mark, or an entry of the legend, dims the others.
Neither changes what is drawn before anyone points.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

#: Name of the selection in a published specification.
PICK = "pick"
#: How much of its own opacity a mark of a series keeps while another series is chosen.
DIMMED = 0.2
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTS = ("layer", "hconcat", "vconcat", "concat")
#: Marks drawn as one shape for many rows, of which no single row can be told.
_WHOLE = ("area", "line", "trail")
#: Marks that Vega-Lite draws a little transparent unless told otherwise.
_PALE = ("circle", "point", "square", "tick")


def specification(drawn: dict, columns: list[dict]) -> dict:
    """Return a Vega-Lite specification with tooltips and, where its marks belong to series, a selection."""
    spec = copy.deepcopy(drawn)
    _date_locally(spec)
    computed = {made["as"] for made in spec.get("transform", []) if "calculate" in made}
    units = [(unit, _fields(data, spec.get("datasets", {})) | computed) for unit, data in _units(spec)]
    dated = _dated(spec)
    for unit, fields in units:
        unit["encoding"]["tooltip"] = _tooltip(unit, fields, [column | {"kind": "date"} if column["name"] in dated else column for column in columns])
    _let_pick(units)
    return spec


def _units(part: dict, data: dict | None = None) -> Iterator[tuple[dict, dict]]:
    """Yield every part that has a mark, with its data, which a part inherits from the one around it."""
    data = part.get("data", data)
    if "mark" in part:
        part["mark"] = {"type": part["mark"]} if isinstance(part["mark"], str) else part["mark"]
        part.setdefault("encoding", {})
        yield part, data or {}
    for inner in (inner for name in _PARTS for inner in part.get(name, [])):
        yield from _units(inner, data)


def _date_locally(spec: dict) -> None:
    """Let days without an hour begin where the reader is.

    JavaScript takes `2024-01-01` for midnight at Greenwich, which is the day before
    in America, and a tooltip would say so.
    """
    days = _dated(spec)
    for row in (row for rows in spec.get("datasets", {}).values() for row in rows):
        for field in days & row.keys():
            if _DAY.fullmatch(str(row[field])):
                row[field] += "T00:00:00"


def _dated(spec: dict) -> set[str]:
    """Return the fields that are read as days."""
    encodings = (encoded for unit, _ in _units(spec) for encoded in unit["encoding"].values() if isinstance(encoded, dict))
    return {encoded["field"] for encoded in encodings if encoded.get("type") == "temporal" and "field" in encoded}


def _fields(data: dict, datasets: dict) -> set[str]:
    rows = datasets.get(data.get("name"), data.get("values", []))
    return {field for row in rows for field in row}


def _tooltip(unit: dict, fields: set[str], columns: list[dict]) -> list[dict] | dict:
    """Return what pointing at a mark shows: the columns of the exhibit's data that it was drawn from."""
    known = [column for column in columns if column["name"] in fields and column["kind"] not in ("source", "id")]
    head_of_a_group = len(known) == 1 and known[0]["kind"] == "text"
    if not known or head_of_a_group or unit["mark"]["type"] in _WHOLE:
        return {"value": None}
    return [_line(column) for column in known]


def _line(column: dict) -> dict:
    title = f"{column['head']} ({column['unit']})" if column["unit"] not in ("", column["head"].lower()) else column["head"]
    line = {"field": column["name"], "title": title}
    if column["kind"] == "date":
        return line | {"type": "temporal", "format": "%Y-%m-%d"}
    if column["kind"] in ("whole", "number"):
        return line | {"type": "quantitative", "format": ",d" if column["kind"] == "whole" else ",.4~r"}
    return line | {"type": "nominal"}


def _series(unit: dict) -> tuple[str, bool] | None:
    """Return the field whose values a part tells apart by colour or shape, and whether a legend names them."""
    for channel in ("color", "shape"):
        encoded = unit["encoding"].get(channel, {})
        if encoded.get("type") == "nominal" and "field" in encoded and encoded.get("scale", {}) is not None:
            return encoded["field"], encoded.get("legend", {}) is not None
    return None


def _let_pick(units: list[tuple[dict, set[str]]]) -> None:
    """Let readers choose a series at the legend or at a mark, and dim the marks of all others."""
    found = [(unit, *series) for unit, _ in units if (series := _series(unit))]
    if not found:
        return
    unit, series, named = max(found, key=lambda each: each[2])
    unit["params"] = [
        {"name": PICK, "select": {"type": "point", "fields": [series], "on": "click", "clear": "dblclick"}} | ({"bind": "legend"} if named else {})
    ]
    for unit, fields in units:
        if series in fields and "opacity" not in unit["encoding"]:
            own = unit["mark"].pop("opacity", 0.7 if unit["mark"]["type"] in _PALE else 1)
            unit["encoding"]["opacity"] = {"condition": {"param": PICK, "value": own}, "value": round(own * DIMMED, 3)}
