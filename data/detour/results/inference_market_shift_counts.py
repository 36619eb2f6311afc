"""Results on counts of the market that follow from a count of another year."""

from __future__ import annotations

from detour.results.engine import result
from detour.results.forms import quotient


def year_before(id: str, title: str, unit: str, count: str, growth: str, digits: int) -> None:
    """Declare the count of the year before one, from that and its growth in percent."""

    @result(id, title=title, relation=r"C_0 = \frac{C_1}{1 + g/100}", unit=unit, digits=digits, C_1=count, g=growth)
    def before(C_1, g):
        """Return the count over one and its growth."""
        return C_1 / (1 + g / 100)


year_before(
    "r-shift-market-stock-2023",
    "China's AI computing capacity at the end of 2023 as IDC counts it, from the year after",
    "EFLOP/s",
    "es-market-stock-2024",
    "es-market-stock-growth-2024",
    3,
)
year_before(
    "r-shift-market-size-2023",
    "China's AI computing market of 2023 as IDC and Inspur count it, from the year after",
    "USD",
    "es-market-size-2024",
    "es-market-size-growth-2024",
    3,
)

quotient(
    "r-shift-market-idc-over-nda",
    "China's AI computing capacity at the end of 2024, IDC's count over the National Data Administration's",
    "ratio",
    "es-market-stock-2024",
    "es-market-nda-2024",
    digits=2,
)
quotient(
    "r-shift-market-nda-jump",
    "China's AI computing capacity as the National Data Administration counts it, August 2025 over end of 2024",
    "ratio",
    "es-market-nda-2025",
    "es-market-nda-2024",
    digits=2,
)
