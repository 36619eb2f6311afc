"""Statements of inference's share: what each divides, and which two of them can be compared at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from detour import registry
from detour.checks import origins
from detour.checks.traced import Traced, period
from detour.results.engine import tally
from detour.tables import DATA, Data

#: Statements by what is divided: id, label, short label, kind of statement.
STATEMENTS = {
    "Nvidia's data-centre revenue": [
        ("c-wsj24-inference-share-at-least-40", "the 2024 article, one sentence, FY2024", "article, FY2024", "said in the articles"),
        ("c-wsj24-inference-share-40", "the 2024 article, another sentence, FY2024", "article again, FY2024", "said in the articles"),
        ("es-140", "Nvidia's filing, FY2024", "Nvidia, FY2024", "reported"),
        ("es-ims-nvda-inference-fy25q1", "Nvidia, year to April 2024", "to April 2024", "reported"),
        ("es-ims-nvda-inference-fy25q2", "Nvidia's call, year to July 2024", "to July 2024", "reported"),
    ],
    "Demand or spending for AI chips": [
        ("r-shift-ubs-inference-2024", "UBS, left by its share of training, 2024", "UBS remainder, 2024", "we compute"),
        ("c-wsj24-ubs-inference-share-2025", "UBS in the 2024 article, for 2025", "UBS, 2025", "said in the articles"),
        ("es-157", "Cinextech, 2026", "Cinextech, 2026", "estimated"),
    ],
    "Number of AI accelerators in use": [("es-ims-barclays-2025", "Barclays, 2025", "Barclays, 2025", "projected")],
    "Compute that is in place": [("r-shift-ubs-installed", "UBS, generative inference of 2024 in GPUs of 2025", "UBS, 2024 in 2025", "we compute")],
    "Cost, whose is not said": [("c-wsj24-liang-80-percent-cost", "SambaNova's chief executive, no year", "SambaNova, no year", "said in the articles")],
    "AI compute of the world": [
        ("es-142", "Deloitte, 2023", "Deloitte, 2023", "estimated"),
        ("es-143", "Deloitte, 2025", "Deloitte, 2025", "projected"),
        ("es-144", "Deloitte, 2026", "Deloitte, 2026", "projected"),
        ("es-ims-brookfield-2030", "Brookfield, 2030", "Brookfield, 2030", "projected"),
    ],
    "Spending on AI data centres": [
        ("es-148", "Bank of America, 2025", "BofA, 2025", "estimated"),
        ("es-149", "Bank of America, 2030", "BofA, 2030", "projected"),
        ("es-ims-bi-2032", "Bloomberg Intelligence, largest clouds, 2032", "Bloomberg, 2032", "projected"),
    ],
    "Spending on rented AI cloud": [("es-146", "Gartner, 2026", "Gartner, 2026", "projected"), ("es-147", "Gartner, 2027", "Gartner, 2027", "projected")],
    "Power of AI data centres": [
        ("es-150", "McKinsey, 2025", "McKinsey, 2025", "estimated"),
        ("es-ims-mckinsey-2030", "McKinsey, 2030", "McKinsey, 2030", "projected"),
    ],
    "Power or energy of one operator": [
        ("es-155", "Google, energy, 2019 to 2021", "Google, 2019–21", "reported"),
        ("es-156", "Meta, power, 2019 to 2021", "Meta, 2019–21", "reported"),
    ],
    "Compute spending of one developer": [
        ("es-152", "OpenAI, 2024", "OpenAI, 2024", "estimated"),
        ("es-153", "OpenAI, 2025", "OpenAI, 2025", "estimated"),
        ("es-154", "Anthropic, 2025", "Anthropic, 2025", "estimated"),
    ],
    "AI servers in China": [
        ("es-158", "IDC, 2019", "IDC, 2019", "estimated"),
        ("es-159", "IDC, for 2021, said in 2020", "IDC, for 2021", "projected"),
        ("es-ims-idc-2021h1", "IDC, first half of 2021", "IDC, 2021H1", "estimated"),
        ("es-160", "IDC, 2022", "IDC, 2022", "estimated"),
        ("es-ims-idc-2025", "IDC, for 2025, said in 2021", "IDC, for 2025", "projected"),
    ],
    "Data used for AI in China": [("es-ims-nda-inference-data", "National Data Administration, 2025", "Data agency, 2025", "reported")],
}
#: What a statement that we compute was computed from.
_FROM = {"r-shift-ubs-inference-2024": "c-wsj24-ubs-training-share", "r-shift-ubs-installed": "es-ims-ubs-installed"}
#: Headings that hold several parties, each a scope of its own, and a scope that is narrower than its heading.
_OF_ONE = {"Power or energy of one operator", "Compute spending of one developer"}
_SCOPES = {"es-ims-bi-2032": "hyperscalers"}
#: A heading without a time: the claim carries the year of the page.
_TIMELESS = "Cost, whose is not said"
_FISCAL = re.compile(r"FY(\d{4})")
_BOUNDED = {"at_least", "more_than"}


@dataclass(frozen=True)
class Share:
    """One statement: what it divides, of whom, over which days, by whom, and between which ends."""

    id: str
    whole: str
    scope: str
    days: Traced | None
    roots: frozenset[str]
    ends: tuple[float, float]


def _days(text: str) -> Traced | None:
    """Return the days of a period; Nvidia's fiscal years, the only ones here, end in January of the year that they are called by."""
    calendar = _FISCAL.sub(lambda match: f"{int(match[1]) - 1}-02/{match[1]}-01", text)
    return period(calendar) if calendar else None


def _scope(ref: str, whole: str, row: dict) -> str:
    """Return of whom a share is: the party where a heading holds several, else the heading."""
    return _SCOPES.get(ref, row["subject"] if whole in _OF_ONE else whole)


@lru_cache(maxsize=4)
def shares(data: Data = DATA) -> tuple[Share, ...]:
    """Return every statement with what a comparison needs of it."""
    found = []
    for whole, members in STATEMENTS.items():
        for ref, *_ in members:
            row = origins.recorded(_FROM.get(ref, ref), data)
            entry = registry.find(ref, data)
            low, high = entry.ends()
            days = None if whole == _TIMELESS else _days(row["period"])
            ends = (low, 100.0 if entry.bound in _BOUNDED else high)
            found.append(Share(ref, whole, _scope(ref, whole, row), days, frozenset(origins.origins(row, data)), ends))
    return tuple(found)


def alike(one: Share, other: Share) -> bool:
    """Return whether two shares divide the same thing of the same party."""
    return one.whole == other.whole and one.scope == other.scope


def together(one: Share, other: Share) -> bool:
    """Return whether the times of two shares overlap."""
    return one.days is not None and other.days is not None and one.days.low <= other.days.high and other.days.low <= one.days.high


def apart(one: Share, other: Share) -> bool:
    """Return whether nobody who may stand behind the one stands behind the other."""
    return not one.roots & other.roots


def agree(one: Share, other: Share) -> bool:
    """Return whether the ends of two shares meet."""
    return one.ends[0] <= other.ends[1] and other.ends[0] <= one.ends[1]


#: What two statements must have in common to be compared, in the order in which pairs are sifted: end of the id, words, the law.
SIEVES = (
    ("alike", "that divide the same thing of the same party", alike),
    ("together", "that do so for times that overlap", together),
    ("apart", "that do so by makers independent of one another", apart),
)


def pairs(data: Data = DATA, sieves: int = 0) -> list[tuple[Share, Share]]:
    """Return the pairs that pass the first sieves.

    >>> len(pairs()) == len(shares()) * (len(shares()) - 1) // 2, len(pairs(sieves=3)) <= len(pairs(sieves=2))
    (True, True)
    """
    return [pair for pair in combinations(shares(data), 2) if all(law(*pair) for _, _, law in SIEVES[:sieves])]


_READS = ("claims", "estimates", "entities", "lineage", "sources")


@tally("r-shift-shares", title="Statements of inference's share in the tables", relation=r"n", reads=_READS, whole=True)
def statements(data: Data) -> int:
    """Return the number of statements drawn."""
    return len(shares(data))


@tally("r-shift-share-pairs", title="Pairs of statements of inference's share", relation=r"n", reads=_READS, whole=True)
def all_pairs(data: Data) -> int:
    """Return the number of pairs."""
    return len(pairs(data))


def _sifted(end: str, words: str, sieves: int) -> None:
    """Declare how many pairs of statements pass the first sieves."""

    @tally(f"r-shift-share-pairs-{end}", title=f"Pairs of statements of inference's share {words}", relation=r"n", reads=_READS, whole=True)
    def count(data: Data) -> int:
        """Return the number of pairs that pass."""
        return len(pairs(data, sieves))


for _place, (_end, _words, _) in enumerate(SIEVES, 1):
    _sifted(_end, _words, _place)


@tally("r-shift-share-pairs-agree", title="Pairs of statements of inference's share of one whole and time that agree", relation=r"n", reads=_READS, whole=True)
def agreeing(data: Data) -> int:
    """Return how many of the pairs of one whole and time have ends that meet, whoever made them."""
    return sum(agree(*pair) for pair in pairs(data, 2))
