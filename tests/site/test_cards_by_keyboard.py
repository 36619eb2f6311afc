"""Laws of the cards for those who use a keyboard: focus opens them, keys go in and out, and no rule of access is broken."""

from __future__ import annotations

import pytest
from selenium.webdriver import Keys
from test_accessibility import broken
from using_cards import becomes, focused, following, go, press, press_back, state, tab_to

pytestmark = [pytest.mark.site, pytest.mark.browser]


def test_focus_opens_and_escape_closes_with_the_focus_on_the_number(desk, origin):
    link = go(desk, origin)
    tab_to(desk, link)
    assert focused(desk) == link
    becomes(desk, True)
    assert link.get_attribute("aria-expanded") == "true" and link.get_attribute("aria-details") == "card" and link.get_attribute("aria-haspopup") == "dialog"
    press(desk, Keys.ESCAPE)
    assert not state(desk)["open"]
    assert focused(desk) == link and link.get_attribute("aria-expanded") is None


def test_escape_inside_the_card_returns_the_focus(desk, origin):
    link = go(desk, origin)
    tab_to(desk, link)
    press(desk, Keys.ARROW_DOWN, Keys.TAB)
    assert state(desk)["inside"]
    press(desk, Keys.ESCAPE)
    assert not state(desk)["open"] and focused(desk) == link


def test_tab_goes_from_number_to_number_and_never_into_a_card(desk, origin):
    link = go(desk, origin)
    after = following(desk, link)
    tab_to(desk, link)
    becomes(desk, True)
    press(desk, Keys.TAB)
    assert focused(desk) == after and not state(desk)["inside"] and link.get_attribute("aria-expanded") is None
    press_back(desk)
    assert focused(desk) == link


def test_the_down_arrow_goes_into_the_card_and_tab_through_it_to_what_follows_the_number(desk, origin):
    link = go(desk, origin)
    after = following(desk, link)
    tab_to(desk, link)
    stops = desk.execute_script("return [...document.querySelectorAll('#card a, #card button')].filter((each) => each.getClientRects().length)")
    for place, stop in enumerate(stops):
        press(desk, Keys.TAB if place else Keys.ARROW_DOWN)
        assert focused(desk) == stop
    press(desk, Keys.TAB)
    assert focused(desk) == after


def test_shift_and_tab_go_back_from_the_card_to_the_number(desk, origin):
    link = go(desk, origin)
    tab_to(desk, link)
    press(desk, Keys.ARROW_DOWN)
    press_back(desk)
    assert focused(desk) == link and state(desk)["open"]
    press_back(desk)
    assert focused(desk) != link and not state(desk)["inside"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["claim", "evidence", "assumption", "result"])
def test_a_page_with_an_open_card_breaks_no_rule_of_access(desk, origin, theme, kind):
    """On the shortest page that names every kind of number."""
    desk.set_script_timeout(120)
    link = go(desk, origin, "method", f"main a:has(> .number-{kind})")
    desk.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
    tab_to(desk, link)
    becomes(desk, True)
    assert broken(desk, {}) == []
