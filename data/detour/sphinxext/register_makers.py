"""The rows of the register of makers: what the tables say of each, in the shape in which its template shows them."""

from __future__ import annotations

import re

from detour import makers, naming, registry
from detour.makers import Item

#: Columns of the table of finances, by what they are called in `makers.accounts`.
_COLUMNS = {"revenue": "Revenue", "net": "Net result", "core": "Without one-off items"}
#: Quantities whose period heads their line of the table.
_PERIODS = ("revenue", "net_profit")


def maker_rows() -> list[dict]:
    """Return the makers with their facts, products and finances; a field that no row fills has no entries."""
    return [_row(maker) for maker in makers.EVENTS]


def _row(maker: str) -> dict:
    facts = [field for field in makers.FIELDS if field == "price" or field not in (*makers.OF_PRODUCTS, "accounts")]
    by_period = makers.accounts(maker)
    columns = [kind for kind in _COLUMNS if any(kind in each for each in by_period.values())]
    return {
        "id": f"maker-{maker}",
        "name": naming.name_of(maker),
        "facts": [{"field": makers.FIELDS[field], "entries": _entries(makers.items(maker, field), maker)} for field in facts],
        "heads": [makers.FIELDS[field] for field in makers.OF_PRODUCTS if field != "price"],
        "products": [
            {"chip": naming.name_of(chip), "cells": [_entries(makers.of_product(chip, field), short=True) for field in makers.OF_PRODUCTS if field != "price"]}
            for chip in makers.products(maker)
        ],
        "columns": [_COLUMNS[kind] for kind in columns],
        "accounts": [
            {"period": period(when), "cells": [_entries(each.get(kind, []), maker, dated=False) for kind in columns]} for when, each in by_period.items()
        ],
    }


def _entries(items: list[Item], maker: str = "", short: bool = False, dated: bool = True) -> list[dict]:
    """Return rows as the template shows them; of what is listed of a chip, each value once."""
    if short:
        items = list({item.shown: item for item in reversed(items)}.values())[::-1]
    return [
        {
            "address": registry.place(item.id),
            "period": "" if short or item.quantity == "event" or (item.quantity in _PERIODS and not dated) else period(item.period),
            "shown": period(item.shown) if item.quantity == "release_date" else item.shown,
            "about": "" if short else about(item, maker),
            "said_by": said_by(item),
            "rival": not item.preferred,
        }
        for item in items
    ]


def said_by(item: Item) -> str:
    """Return who says a number, where it is not the maker itself, or through whom the maker does.

    >>> [said_by(item) for item in makers.items("enflame", "volumes")]
    ['estimate of CSC Financial', 'prospectus']
    """
    if item.said_by.startswith("company") or not item.said_by:
        return item.said_by.removeprefix("company").strip()
    return f"{'estimate of' if item.basis in ('estimated', 'projected') else 'by'} {item.said_by}"


def period(text: str) -> str:
    """Return a period as prose writes it.

    >>> period("2025Q1/2025Q3"), period("2025H1"), period("2025-06"), period("2024")
    ('2025, nine months', '2025 H1', 'June 2025', '2024')
    """
    if text[4:] == f"Q1/{text[:4]}Q3":
        return f"{text[:4]}, nine months"
    return re.sub(r"(?<=\d{4})(?=[HQ]\d)", " ", " to ".join(registry.written_date(part) for part in text.split("/")))


def about(item: Item, maker: str) -> str:
    """Return what a row is about beyond the maker's name: of an event its words, of a number what its scope adds.

    >>> row = makers.items("hygon", "accounts")[0]
    >>> about(row, "hygon")
    'CPUs and accelerators together'
    """
    if item.quantity == "event":
        return item.scope
    of, _, rest = item.scope.removesuffix("; after non-recurring items").partition("; ")
    if item.quantity == "customer_concentration":
        rest = rest or naming.quantity_names()[item.quantity]
    own = set(f"{naming.name_of(maker)} {naming.name_of(makers.owner(maker))}".split())
    return rest or ("" if set(of.split()) <= own else of)
