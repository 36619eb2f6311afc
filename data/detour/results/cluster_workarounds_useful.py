"""Results on the time that large runs lose: useful share, best time between checkpoints, and what one failure costs training and serving."""

from __future__ import annotations

from detour.models import reliability
from detour.results import forms
from detour.results.engine import quadrature, result

MINUTE, HOUR, DAY = 60, 3600, 86400
LLAMA = "es-cw-llama-run"
#: Numbers of chips that the chapter asks about, by what ids call them: the row that has the number, and words for it.
SIZES = {
    "1k": ("a-cw-useful-chips", "a job of a hundred-odd nodes"),
    "10k": ("es-cw-kuae-limit", "KUAE at its announced limit"),
    "16k": (LLAMA, "the run of Llama 3.1 405B"),
    "100k": ("es-cw-tencent-limit", "Tencent's cluster at its announced limit"),
}
#: What the formula takes beside the number of chips.
LOSSES = {"f": "a-train-failure-rate", "d": "a-train-saving", "R": "a-train-recovery"}
WORSE = {"k": "a-cw-fails-oftener"}
#: Groups of chips that serve together, by what ids call them.
GROUPS = {"node": ("a-serve-node", "a node"), "experts": ("a-load-chips-experts", "a group that holds DeepSeek-R1")}
_SHARE = r"\frac{\tau}{M e^{R / M} \left(e^{(\tau + d) / M} - 1\right)}"
_BEST = r"\tau &= \sqrt{2 d M} \left(1 + \frac13 \sqrt{\frac{d}{2 M}} + \frac{d}{18 M}\right) - d"


def useful(N: float, f: float, d: float, R: float, k: float = 1.0) -> float:
    """Return the percentage of its time in which a run gets on, checkpoints at their best.

    >>> round(useful(10_000, 20, 10, 600)), round(useful(10_000, 20, 10, 600, 5))
    (93, 76)
    """
    return 100 * reliability.best_useful_share(reliability.failures_a_second(k * f), N, d, R)


def pause(N: float, f: float, d: float, k: float = 1.0) -> float:
    """Return the best minutes of work between two checkpoints.

    >>> round(pause(10_000, 20, 10), 1)
    9.3
    """
    between = reliability.time_between_failures(reliability.failures_a_second(k * f), N)
    return reliability.best_interval_again(d, between) / MINUTE


def _lines(first: str, factor: str, *more: str) -> str:
    lines = [first, rf"M &= \frac{{100 \cdot 31557600}}{{{factor}f N}}", *more]
    return r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"


def declare(key: str, row: str, words: str, worse: bool) -> None:
    """Declare the useful share and the best time between checkpoints at one number of chips."""
    suffix, factor, said = ("-worse", r"k \cdot ", ", chips failing several times as often") if worse else ("", "", "")
    inputs = {"N": row, **LOSSES, **(WORSE if worse else {})}
    result(
        f"r-cw-useful-{key}{suffix}",
        title=f"Useful share of time, {words}{said}",
        relation=_lines(rf"U &= 100 \cdot {_SHARE}", factor, _BEST),
        unit="percent",
        digits=2,
        combine=quadrature,
        **inputs,
    )(_with(useful, inputs))
    inputs.pop("R")
    result(
        f"r-cw-useful-pause-{key}{suffix}",
        title=f"Best time between checkpoints, {words}{said}",
        relation=_lines(r"t &= \frac{\tau}{60}", factor, _BEST),
        unit="minute",
        digits=2,
        combine=quadrature,
        **inputs,
    )(_with(pause, inputs))


def _with(function, inputs):
    """Return the function with just the inputs that a result has: the factor of worse chips is one of them or none."""
    if "k" in inputs:
        return function
    if "R" in inputs:
        return lambda N, f, d, R: function(N, f, d, R)
    return lambda N, f, d: function(N, f, d)


for _key, (_row, _words) in SIZES.items():
    for _worse in (False, True):
        declare(_key, _row, _words, _worse)


@result(
    "r-cw-useful-llama-short",
    title="Percentage points by which the useful share of the model falls short of the least that was published for Llama 3.1 405B",
    relation="g = E - U",
    unit="",
    digits=1,
    E="trn-h100-llama3-effective-time",
    U="r-cw-useful-16k",
)
def llama_short(E, U):
    """Return the published share less that of the model."""
    return E - U


@result(
    "r-cw-useful-llama-own",
    title="Useful share of time at the interruptions published for Llama 3.1 405B, recovery and checkpoints as assumed",
    relation=_lines(rf"U &= 100 \cdot {_SHARE}", "", _BEST).replace(r"\frac{100 \cdot 31557600}{f N}", r"\frac{86400 \cdot m}{N}"),
    unit="percent",
    digits=2,
    combine=quadrature,
    m="r-cw-llama-chip-days",
    N=LLAMA,
    d=LOSSES["d"],
    R=LOSSES["R"],
)
def llama_own(m, N, d, R):
    """Return the useful share of chips that fail once in so many days each."""
    return 100 * reliability.best_useful_share(1 / (m * DAY), N, d, R)


@result(
    "r-cw-useful-30k",
    title="Useful share of time, Baidu's cluster of P800",
    relation=_lines(rf"U &= 100 \cdot {_SHARE}", "", _BEST),
    unit="percent",
    digits=2,
    combine=quadrature,
    N="es-cw-p800-30k",
    **LOSSES,
)
def p800(N, f, d, R):
    """Return the useful share at the rate assumed of every chip."""
    return useful(N, f, d, R)


@result(
    "r-cw-useful-p800-over",
    title="Time lost in the model over time lost by Baidu's own figure",
    relation=r"q = \frac{100 - U}{100 - E}",
    unit="ratio",
    digits=2,
    U="r-cw-useful-30k",
    E="trn-baidu-32k-effective-time",
)
def p800_over(U, E):
    """Return the share lost in the model over that which the maker's figure leaves."""
    return (100 - U) / (100 - E)


@result(
    "r-cw-useful-llama-expected",
    title="Interruptions expected in the window published for Llama 3.1 405B",
    relation=r"F = \frac{f N D}{100 \cdot 365.25}",
    unit="",
    digits=2,
    f="a-train-failure-rate",
    N=LLAMA,
    D="trn-h100-llama3-window",
)
def llama_expected(f, N, D):
    """Return the failures of so many chips in so many days."""
    return reliability.failures_a_second(f) * N * D * DAY


forms.ratio(
    "r-cw-useful-llama-over",
    "Interruptions expected over those published, Llama 3.1 405B",
    "r-cw-useful-llama-expected",
    "trn-h100-llama3-interruptions",
    digits=2,
)


def train_failure(key: str) -> None:
    """Declare what one failure costs a run: all that failures and checkpoints take, over the failures."""
    row, words = SIZES[key]

    @result(
        f"r-cw-useful-failure-train-{key}",
        title=f"Chip hours that one failure costs training, checkpoints included, {words}",
        relation=_lines(r"C &= \frac{N M}{3600} \left(1 - \frac{U}{100}\right)", "", rf"U &= 100 \cdot {_SHARE}", _BEST),
        unit="hour",
        digits=2,
        combine=quadrature,
        N=row,
        **LOSSES,
    )
    def lost_in_training(N, f, d, R):
        """Return the chip hours lost over the failures."""
        return (1 - useful(N, f, d, R) / 100) / reliability.failures_a_second(f) / HOUR


def serving_failure(key: str) -> None:
    """Declare what one failure costs a service: its group, for the time to recover; and the part of time that is."""
    row, words = GROUPS[key]

    @result(
        f"r-cw-useful-failure-{key}",
        title=f"Chip hours that one failure costs serving, {words}",
        relation=r"C = \frac{n R}{3600}",
        unit="hour",
        digits=2,
        combine=quadrature,
        n=row,
        R=LOSSES["R"],
    )
    def lost_to_serving(n, R):
        """Return the chip hours for which a group waits."""
        return n * R / HOUR

    @result(
        f"r-cw-useful-lost-{key}",
        title=f"Share of serving capacity that failures take, {words}",
        relation=r"s = \frac{f n R}{31557600}",
        unit="percent",
        digits=1,
        combine=quadrature,
        f=LOSSES["f"],
        n=row,
        R=LOSSES["R"],
    )
    def lost_in_serving(f, n, R):
        """Return the part of its time in which a group waits for one of its chips."""
        return 100 * reliability.failures_a_second(f) * n * R


@result(
    "r-cw-useful-failure-over",
    title="What one failure costs training on KUAE at its announced limit over what it costs a group that serves DeepSeek-R1",
    relation=_lines(r"q &= \frac{N M}{n R} \left(1 - \frac{U}{100}\right)", "", rf"U &= 100 \cdot {_SHARE}", _BEST),
    unit="ratio",
    digits=2,
    combine=quadrature,
    N=SIZES["10k"][0],
    n=GROUPS["experts"][0],
    **LOSSES,
)
def failure_over(N, n, f, d, R):
    """Return the chip time that a failure costs a run over that which it costs a group."""
    return (1 - useful(N, f, d, R) / 100) / reliability.failures_a_second(f) / (n * R)


for _key in ("10k", "100k"):
    train_failure(_key)
for _key in GROUPS:
    serving_failure(_key)
