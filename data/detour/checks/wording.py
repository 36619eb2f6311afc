"""The words of a finding, an outcome or a choice among rivals, which name rows and steps in place of numbers.

    {claim}`c-ft25-h20-revenue-2024` over {claim}`c-ft25-h20-shipments-2024` is {step}`price`

reads "$12 billion over 1 million chips is $12,000 per chip". The roles are those of the
pages, and `step`, a step of the finding's own check, which the others have none of; a `!` before a name leaves its unit
out, `@low` or `@high` behind it means that end of its interval, and `@ends` both.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from detour import registry, tables
from detour.checks.traced import Traced
from detour.tables import Data

_ROLE = re.compile(r"\{(claim|ev|assume|result|step)\}`(!?)([a-z][\w/.@-]*)`")


class UnknownStep(KeyError):
    """A finding names a step that its check does not take."""

    def __str__(self) -> str:
        """Return what is wrong."""
        return str(self.args[0])


@dataclass(frozen=True)
class Named:
    """A number that a finding names: by which role, under which id, as it is shown; `id` is empty for a step."""

    role: str
    ref: str
    id: str
    shown: str


def parts(text: str, steps: dict[str, Traced], data: Data = tables.DATA) -> Iterator[str | Named]:
    """Yield the words of a finding and the numbers that it names, in order; what names nothing stays text."""
    end = 0
    for match in _ROLE.finditer(text):
        try:
            named = _named(match[1], match[3], bool(match[2]), steps, data)
        except (registry.UnknownId, UnknownStep):
            continue
        yield text[end : match.start()]
        yield named
        end = match.end()
    yield text[end:]


def unknown(text: str, steps: dict[str, Traced], data: Data = tables.DATA) -> Iterator[str]:
    """Yield what is wrong with each role of a text that names nothing.

    >>> list(unknown("{step}`price`, {step}`share@middle`", {"share": Traced(25, 20, 30, "percent")}))
    ["'price' is no step of its check; allowed: share", "'share@middle': no such end; allowed behind @: low, high, ends"]
    """
    for match in _ROLE.finditer(text):
        try:
            _named(match[1], match[3], bool(match[2]), steps, data)
        except registry.UnknownId as error:
            yield f"{error}; allowed: the id of a row"
        except UnknownStep as error:
            yield str(error)


def ids(text: str) -> list[str]:
    """Return what the roles of a text name, but its steps, without the end of an interval.

    >>> ids("{ev}`!es-128@low` of {ev}`nvidia-h20/memory_bandwidth`, or {step}`share`")
    ['es-128', 'nvidia-h20/memory_bandwidth']
    """
    return [match[3].partition("@")[0] for match in _ROLE.finditer(text) if match[1] != "step"]


def _named(role: str, ref: str, bare: bool, steps: dict[str, Traced], data: Data = tables.DATA) -> Named:
    if role != "step":
        entry = registry.find(ref, data)
        return Named(role, ref, entry.id, entry.said(bare))
    name, _, end = ref.partition("@")
    if name not in steps:
        raise UnknownStep(f"{name!r} is no step of its check; allowed: {', '.join(steps) or 'none'}")
    ends = {"": steps[name].value, "ends": math.nan, "low": steps[name].low, "high": steps[name].high}
    if end not in ends:
        raise UnknownStep(f"{ref!r}: no such end; allowed behind @: low, high, ends")
    return Named(role, name, "", replace(steps[name], value=ends[end]).written(bare))


def plain(text: str, steps: dict[str, Traced], data: Data = tables.DATA) -> str:
    """Return the words of a finding with its numbers.

    >>> plain("It is {step}`share`, of {ev}`nvidia-h20/memory_bandwidth`.", {"share": Traced(25, 20, 30, "percent")})
    'It is 25%, of 4,000\\xa0GB/s.'
    >>> plain("{step}`share@ends`, {ev}`es-128@ends`", {"share": Traced(25, 20, 30, "percent")})
    '20–30%, $12,000–$15,000\\xa0per chip'
    """
    return "".join(part if isinstance(part, str) else part.shown for part in parts(text, steps, data))


def words(text: str) -> str:
    """Return the words of a finding alone, with a mark in the place of each number.

    >>> words("It is {step}`share` of the 910B.")
    'It is · of the 910B.'
    """
    return _ROLE.sub("·", text)


def marked(text: str, steps: dict[str, Traced], mark: Callable[[Named], str], escape: Callable[[str], str]) -> str:
    """Return the words of a finding escaped, and each number as `mark` shows it."""
    return "".join(escape(part) if isinstance(part, str) else mark(part) for part in parts(text, steps))
