"""Rules about words: a likelihood stands with its band, and apart from confidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detour.faults import Fault
from detour.likelihood import misuses
from detour.rules.base import Tables, fault, texts

#: Columns that hold the words of others: what a source prints, says or is called.
_THEIRS = {("claims", "statement"), ("claims", "printed"), ("claims", "speaker_role"), ("attributes", "text"), ("events", "event"), ("sources", "title")}


def likelihoods_have_bands(frames: Tables, data: Path) -> Iterator[Fault]:
    """A word of likelihood in our own words stands with its band, and not in one sentence with a word of confidence."""
    for name, frame in frames.items():
        for column in texts(frame):
            if (name, column) in _THEIRS:
                continue
            for index, cell in frame[column].items():
                for wrong in misuses(cell) if cell else ():
                    yield fault(data, name, index, column, wrong)


RULES = (likelihoods_have_bands,)
