"""What the tables say of each Chinese maker of accelerators, field by field, and where they say nothing.

A field of a maker is filled by rows: events that are named here by their ids, attributes and prices of its chips, and
estimates of the maker or its chips. Nothing is written here that a row does not hold, so that a gap is a gap of the tables.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from detour import registry, tables

#: Makers in the order of the page, and the events that say when each was founded, put on the Entity List and listed on an exchange.
EVENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "huawei": {"entity": ("ev-001", "ev-002"), "supplier": ("ev-066",)},
    "cambricon": {"founded": ("ev-dg-cambricon-founded",), "entity": ("ev-009",), "listed": ("ev-mk-cambricon-listed",)},
    "hygon": {"founded": ("ev-dg-hygon-founded",), "entity": ("ev-dg-hygon-entity-list",)},
    "moore-threads": {"founded": ("ev-ds25-mthreads-founded",), "entity": ("ev-016",), "listed": ("ev-075", "ev-mk-mthreads-hong-kong")},
    "metax": {"founded": ("ev-mk-metax-founded",), "listed": ("ev-077",)},
    "biren": {"founded": ("ev-ds25-biren-founded",), "entity": ("ev-016",), "listed": ("ev-082",)},
    "enflame": {"founded": ("ev-mk-enflame-founded",), "listed": ("ev-mk-enflame-listed", "ev-mk-enflame-filed")},
    "iluvatar-corex": {"founded": ("ev-mk-iluvatar-founded",), "listed": ("ev-084",)},
    "kunlunxin": {"founded": ("ev-dg-kunlunxin-spun-off",), "listed": ("ev-083",)},
    "alibaba-t-head": {"founded": ("ev-dg-thead-founded",), "listed": ("ev-090",)},
    "jingjia-micro": {"founded": ("ev-dg-jingjia-founded",), "entity": ("ev-dg-jingjia-entity-list",)},
    "lingjiu": {},
}
#: Fields as the page and the drawing name them, in their order.
FIELDS = {
    "founded": "Founded",
    "date": "Date of products",
    "foundry": "Foundry",
    "node": "Process",
    "memory": "Kind of memory",
    "supplier": "Maker of the memory",
    "price": "Price",
    "customers": "Customers",
    "volumes": "Volumes",
    "accounts": "Finances",
    "entity": "Entity List",
    "listed": "Exchange",
}
#: Fields that each product has by itself, and the quantity that fills them.
OF_PRODUCTS = {"date": "release_date", "foundry": "foundry", "node": "process_node", "memory": "memory_type", "price": "price"}
#: Quantities of estimates that fill a field of a maker.
_OF_MAKERS = {
    "customers": ("customers", "customer_concentration", "order_volume", "order_value"),
    "volumes": ("shipments", "cumulative_shipments", "production"),
    "accounts": ("revenue", "net_profit"),
    "price": ("price", "rental_price"),
}
#: Quantities that are of customers where the row says what one of them, or a few, bought or paid, and which words say so.
_BOUGHT, _BUYERS = ("revenue", "revenue_share", "shipments"), ("customer", "ByteDance")
_TABLES = ("specifications", "attributes", "estimates", "series")
#: How much is known of a field, from most to least.
STATES = ("found", "for some products", "estimates only", "sources disagree", "not found")


@dataclass(frozen=True)
class Item:
    """A row that fills a field: its entry as prose shows it, what it is about, who says so, and whether it is the one preferred."""

    id: str
    subject: str
    shown: str
    scope: str
    said_by: str
    period: str
    quantity: str
    basis: str
    source: str
    preferred: bool

    @property
    def own(self) -> bool:
        """Return whether the row is more than an estimate of others."""
        return self.basis not in ("estimated", "projected")


def products(maker: str) -> list[str]:
    """Return the chips of a maker, those with an early date first.

    >>> products("lingjiu")
    ['lingjiu-gp101', 'lingjiu-gp201']
    """
    chips = [row["id"] for row in tables.records("entities") if row["parent"] == maker and row["kind"] == "chip" and row["id"] in _described()]
    first = {chip: min((_raw(item.id) for item in of_product(chip, "date") if item.preferred), default="9999") for chip in chips}
    return sorted(chips, key=lambda chip: (first[chip], chip))


@lru_cache(maxsize=1)
def _described() -> set[str]:
    """Return every subject that has a specification or an attribute: a family of chips has none."""
    return {row["subject"] for table in ("specifications", "attributes") for row in tables.records(table)}


def of_product(chip: str, field: str) -> list[Item]:
    """Return the rows of a chip that fill a field, the preferred first.

    >>> [item.shown for item in of_product("huawei-ascend-910b", "foundry")]
    ['SMIC', 'SMIC']
    """
    wanted = {OF_PRODUCTS[field], *(_OF_MAKERS[field] if field == "price" else ())}
    return [item for item in _of_subject().get(chip, ()) if item.quantity in wanted]


def items(maker: str, field: str) -> list[Item]:
    """Return every row that fills a field of a maker, whether of the maker or of its chips.

    >>> [item.shown for item in items("cambricon", "founded")], items("lingjiu", "founded")
    (['March 2016'], [])
    """
    if field in ("founded", "entity", "listed", "supplier"):
        return [_event(id) for id in EVENTS[maker].get(field, ())]
    if field in OF_PRODUCTS and field not in _OF_MAKERS:
        return [item for chip in products(maker) for item in of_product(chip, field)]
    subjects = [maker, *(row["id"] for row in tables.records("entities") if row["parent"] == maker)]
    return sorted((item for each in subjects for item in _of_subject().get(each, ()) if _fits(item, field)), key=lambda item: (item.period, not item.preferred))


def _fits(item: Item, field: str) -> bool:
    """Return whether a row belongs to a field: what one customer bought or paid is of customers, not of the whole."""
    bought = item.quantity in _BOUGHT and any(word in item.scope for word in _BUYERS)
    return bought or item.quantity in _OF_MAKERS[field] if field == "customers" else item.quantity in _OF_MAKERS[field] and not bought


def state(maker: str, field: str) -> str:
    """Return how much the tables hold of a field of a maker, one of `STATES`.

    >>> state("lingjiu", "founded"), state("cambricon", "founded"), state("enflame", "volumes")
    ('not found', 'found', 'sources disagree')
    """
    rows = items(maker, field)
    if not rows:
        return "not found"
    if not any(item.own for item in rows):
        return "estimates only"
    if _disagree(rows):
        return "sources disagree"
    missing = field in OF_PRODUCTS and any(not of_product(chip, field) for chip in products(maker))
    return "for some products" if missing else "found"


def _disagree(rows: list[Item]) -> bool:
    """Return whether two sources give other values for the same thing and time."""
    seen: dict[tuple, list[Item]] = {}
    for item in rows:
        # Counts of one year, and what is listed of one chip, are of one thing whoever says so; amounts and prices are of what their scope says.
        scope = item.scope if item.quantity in ("revenue", "net_profit", "production", "price", "rental_price") else ""
        seen.setdefault((item.subject, item.quantity, item.period, scope, _unit(item.id)), []).append(item)
    return any(len({item.shown for item in each}) > 1 and len({item.source for item in each}) > 1 for each in seen.values())


def _unit(id: str) -> str:
    unit = registry.find(id).unit
    return "chips" if unit == "cards" else unit


@lru_cache(maxsize=1)
def _of_subject() -> dict[str, list[Item]]:
    """Return the rows of every subject that can fill a field, the preferred first."""
    wanted = {*OF_PRODUCTS.values(), *_BOUGHT, *(quantity for each in _OF_MAKERS.values() for quantity in each)}
    found: dict[str, list[Item]] = {}
    for table in _TABLES:
        for row in tables.records(table):
            if row["quantity"] in wanted:
                found.setdefault(row["subject"], []).append(_item(row))
    return {subject: sorted(each, key=lambda item: not item.preferred) for subject, each in found.items()}


def _item(row: dict) -> Item:
    entry = registry.find(row["id"])
    period = row.get("period") or row.get("as_of", "")
    scope = row.get("scope") or row.get("qualifier", "")
    return Item(
        *(row["id"], row["subject"], entry.said(), scope, row.get("estimator", ""), period),
        *(row["quantity"], row["basis"], row["source"], row["preferred"] == "yes"),
    )


def _event(id: str) -> Item:
    row = next(each for each in tables.records("events") if each["id"] == id)
    return Item(id, row["actor"], registry.find(id).said(), row["event"], "", row["date"], "event", "reported", row["source"], True)


def _raw(id: str) -> str:
    return next(row["text"] for row in tables.records("attributes") if row["id"] == id)


def accounts(maker: str) -> dict[str, dict[str, list[Item]]]:
    """Return the finances of a maker by period: revenue, net result and the result without one-off items.

    >>> list(accounts("biren")["2025H1"])
    ['revenue', 'net']
    """
    found: dict[str, dict[str, list[Item]]] = {}
    for item in sorted(items(maker, "accounts"), key=lambda item: (item.period[:4], len(item.period), item.period)):
        kind = "core" if "non-recurring" in item.scope else {"revenue": "revenue"}.get(item.quantity, "net")
        found.setdefault(item.period, {}).setdefault(kind, []).append(item)
    return found


def amount(id: str) -> float:
    """Return the number of a row, the middle of its interval where it has no value.

    >>> amount("es-mk-metax-net-2025")
    -724000000.0
    """
    entry = registry.find(id)
    return entry.value if not math.isnan(entry.value) else (entry.low + entry.high) / 2


def owner(maker: str) -> str:
    """Return the company that a maker belongs to, or the maker itself.

    >>> owner("kunlunxin"), owner("biren")
    ('baidu', 'biren')
    """
    return next(row["parent"] for row in tables.records("entities") if row["id"] == maker) or maker
