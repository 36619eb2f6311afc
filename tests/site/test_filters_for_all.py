"""Laws of the filters for those who listen, print or have no script, and of the permalinks of rows."""

from __future__ import annotations

import pytest
from detour import tables
from filtering import REGISTERS, SHOWN, ask, in_view
from test_accessibility import broken

pytestmark = [pytest.mark.site, pytest.mark.browser]


@pytest.mark.parametrize(("slug", "id"), [("claims", None), ("sources", "s-ft25"), ("evidence", None), ("codebook", "huawei")])
def test_a_permalink_lands_on_its_row(desk, origin, slug, id):
    desk.get(f"{origin}/book/{slug}.html")
    for place in (0.1, 0.5, 0.9):
        target = desk.execute_script("const rows = [...document.querySelectorAll('.row')]; return rows[Math.floor(rows.length * arguments[0])].id;", place)
        desk.get("about:blank")
        desk.get(f"{origin}/book/{slug}.html#{target}")
        assert in_view(desk, target), target


def test_the_number_of_rows_is_said_to_those_who_listen(desk, origin):
    ask(desk, origin, "claims.html?status=disputed")
    output = desk.find_element("css selector", "#filter-claims output")
    assert output.aria_role == "status"
    assert output.text == f"{len(desk.execute_script(SHOWN, 'claims'))} of {len(tables.load('claims'))} claims"


@pytest.mark.parametrize(
    "address", ["claims.html?status=disputed&sort=period", "evidence.html?table=events&sort=id", "codebook.html?name-kind=chip&name-sort=name"]
)
def test_axe_finds_nothing_on_a_filtered_page(desk, origin, address):
    desk.set_script_timeout(240)
    desk.get(f"{origin}/book/{address}")
    desk.find_element("css selector", "details.facet summary").click()
    assert broken(desk, {}) == []


def test_a_filtered_page_prints_as_shown_and_says_so(desk, origin):
    ask(desk, origin, "claims.html?status=impossible&sort=period")
    desk.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not desk.find_element("id", "filter-claims").is_displayed()
        printed = desk.find_element("css selector", ".filter-printed").text
        rows = desk.execute_script(SHOWN, "claims")
    finally:
        desk.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert printed == f"Shown: {len(rows)} of {len(tables.load('claims'))} claims. Status: impossible. Sorted by period, oldest first."


@pytest.mark.parametrize("slug", REGISTERS)
def test_without_javascript_every_row_is_seen_and_no_control_is_dead(without_script, origin, slug):
    without_script.get(f"{origin}/book/{slug}.html?status=disputed&kind=chip&sort=id")
    assert [each for each in without_script.find_elements("css selector", ".register-filter") if each.is_displayed()] == []
    rows = without_script.find_elements("css selector", ".row")
    assert rows and not without_script.find_elements("css selector", ".row[hidden]")
    assert rows[0].is_displayed() and rows[-1].is_displayed()
