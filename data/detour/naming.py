"""What a row of evidence is called: whom it is about, what is counted, and of its scope what these do not say already."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from detour import tables
from detour.tables import Data

#: Abbreviations among the metrics of measurements, which the tables hold in lower case.
_ABBREVIATED = re.compile(r"\b(?:mfu|tpot|ttft|mttf|mtbf|mtbe|ecc|p2p|gemm|dgx|flops)\b")
_PART = re.compile(r"[;,] ")


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def unsaid(scope: str, said: str) -> str:
    """Return the parts of a scope that say more than what was said.

    >>> unsaid("NVIDIA; revenue billed to China", "Nvidia's business in China revenue")
    'revenue billed to China'
    >>> unsaid("FP16", "Ascend 910B, FP16/BF16 peak rate")
    ''
    """
    known, kept = _words(said), ""
    for separator, part in zip(["", *_PART.findall(scope)], _PART.split(scope), strict=True):
        if not _words(part) <= known:
            kept += (separator if kept else "") + part
    return kept


def _names(data: Data) -> dict[str, tuple[str, str]]:
    """Return, by entity, its name and every word of it, of its maker and of its other names."""
    return _names_in(tables.home("entities", data))


@lru_cache(maxsize=4)
def _names_in(data: Data) -> dict[str, tuple[str, str]]:
    rows = {row["id"]: row for row in tables.records("entities", data)}
    named = {id: " ".join((row["name_en"], row["aliases"])) for id, row in rows.items()}
    return {id: (row["name_en"], f"{named[id]} {named.get(row['parent'], '')}") for id, row in rows.items()}


def entity_names(data: Data = tables.DATA) -> dict[str, str]:
    """Return the English name of every entity by id."""
    return _english(tables.home("entities", data))


@lru_cache(maxsize=4)
def _english(data: Data) -> dict[str, str]:
    return {id: name for id, (name, _) in _names(data).items()}


def name_of(entity: str, data: Data = tables.DATA) -> str:
    """Return the English name of an entity, or the id itself where it has none.

    >>> name_of("nvidia-h20")
    'Nvidia H20'
    """
    return entity_names(data).get(entity, entity)


def quantity_names(data: Data = tables.DATA) -> dict[str, str]:
    """Return the name of every quantity by id."""
    return _quantities(tables.home("quantities", data))


@lru_cache(maxsize=4)
def _quantities(data: Data) -> dict[str, str]:
    return tables.load("quantities", data).set_index("id")["name"].to_dict()


def metric(name: str) -> str:
    """Return the metric of a measurement in words.

    >>> metric("training_throughput"), metric("mfu"), metric("speedup_vs_baseline_max")
    ('training throughput', 'MFU', 'speedup vs baseline max')
    """
    return _ABBREVIATED.sub(lambda word: word[0].upper(), name.replace("_", " "))


def label(table: str, row: dict, data: Data = tables.DATA) -> str:
    """Return what a row of one of the tables of evidence is called.

    >>> row = {"subject": "cambricon", "quantity": "revenue", "scope": "Cambricon", "period": "2023"}
    >>> label("estimates", row)
    'Cambricon, revenue, 2023'
    """
    if table == "events":
        return row["event"]
    if table == "measurements":
        return f"{row['system']}, {row['model']}: {metric(row['metric'])}"
    counted = quantity_names(data)[row["quantity"]]
    if table == "thresholds":
        return f"{row['provision']}: {counted}"
    name, known = _names(data).get(row["subject"], (row["subject"], row["subject"]))
    scope = unsaid(row.get("scope") or row.get("qualifier", ""), f"{known} {counted}")
    return ", ".join(part for part in dict.fromkeys((name, counted, scope, row.get("period", ""))) if part)


def written_date(text: str) -> str:
    """Return an ISO date as prose writes it, and any other text as it is.

    >>> written_date("2025-08-14"), written_date("2025-08"), written_date("TSMC")
    ('14 August 2025', 'August 2025', 'TSMC')
    """
    for style, prose in (("%Y-%m-%d", "{0.day} {0:%B} {0.year}"), ("%Y-%m", "{0:%B} {0.year}")):
        try:
            return prose.format(datetime.strptime(text, style))
        except ValueError:
            continue
    return text
