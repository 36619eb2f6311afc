"""Results of the chapter on Huawei and inference."""

from detour.results.engine import result


@result("r-h20-implied-price-2024", title="Price of an H20 implied by the revenue and shipments of 2024", relation=r"p = \frac{R}{N}", unit="USD/chip",
        R="c-ft25-h20-revenue-2024", N="c-ft25-h20-shipments-2024")
def h20_implied_price(R, N):
    """Return revenue over shipments, in dollars a chip."""
    return R / N
