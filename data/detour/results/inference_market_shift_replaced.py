"""Results of the chapter on the shift to inference: the forecast replacement market in months of Nvidia's sales, and what Nvidia lost."""

from detour.results.engine import result
from detour.results.inference_market_shift_china import FORECAST, PARITY


def months(end: str, title: str, sales: str) -> None:
    """Declare in how many months Nvidia sold as much in China as the forecast is a year."""

    @result(
        f"r-shift-replacement-months-{end}",
        title=f"The replacement market in months of {title}",
        relation=r"t = 12 \cdot \frac{C}{f S}",
        unit="month",
        digits=2,
        C=FORECAST,
        f=PARITY,
        S=sales,
    )
    def sold_in(C, f, S):
        """Return the forecast over a year of sales, in months."""
        return 12 * C / (f * S)


#: Sales of a year by the end of an id: words, and the row.
YEARS = {
    "location": ("Nvidia's China sales of fiscal 2025 by billing address", "es-078"),
    "headquarters": ("Nvidia's China sales of fiscal 2025 by customers' headquarters", "es-077"),
    "latest": ("Nvidia's China sales of fiscal 2026 by customers' headquarters", "es-079"),
    "h20": ("H20 sales of 2024", "es-081"),
}
for _end, (_title, _sales) in YEARS.items():
    months(_end, _title, _sales)


@result(
    "r-shift-nvidia-fall",
    title="Fall of Nvidia's China sales by customers' headquarters, fiscal 2025 to 2026",
    relation=r"F = A - B",
    unit="USD",
    A="es-077",
    B="es-079",
)
def nvidia_fall(A, B):
    """Return what was sold less a year later."""
    return A - B


@result(
    "r-shift-forecast-by-fall",
    title="The replacement forecast against what Nvidia sold less in China",
    relation=r"q = \frac{F \cdot f}{C}",
    unit="ratio",
    digits=2,
    F="r-shift-nvidia-fall",
    f=PARITY,
    C=FORECAST,
)
def forecast_by_fall(F, f, C):
    """Return result over forecast, the result being what Nvidia lost."""
    return F * f / C
