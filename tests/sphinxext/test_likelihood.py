"""Law of the words: prose says no likelihood without its band, and none beside a confidence; scales are written from one place."""

from __future__ import annotations

import pytest
from detour.checks import grades
from detour.likelihood import BANDS


@pytest.fixture
def built(book):
    return book("likelihood").build()


def test_every_misuse_warns_with_its_place_and_what_is_allowed(built):
    apart = "allowed: likelihood and confidence in sentences of their own"
    faults = [
        (3, "'probably' without its band; allowed: probably (55–80%)"),
        (5, "'very likely' with another band; allowed: very likely (80–95%)"),
        (7, "'almost certain' without its band; allowed: almost certain (95–99%)"),
        (9, "'unlikely' without its band; allowed: unlikely (20–45%)"),
        (13, f"'likely' in one sentence with 'confidence'; {apart}"),
    ]
    assert built.warnings == [f"index.md:{line}: WARNING: likelihood: {fault}" for line, fault in faults]


def test_a_scale_is_written_from_where_its_words_stand(built):
    text = built.page().get_text(" ", strip=True)
    for low, high in BANDS:
        assert f"({low}–{high}%)" in text
    for digit, meaning in grades.words("claims", "information").items():
        assert f"{digit} {meaning}" in text


def test_a_scale_that_is_none_fails(book):
    page = book("likelihood")
    (page.source / "index.md").write_text("# Page\n\n```{scale} weather\n```\n", encoding="utf-8")
    assert any("no scale 'weather'; there are source, information, standing, likelihood" in warning for warning in page.build().warnings)
