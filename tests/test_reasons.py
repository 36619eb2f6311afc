"""The reason for a preferred row counts the rows that it was preferred among, and shows the numbers of the rows that it names."""

from __future__ import annotations

import re
import shutil

import breaking
import pytest
from detour import cards, registry, tables, validation
from detour.checks import choices, rivals
from detour.exhibits import frames
from detour.rules.relations import RIVALS
from detour.sphinxext import register_rows
from detour.sphinxext.templates import render
from detour.versions import record

COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
SAID = re.compile(r"^(?:(?P<only>only (?:source|row))|(?:\w+ of |all )?(?P<of>both|two|three|four|five|six|seven|eight) sources agree)")


def counted(reason: str) -> int | None:
    """Return how many rows a reason says there are; nothing where it does not say."""
    said = SAID.search(reason)
    return None if said is None else 1 if said["only"] else COUNTS[said["of"]]


@pytest.mark.parametrize(
    ("reason", "rows"),
    [
        ("both sources agree", 2),
        ("three of five sources agree; others give 550", 5),
        ("all four sources agree", 4),
        ("only source", 1),
        ("the newer one", None),
    ],
)
def test_counts_are_read(reason, rows):
    assert counted(reason) == rows


@pytest.mark.parametrize("table", RIVALS)
def test_reasons_count_the_rows_that_there_are(table):
    wrong = []
    for _, group in tables.load(table).groupby(RIVALS[table], dropna=False):
        for row in group[group["preferred"] == "yes"].to_dict("records"):
            if counted(row["preferred_reason"]) not in (None, len(group), group["source"].nunique()):
                wrong.append((row["id"], row["preferred_reason"], len(group)))
    assert wrong == []


#: A preferred row whose reason names a rival, and what it then says.
ID, SAID_SO = "sp-nvidia-h20-tdp-1", "three of five sources agree; others give 550 W"
ROLE = re.compile(r"\{(?:claim|ev|assume|result)\}`")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_reason_follows_a_changed_row(package):
    breaking.put(2, preferred_reason="the maker says so; the rival gives {ev}`sp-a1-bandwidth-2`")(package / breaking.SPECS)
    changed = shutil.copytree(package, package.parent / "changed")
    breaking.put(3, value="3800")(changed / breaking.SPECS)
    assert validation.check(package) == []
    said = [plain(rivals.row("sp-a1-bandwidth-1", data).reason) for data in (package, changed)]
    assert said == ["the maker says so; the rival gives 3,900 GB/s", "the maker says so; the rival gives 3,800 GB/s"]


def test_cards_notebooks_and_records_show_the_numbers():
    (line, *_) = [line for line in cards.content(ID).lines if line.label.text == "Preferred"]
    assert plain("".join(part.text for part in line.parts)) == SAID_SO
    assert SAID_SO in map(plain, frames.rivals("tdp", ["nvidia-h20"])["preferred_reason"])
    assert next(plain(row["reason"]) for row in record._evidence() if row["id"] == ID) == SAID_SO


def test_the_registers_link_the_numbers():
    shown = next(row for row in register_rows.evidence_rows() if row["id"] == ID)
    page = render("register-evidence.html.jinja", rows=[shown])
    named = registry.find(re.search(r"`([^`]*)`", raw(ID))[1])
    assert f'{registry.PAGES[named.kind]}.html#{named.id}"><span class="number' in page and not ROLE.search(page)
    assert not ROLE.search(str(register_rows.choice_rows()))
    assert any(ROLE.search(choice.reason) for choice in choices.choices())


def test_the_text_of_a_reason_is_escaped():
    assert register_rows._marked("<b> & {ev}`es-018`", {}).startswith("&lt;b&gt; &amp; <a href=")


def raw(id: str) -> str:
    return tables.load("specifications").set_index("id").loc[id, "preferred_reason"]
