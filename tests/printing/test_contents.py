"""Laws of the contents of the printed book: the pages they name are those of the printing that is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from detour.printing import pdf


class Press:
    """A browser whose printings have a chapter on pages given in advance; the contents are what was last written into them."""

    def __init__(self, starts: list[int]):
        self.starts, self.contents, self.fresh = iter(starts), {}, False

    def open(self, document: Path) -> None:
        self.contents, self.fresh = {}, True

    def value(self, script: str) -> None:
        self.contents = json.loads(script.rpartition("(")[2].removesuffix(")"))

    def pdf(self, **options) -> dict[str, int]:
        assert self.fresh, "a printing lays out what the one before left"
        self.fresh = False
        return {"page-audit": next(self.starts)}


@pytest.fixture(autouse=True)
def plain_numbers(monkeypatch):
    """Take what the press prints as the numbers themselves."""
    monkeypatch.setattr(pdf, "page_numbers", dict)


@pytest.mark.parametrize("starts", [[7, 7], [7, 8, 8], [7, 8, 7, 7]])
def test_the_contents_name_the_pages_of_the_last_printing(starts):
    press = Press(starts)
    assert pdf.settled(press, Path("book.xhtml"), ["page-audit"]) == {"page-audit": starts[-1]}
    assert press.contents == {"page-audit": str(starts[-1])}


def test_contents_that_never_agree_are_refused():
    with pytest.raises(pdf.Unsettled):
        pdf.settled(Press([1, 2, 1, 2]), Path("book.xhtml"), ["page-audit"])
