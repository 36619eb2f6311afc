"""Laws of the filters in a real browser: exactly the rows asked for, kept in the address, by mouse and by keyboard."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pandas as pd
import pytest
from filtering import REGISTERS, SHOWN, ask, in_view, query, until
from selenium.webdriver.common.keys import Keys

pytestmark = [pytest.mark.site, pytest.mark.browser]

#: Tick each option of each facet alone, and note the rows that it leaves.
EACH = """
    const form = document.querySelector(`#filter-${arguments[0]}`), found = {};
    const ask = () => form.dispatchEvent(new Event("submit", {cancelable: true}));
    const rows = () => [...document.querySelectorAll(`[data-rows="${arguments[0]}"] .row:not([hidden])`)].map((row) => row.id);
    for (const box of form.querySelectorAll("[data-facet]")) {
        found[box.dataset.facet] = {};
        for (const input of box.querySelectorAll("input")) {
            const count = input.parentNode.querySelector(".facet-count").textContent;
            input.checked = true; ask();
            found[box.dataset.facet][input.value] = [count, rows()];
            input.checked = false; ask();
        }
    }
    for (const input of form.querySelectorAll("[data-typed]")) {
        found[input.dataset.typed] = {};
        for (const option of input.list.options) {
            input.value = option.value; ask();
            found[input.dataset.typed][option.dataset.id] = [null, rows()];
        }
        input.value = "";
    }
    ask();
    return found;"""


@pytest.fixture(scope="module")
def published(site) -> pd.DataFrame:
    """Return the published claims, with the verdicts of the published checks."""
    claims = pd.read_csv(site / "data" / "claims.csv", keep_default_na=False)
    verdicts: dict[str, set] = {}
    for check in json.loads((site / "data" / "checks.json").read_text(encoding="utf-8")):
        for id in check["claims"]:
            verdicts.setdefault(id, set()).add(check["verdict"])
    claims["verdict"] = [verdicts.get(id, {"none"}) for id in claims["id"]]
    claims["outcome"] = [set(outcome.split("; ")) if outcome else {"none"} for outcome in claims["outcome"]]
    claims["roots"] = claims["root_flag"].replace("", "none")
    claims["entity"] = [{*row.outlets.split(";"), row.subject, row.object, row.speaker} - {""} for row in claims.itertuples()]
    return claims


def fits(claims: pd.DataFrame, facet: str, value: str) -> pd.Series:
    """Say which claims have a value."""
    return claims[facet].map(lambda cell: value in cell) if facet in ("verdict", "outcome", "entity") else claims[facet] == value


def test_each_option_leaves_exactly_the_claims_that_the_published_table_has(desk, origin, published):
    desk.get(f"{origin}/book/claims.html")
    found = desk.execute_script(EACH, "claims")
    assert set(found) == {"theme", "source", "kind", "status", "verdict", "outcome", "grade", "roots", "entity"}
    for facet, options in found.items():
        for value, (count, rows) in options.items():
            assert rows == list(published["id"][fits(published, facet, value)]), (facet, value)
            assert count in (None, f"{len(rows):,}"), (facet, value)
        assert {id for _, rows in options.values() for id in rows} == set(published["id"]), facet


@pytest.mark.parametrize(("slug", "register"), [(slug, name) for slug, names in REGISTERS.items() for name in names])
def test_each_option_leaves_as_many_rows_as_stand_beside_it(desk, origin, slug, register):
    desk.get(f"{origin}/book/{slug}.html")
    for facet, options in desk.execute_script(EACH, register).items():
        assert all(rows and count in (None, f"{len(rows):,}") for count, rows in options.values()), facet


def test_facets_narrow_each_other_and_options_of_one_widen_it(desk, origin, published):
    rows = ask(desk, origin, "claims.html?status=disputed&status=impossible&theme=huawei-inference&entity=nvidia")
    wanted = published["status"].isin(["disputed", "impossible"]) & (published["theme"] == "huawei-inference") & fits(published, "entity", "nvidia")
    assert rows == list(published["id"][wanted]) and rows


@pytest.mark.parametrize("words", ["화웨이", "华为", "huawei", "HUAWEI", "Huawei (화웨이, 华为)"])
def test_a_name_is_found_in_each_of_its_languages(desk, origin, published, words):
    rows = ask(desk, origin, f"claims.html?entity={words}")
    assert set(published["id"][fits(published, "entity", "huawei")]) <= set(rows) < set(published["id"])


def test_words_are_found_in_statement_printed_figure_name_and_id(desk, origin, published):
    claim = published[published["printed"].str.len() > 5].iloc[0]
    for words in (claim["statement"], claim["printed"], claim["id"]):
        desk.get(f"{origin}/book/claims.html")
        field = desk.find_element("id", "filter-claims-q")
        field.send_keys(words)
        rows = until(desk, lambda: (found := desk.execute_script(SHOWN, "claims")) and len(found) < len(published) and found)
        assert claim["id"] in rows
    assert set(ask(desk, origin, "claims.html?q=화웨이")) >= set(published["id"][published["subject"] == "huawei"])


def test_what_was_asked_stands_in_the_address_and_survives_reload_and_back(desk, origin, published):
    ask(desk, origin, "claims.html")
    desk.find_element("css selector", "[data-facet=status] summary").click()
    desk.find_element("css selector", "[data-facet=status] input[value=disputed]").click()
    desk.find_element("css selector", "[data-sort] option[value='-period']").click()
    assert query(desk) == {"status": ["disputed"], "sort": ["-period"]}
    rows = desk.execute_script(SHOWN, "claims")
    assert sorted(rows) == sorted(published["id"][published["status"] == "disputed"])
    desk.refresh()
    assert desk.execute_script(SHOWN, "claims") == rows
    desk.get(f"{origin}/book/sources.html")
    desk.back()
    until(desk, lambda: "status=disputed" in desk.current_url)
    assert desk.execute_script(SHOWN, "claims") == rows
    desk.find_element("css selector", "[data-clear]").click()
    assert desk.execute_script(SHOWN, "claims") == list(published["id"])
    assert not urlsplit(desk.current_url).query


def test_parts_of_an_address_that_are_not_ours_stay(desk, origin):
    ask(desk, origin, "claims.html?from=mail&status=disputed")
    desk.find_element("css selector", "[data-clear]").click()
    assert query(desk) == {"from": ["mail"]}


def test_a_permalink_shows_its_row_whatever_the_filter_says(desk, origin, published):
    claim = published["id"][published["status"] == "relayed"].iloc[200]
    rows = ask(desk, origin, f"claims.html?status=impossible#{claim}")
    assert set(rows) == {claim, *published["id"][published["status"] == "impossible"]}
    assert "Outside the filter" in desk.find_element("id", claim).text
    assert in_view(desk, claim)
    assert desk.find_element("css selector", "output").text == f"{len(rows) - 1} of {len(published)} claims"


def test_a_link_to_a_section_that_the_filter_emptied_shows_it(desk, origin, published):
    ask(desk, origin, "claims.html?source=s-ft25")
    assert not desk.find_element("id", "sec-claims-wsj24").is_displayed()
    desk.execute_script("location.hash = 'sec-claims-wsj24'")
    until(desk, lambda: desk.find_element("id", "sec-claims-wsj24").is_displayed())
    assert desk.execute_script(SHOWN, "claims") == list(published["id"])


def test_sorted_rows_stand_in_one_list_and_go_back_to_their_places(desk, origin, published):
    rows = ask(desk, origin, "claims.html?sort=id")
    assert rows == sorted(published["id"])
    assert [each.text for each in desk.find_elements("css selector", "main h2") if each.is_displayed()][0] == "Claims by id, A to Z"
    numbered = published[(published["value"].astype(str) != "") & (published["unit"] == "chips")]
    order = [id for id in ask(desk, origin, "claims.html?sort=-number") if id in set(numbered["id"])]
    values = numbered.set_index("id")["value"].astype(float)
    assert list(values[order]) == sorted(values, reverse=True)
    desk.find_element("css selector", "[data-sort] option[value='']").click()
    assert desk.execute_script(SHOWN, "claims") == list(published["id"])
    assert desk.find_elements("css selector", ".filter-heading") == []


def test_sorted_evidence_is_still_a_table(desk, origin):
    desk.get(f"{origin}/book/evidence.html?sort=-number&table=estimates")
    table = desk.find_element("css selector", ".filter-heading + * table")
    assert [cell.text for cell in table.find_elements("css selector", "th")] == ["What", "Value", "Basis", "Source"]
    assert table.aria_role == "table"
    assert {row.aria_role for row in table.find_elements("css selector", "tr:not([hidden])")[:4]} == {"row"}
    assert desk.execute_script(SHOWN, "evidence")[0].startswith("es-")


def test_everything_can_be_asked_with_the_keyboard_alone(desk, origin, published):
    ask(desk, origin, "claims.html")
    desk.execute_script("document.querySelector('main a').focus()")

    def press(*keys):
        for key in keys:
            desk.switch_to.active_element.send_keys(key)

    def focused():
        return desk.switch_to.active_element

    for _ in range(40):
        press(Keys.TAB)
        if focused().get_attribute("id") == "filter-claims-q":
            break
    press("chip")
    until(desk, lambda: query(desk).get("q") == ["chip"])
    while focused().tag_name != "summary" or focused().text != "Status":
        press(Keys.TAB)
    press(Keys.ENTER, Keys.TAB, Keys.SPACE)
    assert focused().get_attribute("value") == "relayed"
    assert query(desk) == {"q": ["chip"], "status": ["relayed"]}
    press(Keys.ESCAPE)
    assert focused().tag_name == "summary" and not desk.find_elements("css selector", "details.facet[open]")
    while not (focused().get_attribute("data-key") or ""):
        press(Keys.TAB)
    assert focused().accessible_name == "Remove the filter Words: chip"
    press(Keys.ENTER)
    assert focused().accessible_name == "Remove the filter Status: relayed"
    press(Keys.ENTER)
    assert focused().get_attribute("id") == "filter-claims-q"
    assert desk.execute_script(SHOWN, "claims") == list(published["id"])
