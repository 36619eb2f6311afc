"""Published counts of the Chinese market on which no reconciled number rests, and why: one row, one reason."""

from __future__ import annotations

from detour.results import domestic_gpu_makers_volumes as volumes
from detour.results import engine

#: Ids of the tables by the reason why they are no count of their own.
REASONS = {
    "a total or share of a table whose makers are counted one by one": (
        "es-004",
        "es-005",
        "es-023",
        "es-091",
        "es-094",
        "es-102",
        "es-104",
        "es-172",
        "es-173",
    ),
    "a part of a year that is counted whole": ("es-003", "es-093", "es-103"),
    "the share of a half year that is counted in cards": ("es-101",),
    "the same number of the same model": ("es-011",),
    "a forecast that its maker replaced": ("es-020", "es-028", "es-034"),
    "a ceiling": ("es-032",),
    "orders": ("es-wsj23-a800-orders",),
    "one customer": ("es-ft25-910b-bytedance-received",),
    "a plan that the company denied, and no other": ("es-052",),
    "a plan for one chip of several": ("es-dg-huawei-950pr-2026",),
    "production alone, with no other count of it": ("es-hi-910b-production-2024", "es-ft25-910c-production-2024"),
    "one of the makers that are counted together": (
        *("es-055", "es-dg-metax-ship-2024", "es-mk-enflame-sold-2024", "es-mk-metax-boards-training-2025", "es-mk-metax-boards-inference-2025"),
    ),
    "what a maker says that it sold, chips for devices at the edge among them": ("es-mk-camb-sold-2023", "es-mk-camb-sold-2025"),
    "production, with what stayed in stock": ("es-mk-camb-made-2025",),
    "a share of production": ("es-ft25-huawei-production-share",),
    "what it is a share of is not stated": (
        "es-092",
        "es-095",
        "es-ti-nvidia-share-2025-05",
        "es-096",
        "es-097",
        "es-098",
        "es-099",
        "es-100",
        "es-105",
        "es-106",
    ),
    "a share of value": ("es-107", "es-109", "es-110", "es-111"),
}


def beneath(ref: str) -> set[str]:
    """Return an id and all that it is computed from.

    >>> sorted(beneath("r-dg-made-ft-2025"))
    ['es-hi-910b-production-2025', 'es-hi-910c-production-2025', 'r-dg-made-ft-2025']
    """
    if not ref.startswith("r-"):
        return {ref}
    return {ref}.union(*(beneath(each) for each in engine.definitions()[ref].inputs.values()))


def used() -> set[str]:
    """Return every id on which a reconciled number rests.

    >>> {"es-030", "es-002", "c-ds25-china-accelerators-2022"} <= used()
    True
    """
    return {each for years in volumes.KINDS.values() for year in years.values() for ref in year.refs() for each in beneath(ref)}
