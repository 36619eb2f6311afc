"""Results of the page of makers: quarters that no report gives by themselves, pieces sold, and who lives on sales."""

from __future__ import annotations

from functools import partial

from detour.results.engine import result
from detour.results.forms import ratio, share

#: Year or months, less what of them is known, for each quarter that follows as a difference: revenue, and the same with the net result.
_WHOLES = {"2020H1": "es-mk-camb-{}-2020h1", "2020-9m": "es-mk-camb-{}-2020-9m", "2021-9m": "es-mk-camb-{}-2021-9m"}
_WHOLES |= {"2022H1": "es-mk-camb-{}-2022h1", "2022-9m": "es-mk-camb-{}-2022-9m", "2023-9m": "es-mk-camb-{}-2023-9m"}
_WHOLES |= {year: f"es-dg-camb-{{}}-{year}" for year in ("2020", "2021", "2022", "2023")}
_QUARTERS = {
    "2020Q3": ("2020-9m", "2020H1"),
    "2020Q4": ("2020", "2020-9m"),
    "2021Q2": ("2021-9m", "es-mk-camb-{}-2021q1", "es-mk-camb-{}-2021q3"),
    "2021Q4": ("2021", "2021-9m"),
    "2022Q2": ("2022H1", "es-ti-camb-{}-2022q1"),
    "2022Q4": ("2022", "2022-9m"),
    "2023Q2": ("2023-9m", "es-mk-camb-{}-2023q1", "es-mk-camb-{}-2023q3"),
    "2023Q4": ("2023", "2023-9m"),
}
#: What each item is called in ids and in titles.
ITEMS = {"rev": "revenue", "net": "net result"}


def _less(id: str, title: str, whole: str, *parts: str) -> None:
    """Declare an amount of money less one or two of its parts."""
    if len(parts) == 1:

        @result(id, title=title, relation="q = W - A", unit="CNY", W=whole, A=parts[0])
        def less_one(W, A):
            """Return the whole less its part."""
            return W - A

    else:

        @result(id, title=title, relation="q = W - A - B", unit="CNY", W=whole, A=parts[0], B=parts[1])
        def less_two(W, A, B):
            """Return the whole less its two parts."""
            return W - A - B


for _item, _words in ITEMS.items():
    for _quarter, _rows in _QUARTERS.items():
        _less(
            f"r-mk-camb-{_item}-{_quarter.lower()}",
            f"Cambricon’s {_words} in {_quarter[:4]} {_quarter[4:]}, as the difference of longer periods",
            *(_WHOLES.get(each, each).format(_item) for each in _rows),
        )
_less("r-mk-camb-rev-2026q2", "Cambricon’s revenue in 2026 Q2, as the difference of longer periods", "es-070", "es-mk-camb-rev-2026q1")
_less("r-mk-camb-net-2026q2", "Cambricon’s net result in 2026 Q2, as the difference of longer periods", "es-dg-camb-net-2026h1", "es-mk-camb-net-2026q1")


@result(
    "r-mk-camb-sold-2024",
    title="Chips and cards that Cambricon sold in 2024, by its report of 2025 and the growth that it states",
    relation=r"n = \frac{N}{1 + g / 100}",
    unit="chips",
    N="es-mk-camb-sold-2025",
    g="es-mk-camb-sold-growth-2025",
)
def sold_before(N, g):
    """Return pieces of the year before from pieces and their growth in percent."""
    return N / (1 + g / 100)


_of = partial(ratio, digits=2)
_of("r-mk-camb-sold-csc", "Cambricon in 2024: pieces sold by its own report against the count of CSC Financial", "r-mk-camb-sold-2024", "es-047")
_of("r-mk-camb-idc-sold", "Cambricon in 2025: IDC’s cards against pieces sold by its own report", "es-049", "es-mk-camb-sold-2025")
_of("r-mk-enflame-csc", "Enflame in 2024: cards sold by its prospectus against the count of CSC Financial", "es-mk-enflame-sold-2024", "es-055")
_of("r-mk-camb-least-2026", "Cambricon’s revenue in 2026 Q1 against its least since the listing, of 2024 Q1", "es-mk-camb-rev-2026q1", "es-mk-camb-rev-2024q1")
share(
    "r-mk-590-of-sold",
    "ByteDance’s Siyuan 590 as a share of all that Cambricon sold in 2024 by its own reports",
    "c-ti25-bytedance-siyuan-590-2024",
    "r-mk-camb-sold-2024",
)
share("r-mk-camb-top5-2025", "Part of the five largest customers in Cambricon’s revenue of 2025", "es-mk-camb-top5-2025", "es-067")
share(
    "r-mk-camb-core-2026h1",
    "Part of Cambricon’s net profit in the first half of 2026 from the business itself",
    "es-mk-camb-core-2026h1",
    "es-dg-camb-net-2026h1",
)
share("r-mk-camb-q4-2021", "Share of the fourth quarter in Cambricon’s revenue of 2021", "r-mk-camb-rev-2021q4", "es-dg-camb-rev-2021")
share("r-mk-camb-q4-2023", "Share of the fourth quarter in Cambricon’s revenue of 2023", "r-mk-camb-rev-2023q4", "es-dg-camb-rev-2023")
share("r-mk-camb-q4-2025", "Share of the fourth quarter in Cambricon’s revenue of 2025", "es-dg-camb-rev-2025q4", "es-067")
_of("r-mk-camb-q4-rise", "Cambricon’s revenue in the fourth quarter of 2024 against that of 2023", "es-dg-camb-rev-2024q4", "r-mk-camb-rev-2023q4")
_of("r-mk-camb-q1-rise", "Cambricon’s revenue in the first quarter of 2025 against that of 2024", "es-mk-camb-rev-2025q1", "es-mk-camb-rev-2024q1")
share("r-mk-mtt-loss-2026h1", "Moore Threads’ loss in the first half of 2026 against that of a year before", "es-mk-mtt-net-2026h1", "es-mk-mtt-net-2025h1")


@result(
    "r-mk-young-sales-2024",
    title="Sales in 2024 of the five makers that applied for a listing after 2024",
    relation="S = a + b + c + d + f",
    unit="CNY",
    a="es-dg-mtt-rev-2024",
    b="es-mk-metax-rev-2024",
    c="es-dg-biren-rev-2024",
    d="es-mk-iluvatar-rev-2024",
    f="es-mk-enflame-rev-2024",
)
def young_sales(a, b, c, d, f):
    """Return five revenues added up."""
    return a + b + c + d + f


@result(
    "r-mk-young-losses-2024",
    title="Net losses in 2024 of the five makers that applied for a listing after 2024",
    relation="L = -(a + b + c + d + f)",
    unit="CNY",
    a="es-dg-mtt-net-2024",
    b="es-mk-metax-net-2024",
    c="es-dg-biren-net-2024",
    d="es-mk-iluvatar-net-2024",
    f="es-mk-enflame-net-2024",
)
def young_losses(a, b, c, d, f):
    """Return five losses added up, as a positive number."""
    return -(a + b + c + d + f)


_of("r-mk-young-loss-ratio-2024", "Net losses of five makers in 2024 over their sales", "r-mk-young-losses-2024", "r-mk-young-sales-2024")
