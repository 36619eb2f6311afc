"""The words of outcomes name rows in place of numbers, and every place that shows an outcome shows the numbers of the rows."""

from __future__ import annotations

import json
import re
import shutil

import breaking
import pytest
from detour import cards, registry, reviews, tables, validation
from detour.checks import outcome
from detour.sphinxext import register_rows
from detour.sphinxext.templates import render

RAW = tables.load("outcomes")
NAMING = [row for row in RAW.to_dict("records") if any("}`" in row[name] for name in outcome.WORDS)]
ROLE = re.compile(r"\{(?:claim|ev|assume|result|step)\}`")
#: A second source, which the register links and a card leaves to it.
CITED = re.compile(r" \(s-[\w.-]+\)")
NAMED = re.compile(r"\{(?:claim|ev|result)\}`!?([a-z][\w/.-]*)")


def test_most_outcomes_with_a_number_name_its_row():
    assert len(NAMING) > 100


def test_the_words_of_an_outcome_follow_a_changed_row(package):
    breaking.put(2, what_happened="Later counts give {ev}`es-001`, from {ev}`!es-001@low` up.")(package / breaking.OUTCOMES)
    changed = shutil.copytree(package, package.parent / "changed")
    breaking.put(2, value="2800000", low="2600000")(changed / breaking.ESTIMATES)
    assert validation.check(package) == []
    was, now = (outcome.rows(data)[0]["what_happened"].replace("\N{NO-BREAK SPACE}", " ") for data in (package, changed))
    assert (was, now) == ("Later counts give about 2.7 million cards, from 2.5 million up.", "Later counts give about 2.8 million cards, from 2.6 million up.")


@pytest.mark.parametrize("row", NAMING, ids=lambda row: row["claim"])
def test_card_and_register_show_the_numbers_and_link_them(row):
    shown = next(each for each in outcome.rows() if each["claim"] == row["claim"])["what_happened"]
    (line, *_) = [line for line in cards.content(row["claim"]).lines if line.label.text == "Outcome"]
    assert CITED.sub("", shown).rstrip(".") in "".join(part.text for part in line.parts)
    page = render("register-claims.html.jinja", rows=register_rows.claim_rows(tables.load("claims").query("id == @row['claim']")))
    assert not ROLE.search(shown + page)
    for ref in NAMED.findall(row["what_happened"]):
        entry = registry.find(ref)
        assert f'{registry.PAGES[entry.kind]}.html#{entry.id}"><span class="number' in page


def test_reviews_carry_the_numbers():
    published = json.dumps(reviews._reviews(lambda path: path), ensure_ascii=False, default=str)
    assert not ROLE.search(published) and "\N{NO-BREAK SPACE}" in published
