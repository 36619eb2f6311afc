"""Laws of the checks of every article: another number in the rows gives the verdict that a reader would then give."""

from __future__ import annotations

import planted_ds25
import planted_ft25
import planted_ti25
import planted_wsj23
import planted_wsj24
import planting
import pytest

ARTICLES = (planted_ft25, planted_wsj23, planted_wsj24, planted_ds25, planted_ti25)
PLANTED = [(article.ARTICLE + finding, planted, verdict) for article in ARTICLES for finding, planted, verdict in article.PLANTED]


@pytest.mark.parametrize(("finding", "planted", "verdict"), PLANTED)
def test_another_number_gives_another_verdict(finding, planted, verdict):
    assert planting.flips(finding, verdict, **planted)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.ARTICLE)
def test_every_check_has_a_number_that_turns_it_and_only_words_have_none(article):
    assert planting.checked(article.ARTICLE) == {finding for finding, *_ in article.PLANTED}
    assert planting.unchecked(article.ARTICLE) == article.OF_WORDS


@pytest.mark.parametrize(
    ("finding", "step", "value"),
    [
        ("hundred-to-three-thousand", "printed", 30),
        ("lost-zero", "english_as_a100", 1000 * 989.4 / 312),
        ("link-ceiling", "press_bound", 3),
        ("deepseek-used-fewer", "days", 2_788_000 / 2048 / 24),
        ("deepseek-used-fewer", "most_share", 20.1),
        ("ubs-above-published-run", "days", 117.5),
        ("old-versions-are-newer", "h800_later", 182),
        ("october-or-august", "rule_after_letter", 42),
        ("importable-until-october", "until_effect", 169),
        ("most-used-so-soon", "age_as_listed", 229),
        ("importable-until-october", "h800", 15_832),
    ],
)
def test_steps_are_what_a_calculator_gives(finding, step, value):
    """The steps that the words of a finding name are those of a calculator."""
    assert planting.working(planted_wsj23.ARTICLE + finding).steps[step].value == pytest.approx(value, rel=5e-3)


def test_the_week_before_runs_from_monday_to_sunday():
    steps = planting.working(planted_wsj24.ARTICLE + "relative-dates").steps
    assert steps["week"].written() == "19 February 2024 to 25 February 2024"
    assert steps["left"].value == 2


def test_chips_are_counted_whole():
    steps = planting.working(planted_wsj24.ARTICLE + "groq-plan-physics").steps
    assert (steps["chips"].value, steps["h100s"].value) == (609, 2)
    assert steps["h100_drawn"].value == pytest.approx(1.4)
