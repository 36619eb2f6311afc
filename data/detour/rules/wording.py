"""What holds for words that name rows in place of numbers, in whichever table they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from detour.checks import wording
from detour.checks.traced import Traced
from detour.faults import Fault
from detour.rules.base import fault
from detour.typed import typed_numbers

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def typed(data: Path, table: str, index: int, column: str, text: str, allowed: str) -> Iterator[Fault]:
    """Yield a fault for each number that is typed in a cell, but in what it quotes; `allowed` says what may stand there."""
    for number in typed_numbers(_QUOTED.sub("·", wording.words(text))):
        yield fault(data, table, index, column, f"typed number {number!r}; allowed: {allowed}")


def named(data: Path, table: str, index: int, column: str, text: str, steps: dict[str, Traced]) -> Iterator[Fault]:
    """Yield a fault for each role in a cell that names neither a row nor one of some steps."""
    for message in wording.unknown(text, steps, data):
        yield fault(data, table, index, column, message)
