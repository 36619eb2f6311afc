"""Laws of what is left over: a page that is no document any more leaves the site with its files, and no other page does."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def shorter(book):
    """Return what a book left after a page was taken out, and what stood there before."""
    chapters = book("chapters")
    chapters.source.joinpath("gone.md").write_text("---\norphan: true\n---\n(sec-gone)=\n# Gone\n", encoding="utf-8")
    chapters.build()
    for path in ("data/gone.ipynb", "pictures/gone.png", "cite/gone.bib", "data/gone.csv"):
        (chapters.out / path).parent.mkdir(exist_ok=True)
        (chapters.out / path).write_text("left", encoding="utf-8")
    before = {path.name for path in chapters.out.glob("*.html")}
    chapters.source.joinpath("gone.md").unlink()
    return before, chapters.build().out, chapters


def test_the_page_goes_and_every_other_page_stays(shorter):
    before, out, _ = shorter
    assert "gone.html" in before and {path.name for path in out.glob("*.html")} == before - {"gone.html"}


def test_the_files_of_its_name_go_and_those_of_another_kind_stay(shorter):
    out = shorter[1]
    assert not [path for path in ("data/gone.ipynb", "pictures/gone.png", "cite/gone.bib") if (out / path).exists()]
    assert (out / "data" / "gone.csv").exists()


def test_a_build_that_writes_nothing_takes_nothing_away(shorter):
    before, out, chapters = shorter
    chapters.build()
    assert {path.name for path in out.glob("*.html")} == before - {"gone.html"}
