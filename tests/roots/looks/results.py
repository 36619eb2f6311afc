"""The one result of the book that holds the house style."""

from detour.results.engine import result


@result(
    "r-price",
    title="Implied price of an A1",
    relation=r"p = \frac{R}{N}",
    unit="CNY/chip",
    R="c-second-revenue",
    N="c-article-shipments",
)
def price(R, N):
    """Return revenue over chips."""
    return R / N
