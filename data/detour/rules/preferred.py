"""Rules about the reasons of preferred rows: they follow the rows that they compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detour.faults import Fault
from detour.rules import wording
from detour.rules.base import Tables
from detour.rules.relations import RIVALS


def reasons_name_their_numbers(frames: Tables, data: Path) -> Iterator[Fault]:
    """The reason for a choice among rivals types no number, but in what it quotes, and names rows that are there."""
    for name in RIVALS:
        for index, text in frames[name]["preferred_reason"].items():
            yield from wording.typed(data, name, index, "preferred_reason", text, "a role that names the row it stands in")
            yield from wording.named(data, name, index, "preferred_reason", text, {})


RULES = (reasons_name_their_numbers,)
