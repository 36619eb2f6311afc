"""Results of the chapter on the controls: performance as the rules define it, distances to their limits, and days between acts."""

from __future__ import annotations

import pandas as pd

from detour.results.engine import result, tally

PRODUCT = r"T = \max(16 \cdot F, 8 \cdot I)"


def _performance(chip: str, name: str) -> None:
    """Declare total processing performance from the FP16 and INT8 peak rates of a chip."""

    @result(
        f"r-export-{chip}-tpp",
        title=f"Total processing performance of the {name}",
        relation=PRODUCT,
        unit="TPP",
        digits=5,
        F=f"{_maker(chip)}{chip}/fp16_peak",
        I=f"{_maker(chip)}{chip}/int8_peak",
    )
    def performance(F, I):  # noqa: E741
        """Return the greater of the two products of peak dense rate and bit length."""
        return max(16 * F, 8 * I)


def _maker(chip: str) -> str:
    return "amd-" if chip.startswith("mi") else "nvidia-"


for _chip, _name in {"a100": "A100", "h20": "H20", "l20": "L20", "l2": "L2", "h200": "H200"}.items():
    _performance(_chip, _name)


@result(
    "r-export-mi308x-tpp",
    title="Total processing performance of the MI308X by the one listing",
    relation=r"T = 16 \cdot F",
    unit="TPP",
    digits=5,
    F="amd-mi308x/fp16_peak",
)
def mi308x_tpp(F):
    """Return the product of the listed FP16 rate and its bit length."""
    return 16 * F


@result(
    "r-export-mi325x-tpp",
    title="Total processing performance of the MI325X",
    relation=r"T = \max(16 \cdot F, 8 \cdot E, 8 \cdot I)",
    unit="TPP",
    digits=5,
    F="amd-mi325x/fp16_peak",
    E="amd-mi325x/fp8_peak",
    I="amd-mi325x/int8_peak",
)
def mi325x_tpp(F, E, I):  # noqa: E741
    """Return the greatest product of peak dense rate and bit length."""
    return max(16 * F, 8 * E, 8 * I)


@result(
    "r-export-b30a-tpp",
    title="Total processing performance of a B30A that is half a B300",
    relation=r"T = s \cdot 4 \cdot G",
    unit="TPP",
    digits=5,
    s="a-export-b30a-share",
    G="nvidia-b300/fp4_peak",
)
def b30a_tpp(s, G):
    """Return the assumed share of the B300's FP4 rate times the bit length."""
    return s * 4 * G


@result(
    "r-export-b30a-tpp-fp8",
    title="The same from the FP8 rate alone",
    relation=r"T = s \cdot 8 \cdot E",
    unit="TPP",
    digits=5,
    s="a-export-b30a-share",
    E="nvidia-b300/fp8_peak",
)
def b30a_tpp_fp8(s, E):
    """Return the assumed share of the B300's FP8 rate times the bit length."""
    return s * 8 * E


@result(
    "r-export-h20-density", title="Performance density of the H20", relation=r"d = \frac{T}{A}", unit="TPP/mm^2", T="r-export-h20-tpp", A="nvidia-h20/die_area"
)
def h20_density(T, A):
    """Return total processing performance over die area."""
    return T / A


@result(
    "r-export-l20-density", title="Performance density of the L20", relation=r"d = \frac{T}{A}", unit="TPP/mm^2", T="r-export-l20-tpp", A="nvidia-l20/die_area"
)
def l20_density(T, A):
    """Return total processing performance over die area."""
    return T / A


@result(
    "r-export-a100-excess",
    title="Distance of the A100 above the limit of October 2022",
    relation=r"e = 100 \cdot \frac{T - L}{L}",
    unit="percent",
    digits=2,
    T="r-export-a100-tpp",
    L="th-2022-3a090-performance",
)
def a100_excess(T, L):
    """Return by how much performance exceeds the limit, in percent of the limit."""
    return 100 * (T - L) / L


def _margin(id: str, title: str, own: str, bound: str) -> None:
    """Declare a distance below a limit."""

    @result(id, title=title, relation=r"m = 100 \cdot \frac{L - V}{L}", unit="percent", digits=2, L=bound, V=own)
    def margin(L, V):
        """Return how far a chip's number stays below a limit, in percent of the limit."""
        return 100 * (L - V) / L


_margin("r-export-h20-margin", "Distance of the H20 below the limit of October 2023", "r-export-h20-tpp", "th-2023-3a090-b1-performance-low")
_margin("r-export-h20-density-margin", "Distance of the H20 below the density limit of October 2023", "r-export-h20-density", "th-2023-3a090-b2-density-low")
_margin(
    "r-export-6000d-margin",
    "Distance of the RTX Pro 6000D below the limit told in April 2025",
    "nvidia-rtx-pro-6000d/memory_bandwidth",
    "th-2025-letter-memory-bandwidth",
)
_margin("r-export-mi325x-margin", "Distance of the MI325X below the limit of January 2026", "r-export-mi325x-tpp", "th-2026-h200-performance")


@result(
    "r-export-h20-over-letter",
    title="Memory bandwidth of the H20 over the limit told in April 2025",
    relation=r"q = \frac{M}{L}",
    unit="ratio",
    M="nvidia-h20/memory_bandwidth",
    L="th-2025-letter-memory-bandwidth",
)
def h20_over_letter(M, L):
    """Return memory bandwidth over the limit."""
    return M / L


@result(
    "r-export-h200-over-h20",
    title="Total processing performance of the H200 over that of the H20",
    relation=r"q = \frac{N}{T}",
    unit="ratio",
    N="r-export-h200-tpp",
    T="r-export-h20-tpp",
)
def h200_over_h20(N, T):
    """Return the ratio of the two."""
    return N / T


@result("r-export-800-series", title="A800 and H800 sold to China together", relation=r"N = A + H", unit="chips", A="es-016", H="es-017")
def series_800(A, H):
    """Return the sum of the two counts; the ends add the ends, which overstates the interval if the counts are independent."""
    return A + H


@result(
    "r-export-h20-licensed",
    title="H20 sales under licence as a share of one quarter's sales before",
    relation=r"s = 100 \cdot \frac{R}{Q}",
    unit="percent",
    digits=2,
    R="es-084",
    Q="es-083",
)
def h20_licensed(R, Q):
    """Return one revenue in percent of the other."""
    return 100 * R / Q


def _date(id: str, events: pd.DataFrame, attributes: pd.DataFrame) -> pd.Timestamp:
    """Return the day of an event, or of a release; raise KeyError where neither has the id."""
    released = attributes[attributes["quantity"] == "release_date"]
    return pd.Timestamp((dict(zip(released["id"], released["text"], strict=True)) | dict(zip(events["id"], events["date"], strict=True)))[id])


def _between(id: str, title: str, first: str, then: str) -> None:
    """Declare the days between two dated rows, events or release dates."""

    @tally(id, title=title, relation=r"t_{\mathrm{then}} - t_{\mathrm{first}}", unit="days", reads=("events", "attributes"))
    def between(events: pd.DataFrame, attributes: pd.DataFrame) -> int:
        """Return whole days from the first date to the other."""
        return int((_date(then, events, attributes) - _date(first, events, attributes)).days)


for _id, _title, _first, _then in (
    ("window-a800", "Days from the report of the A800 to the immediate licence duty", "ev-008", "ev-017"),
    ("window-h800", "Days from the release of the H800 to the immediate licence duty", "at-nvidia-h800-release-date-1", "ev-017"),
    ("window-h20", "Days from the listing of the H20 to the licence duty", "at-nvidia-h20-release-date-1", "ev-041"),
    ("window-h20-orders", "Days from the first reported orders of the H20 to the licence duty", "ev-021", "ev-041"),
    ("letter-to-rule", "Days from the letter on A100 and H100 to the general rule", "ev-006", "ev-007"),
    ("letter-to-h100", "Days from the letter to the release that one list gives for the H100", "ev-006", "at-nvidia-h100-release-date-2"),
    ("rule-to-a800", "Days from the first rule to the report of the A800", "ev-007", "ev-008"),
    ("rule-to-h20", "Days from the second rule to the listing of the H20", "ev-015", "ev-018"),
    ("rule-to-effect", "Days from the release of the second rule to its effect on five Nvidia chips", "ev-015", "ev-017"),
    ("memory-to-gallium", "Days from the memory rule to China's ban on gallium for the US", "ev-028", "ev-030"),
    ("h200-to-customs", "Days from the H200 rule to the report that customs refused it", "ev-085", "ev-087"),
    ("affiliates", "Days that the Affiliates rule was in force", "ev-062", "ev-070"),
):
    _between(f"r-export-{_id}", _title, _first, _then)


def _miss(id: str, title: str, claim: str, act: str) -> None:
    """Declare the days by which the period of a claim misses an act; nought where it contains the act."""

    @tally(id, title=title, relation=r"\min |t_{\mathrm{claim}} - t_{\mathrm{act}}|", unit="days", reads=("claims", "events", "attributes"))
    def miss(claims: pd.DataFrame, events: pd.DataFrame, attributes: pd.DataFrame) -> int:
        """Return the days from the nearer end of the claimed period to the act."""
        period = pd.Period(claims.set_index("id")["period"][claim])
        dates = pd.concat([events.set_index("id")["date"], attributes[attributes["quantity"] == "release_date"].set_index("id")["text"]])
        act_day = pd.Timestamp(dates[act])
        ends = (period.start_time - act_day).days, (period.end_time.normalize() - act_day).days
        return 0 if ends[0] <= 0 <= ends[1] else min(abs(end) for end in ends)


_miss("r-export-september-letter", "Days by which September 2022 misses the letter", "c-ti25-controls-start-september-2022", "ev-006")
_miss("r-export-september-rule", "Days by which September 2022 misses the general rule", "c-ti25-controls-start-september-2022", "ev-007")
_miss("r-export-h100-launch", "Days by which March 2023 misses the announcement of the H100", "c-wsj23-h100-launch-march", "at-nvidia-h100-release-date-1")
_miss("r-export-tools", "Days by which 2023 misses the first rule on chip tools", "c-ds25-equipment-ban-2023", "ev-007")


@tally("r-export-us-acts", title="US acts on chips, entities and memory in the register of events", relation=r"n", reads=("events",))
def us_acts(events: pd.DataFrame) -> int:
    """Return the number of events in the category of US rules."""
    return int((events["category"] == "us_rule").sum())


@tally("r-export-beijing-acts", title="Chinese policy answers in the register of events", relation=r"n", reads=("events",))
def beijing_acts(events: pd.DataFrame) -> int:
    """Return the number of events in the category of Chinese policy."""
    return int((events["category"] == "china_policy").sum())
