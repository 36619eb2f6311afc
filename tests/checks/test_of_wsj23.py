"""Laws of the checks of the article on AI without the latest chips: another number gives another verdict, or another step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from detour import registry, tables
from detour.checks import engine, traced
from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED

CHECKS = {id: check for id, check in engine.declared().items() if id.startswith("k-wsj23-")}
#: Findings whose substance is words: nothing in the tables could decide them.
OF_WORDS = {
    "k-wsj23-simulate-or-make",
    "k-wsj23-headline-quote",
    "k-wsj23-whose-judgement",
    "k-wsj23-dropped-strands",
    "k-wsj23-last-resort-by-whom",
    "k-wsj23-baidu-stop-or-lend",
}
#: Finding, argument of its check, what is planted in the row, and the verdict that a reader would then give.
PLANTED = [
    ("hundred-to-three-thousand", "best", {"value": 1000}, HOLDS),
    ("hundred-to-three-thousand", "earlier", {"low": 25, "high": 30}, HOLDS),
    ("lost-zero", "english", {"value": 100}, HOLDS),
    ("lost-zero", "english", {"value": 200}, FAILS),
    ("link-ceiling", "best", {"value": 1200}, STRAINED),
    ("link-ceiling", "weaker", {"value": 200}, HOLDS),
    ("link-ceiling", "press_link", {"value": 25}, STRAINED),
    ("ubs-against-hundred", "best", {"value": 2000}, HOLDS),
    ("lower-in-what", "h800", {"value": 148}, HOLDS),
    ("lower-in-what", "a800_link", {"value": 600}, FAILS),
    ("three-to-four-of-which", "a800", {"value": 600}, FAILS),
    ("three-to-four-of-which", "earlier", {"low": 1, "high": 50}, HOLDS),
    ("old-chips-add-little", "earlier", {"low": 3, "high": 50}, HOLDS),
    ("cost-of-the-ratio", "weaker", {"value": 350}, HOLDS),
    ("cost-of-the-ratio", "h800_price", {"value": 500}, FAILS),
    ("deepseek-used-fewer", "chips", {"value": 4096}, HOLDS),
    ("measured-near-one", "h100_tokens_a_second", {"value": 5000}, HOLDS),
    ("ubs-above-published-run", "chips", {"value": 6000}, HOLDS),
    ("ubs-chips-without-time", "needed", {"unit": "H800 GPU hours"}, HOLDS),
    ("most-used-so-soon", "launched", {"text": "2022-03"}, HOLDS),
    ("last-resort-later", "mixed", {"text": "2023-04-01"}, STRAINED),
    ("stock-in-models", "stock", {"low": 1000, "high": 2000}, FAILS),
    ("stock-in-models", "needed", {"low": 5000, "high": 45_000}, STRAINED),
    ("stock-against-sales", "stock", {"low": 80_000, "high": 90_000}, HOLDS),
    ("stock-against-sales", "sold", {"low": 60_000}, FAILS),
    ("stock-against-filing", "stock", {"low": 400_000, "high": 500_000}, HOLDS),
    ("stock-against-ds25", "all_chips", {"value": 50_000}, HOLDS),
    ("stock-of-what", "there", {"low": 100_000, "high": 120_000}, HOLDS),
    ("stock-of-what", "sold", {"low": 60_000}, STRAINED),
    ("importable-outnumber-stock", "delivered", {"value": 30_000}, HOLDS),
    ("one-root", "stock_relayed", {"low": 38_000}, OPEN),
    ("ubs-or-analysts", "most_relayed", {"value": 30_000}, OPEN),
    ("ubs-or-analysts", "bank", {"value": 30_000}, OPEN),
    ("ubs-against-rivals", "earlier_model", {"value": 8000}, HOLDS),
    ("h100-march", "launched", {"text": "2022-03"}, HOLDS),
    ("h100-march", "listed", {"text": "2023-03-15"}, HOLDS),
    ("h100-stock-before-launch", "launched", {"text": "2022-03"}, STRAINED),
    ("h100-stock-before-launch", "listed", {"text": "2022-05-01"}, STRAINED),
    ("old-versions-are-newer", "a800", {"text": "2019-05-01"}, STRAINED),
    ("huawei-importable", "rule", {"text": "2023-08-17"}, HOLDS),
    ("huawei-importable", "rule", {"text": "2015-08-17"}, FAILS),
    ("importable-until-october", "report", {"text": "2023-11-07"}, FAILS),
    ("importable-until-october", "h800_link", {"value": 900}, FAILS),
    ("october-or-august", "here", {"text": "2022-08"}, HOLDS),
    ("october-or-august", "here", {"text": "2022-09"}, FAILS),
    ("without-advanced-chips", "h800_int8", {"value": 296}, HOLDS),
    ("tencent-no-example", "h800", {"value": 300}, HOLDS),
    ("a100-essential-or-not", "h800", {"value": 148}, HOLDS),
    ("a100-essential-or-not", "h800_released", {"text": "2023-06-21"}, HOLDS),
    ("bar-or-licence", "arrived", {"text": "2022-07-15"}, HOLDS),
    ("a800-before-the-rule", "production", {"text": "2022Q4"}, OPEN),
    ("a800-before-the-rule", "production", {"text": "2023Q1"}, HOLDS),
]


def working(finding: str, argument: str = "", **planted) -> engine.Working:
    """Return what a check finds where one of its rows says something else."""
    check = CHECKS[finding]
    rows = {name: registry.find(ref) for name, ref in check.rows.items()}
    if argument:
        rows[argument] = replace(rows[argument], **planted)
    return check.function(**{name: traced.taken(entry, name) for name, entry in rows.items()})


@pytest.mark.parametrize(("finding", "argument", "planted", "verdict"), PLANTED)
def test_another_number_gives_another_verdict(finding, argument, planted, verdict):
    """Each verdict is computed: a planted number turns it into what a reader would then say."""
    id = f"k-wsj23-{finding}"
    assert working(id).verdict != verdict
    assert working(id, argument, **planted).verdict == verdict


def test_every_check_can_turn():
    """No check is a formality: each has a planted number that turns its verdict."""
    assert {f"k-wsj23-{finding}" for finding, *_ in PLANTED} == set(CHECKS)


def test_every_finding_but_those_of_words_is_checked():
    """A finding of the article has a check unless nothing in the tables could decide it."""
    findings = {id for id in tables.load("findings")["id"] if id.startswith("k-wsj23-")}
    assert findings - OF_WORDS == set(CHECKS)


@pytest.mark.parametrize("finding", sorted(CHECKS))
def test_rows_of_a_check_stand_in_its_finding(finding):
    """A reader of the finding sees every row that its check compares."""
    row = tables.load("findings").set_index("id").loc[finding]
    listed = {*tables.split(row["claims"]), *tables.split(row["evidence"])}
    assert {registry.find(ref).id for ref in CHECKS[finding].rows.values()} <= listed


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
    assert working(f"k-wsj23-{finding}").steps[step].value == pytest.approx(value, rel=5e-3)
