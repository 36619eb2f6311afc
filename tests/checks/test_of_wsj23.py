"""Laws of the checks of the article on AI without the latest chips: another number gives another verdict, or another step."""

from __future__ import annotations

import planting
import pytest

ARTICLE = "k-wsj23-"
#: Findings whose substance is words: nothing in the tables could decide them.
OF_WORDS = {
    "k-wsj23-simulate-or-make",
    "k-wsj23-headline-quote",
    "k-wsj23-whose-judgement",
    "k-wsj23-dropped-strands",
    "k-wsj23-last-resort-by-whom",
    "k-wsj23-baidu-stop-or-lend",
}
#: A finding of the article, what is planted in the rows of its check by their arguments, and the verdict that a reader would then give.
PLANTED = [
    ("hundred-to-three-thousand", {"best": {"value": 1000}}, "holds"),
    ("hundred-to-three-thousand", {"earlier": {"low": 25, "high": 30}}, "holds"),
    ("lost-zero", {"english": {"value": 100}}, "holds"),
    ("lost-zero", {"english": {"value": 200}}, "fails"),
    ("link-ceiling", {"best": {"value": 1200}}, "strained"),
    ("link-ceiling", {"weaker": {"value": 200}}, "holds"),
    ("link-ceiling", {"press_link": {"value": 25}}, "strained"),
    ("ubs-against-hundred", {"best": {"value": 2000}}, "holds"),
    ("lower-in-what", {"h800": {"value": 148}}, "holds"),
    ("lower-in-what", {"a800_link": {"value": 600}}, "fails"),
    ("three-to-four-of-which", {"a800": {"value": 600}}, "fails"),
    ("three-to-four-of-which", {"earlier": {"low": 1, "high": 50}}, "holds"),
    ("old-chips-add-little", {"earlier": {"low": 3, "high": 50}}, "holds"),
    ("cost-of-the-ratio", {"weaker": {"value": 350}}, "holds"),
    ("cost-of-the-ratio", {"h800_price": {"value": 500}}, "fails"),
    ("deepseek-used-fewer", {"chips": {"value": 4096}}, "holds"),
    ("measured-near-one", {"h100_tokens_a_second": {"value": 5000}}, "holds"),
    ("ubs-above-published-run", {"chips": {"value": 6000}}, "holds"),
    ("ubs-chips-without-time", {"needed": {"unit": "H800 GPU hours"}}, "holds"),
    ("most-used-so-soon", {"launched": {"text": "2022-03"}}, "holds"),
    ("last-resort-later", {"mixed": {"text": "2023-04-01"}}, "strained"),
    ("stock-in-models", {"stock": {"low": 1000, "high": 2000}}, "fails"),
    ("stock-in-models", {"needed": {"low": 5000, "high": 45_000}}, "strained"),
    ("stock-against-sales", {"stock": {"low": 80_000, "high": 90_000}}, "holds"),
    ("stock-against-sales", {"sold": {"low": 60_000}}, "fails"),
    ("stock-against-filing", {"stock": {"low": 400_000, "high": 500_000}}, "holds"),
    ("stock-against-ds25", {"all_chips": {"value": 50_000}}, "holds"),
    ("stock-of-what", {"there": {"low": 100_000, "high": 120_000}}, "holds"),
    ("stock-of-what", {"sold": {"low": 60_000}}, "strained"),
    ("importable-outnumber-stock", {"delivered": {"value": 30_000}}, "holds"),
    ("one-root", {"stock_relayed": {"low": 38_000}}, "open"),
    ("ubs-or-analysts", {"most_relayed": {"value": 30_000}}, "open"),
    ("ubs-or-analysts", {"bank": {"value": 30_000}}, "open"),
    ("ubs-against-rivals", {"earlier_model": {"value": 8000}}, "holds"),
    ("h100-march", {"launched": {"text": "2022-03"}}, "holds"),
    ("h100-march", {"listed": {"text": "2023-03-15"}}, "holds"),
    ("h100-stock-before-launch", {"launched": {"text": "2022-03"}}, "strained"),
    ("h100-stock-before-launch", {"listed": {"text": "2022-05-01"}}, "strained"),
    ("old-versions-are-newer", {"a800": {"text": "2019-05-01"}}, "strained"),
    ("huawei-importable", {"rule": {"text": "2023-08-17"}}, "holds"),
    ("huawei-importable", {"rule": {"text": "2015-08-17"}}, "fails"),
    ("importable-until-october", {"report": {"text": "2023-11-07"}}, "fails"),
    ("importable-until-october", {"h800_link": {"value": 900}}, "fails"),
    ("october-or-august", {"here": {"text": "2022-08"}}, "holds"),
    ("october-or-august", {"here": {"text": "2022-09"}}, "fails"),
    ("without-advanced-chips", {"h800_int8": {"value": 296}}, "holds"),
    ("tencent-no-example", {"h800": {"value": 300}}, "holds"),
    ("a100-essential-or-not", {"h800": {"value": 148}}, "holds"),
    ("a100-essential-or-not", {"h800_released": {"text": "2023-06-21"}}, "holds"),
    ("bar-or-licence", {"arrived": {"text": "2022-07-15"}}, "holds"),
    ("a800-before-the-rule", {"production": {"text": "2022Q4"}}, "open"),
    ("a800-before-the-rule", {"production": {"text": "2023Q1"}}, "holds"),
]


@pytest.mark.parametrize(("finding", "planted", "verdict"), PLANTED)
def test_another_number_gives_another_verdict(finding, planted, verdict):
    assert planting.flips(ARTICLE + finding, verdict, **planted)


def test_every_check_has_a_number_that_turns_it_and_only_words_have_none():
    assert planting.checked(ARTICLE) == {finding for finding, *_ in PLANTED}
    assert planting.unchecked(ARTICLE) == OF_WORDS


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
    assert planting.working(ARTICLE + finding).steps[step].value == pytest.approx(value, rel=5e-3)
