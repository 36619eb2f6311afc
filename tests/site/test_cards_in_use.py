"""Laws of the cards in a real browser: pointer, keyboard and finger each get them, and the page stands still."""

from __future__ import annotations

import time

import pytest
from detour import citation, registry
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.support.wait import WebDriverWait
from test_accessibility import broken

pytestmark = [pytest.mark.site, pytest.mark.browser]

SLUG = "huawei-inference"
CLAIM = "c-ft25-h20-shipments-2024"
LINK = f"main a[href='claims.html#{CLAIM}']"
#: Names the kind, the shown link and the place of the card.
STATE = """
const card = document.getElementById('card'), open = card.matches(':popover-open'), r = card.getBoundingClientRect();
return {open, label: open ? card.getAttribute('aria-label') : null, inside: card.contains(document.activeElement),
  fits: r.left >= 0 && r.top >= 0 && r.right <= document.documentElement.clientWidth && r.bottom <= innerHeight + 1,
  scrolls: card.scrollHeight > card.clientHeight, box: [r.left, r.top, r.right, r.bottom], y: scrollY};"""
SHIFTS = """
window.shifts = []; new PerformanceObserver((list) => { for (const each of list.getEntries()) shifts.push(each.value); }).observe({type: 'layout-shift', buffered: false});"""


def go(driver, origin: str, slug: str = SLUG, selector: str = LINK):
    """Open a chapter afresh with a link in the middle of the window, and return the link."""
    driver.get("about:blank")
    driver.get(f"{origin}/book/{slug}.html")
    link = driver.find_element("css selector", selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", link)
    driver.execute_script(SHIFTS)
    return link


def state(driver) -> dict:
    return driver.execute_script(STATE)


def becomes(driver, open: bool) -> dict:
    """Wait until the card is open or closed, and return what is shown."""
    WebDriverWait(driver, 3).until(lambda _: state(driver)["open"] == open)
    return state(driver)


def press(driver, *keys: str) -> None:
    for key in keys:
        ActionChains(driver).send_keys(key).perform()


def press_back(driver) -> None:
    ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()


def tab_to(driver, link) -> None:
    """Put the focus on a link as a keyboard does: on what stands before it, then one Tab."""
    driver.execute_script(
        """const all = [...document.querySelectorAll('main a[href]')], before = all[all.indexOf(arguments[0]) - 1];
        document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Shift'})); before.focus({preventScroll: true});""",
        link,
    )
    press(driver, Keys.ESCAPE, Keys.TAB)


def tap(driver, element) -> None:
    finger = ActionChains(driver, devices=[PointerInput("touch", "finger")])
    finger.w3c_actions.pointer_action.move_to(element)
    finger.w3c_actions.pointer_action.pointer_down()
    finger.w3c_actions.pointer_action.pointer_up()
    finger.perform()


def focused(driver):
    return driver.switch_to.active_element


def test_pointing_opens_after_a_rest_and_leaving_closes(desk, origin):
    link = go(desk, origin)
    ActionChains(desk).move_to_element(link).perform()
    assert becomes(desk, True)["label"] == f"Claim: {registry.find(CLAIM).written()}"
    ActionChains(desk).move_by_offset(0, 0).move_to_element(desk.find_element("css selector", ".site-foot p, h1")).perform()
    becomes(desk, False)


def test_passing_over_a_number_opens_nothing(desk, origin):
    link = go(desk, origin)
    ActionChains(desk, duration=10).move_to_element(link).move_to_element(desk.find_element("css selector", ".site-title")).perform()
    time.sleep(0.4)
    assert not state(desk)["open"]


def test_the_pointer_may_travel_into_the_card_and_stay(desk, origin):
    link = go(desk, origin)
    ActionChains(desk).move_to_element(link).perform()
    becomes(desk, True)
    ActionChains(desk, duration=150).move_to_element(desk.find_element("css selector", "#card strong")).perform()
    time.sleep(0.6)
    assert state(desk)["open"]


def test_a_click_of_the_mouse_follows_the_link(desk, origin):
    link = go(desk, origin)
    ActionChains(desk).move_to_element(link).pause(0.4).click().perform()
    WebDriverWait(desk, 10).until(lambda driver: driver.current_url.endswith(f"claims.html#{CLAIM}"))


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


def following(driver, link):
    return driver.execute_script("const all = [...document.querySelectorAll('main a[href]')]; return all[all.indexOf(arguments[0]) + 1]", link)


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


def test_a_tap_opens_and_the_next_closes_and_none_leaves_the_page(phone, origin):
    link = go(phone, origin)
    before = phone.current_url
    tap(phone, link)
    shown = becomes(phone, True)
    assert shown["inside"] and shown["fits"]
    tap(phone, phone.find_element("css selector", "#card .card-close"))
    becomes(phone, False)
    assert focused(phone) == link
    tap(phone, link)
    becomes(phone, True)
    assert phone.current_url == before
    assert phone.find_element("css selector", ".card-actions a").get_attribute("href").endswith(f"claims.html#{CLAIM}")


@pytest.mark.parametrize("size", [(320, 640), (375, 667), (768, 1024), (1280, 800)])
def test_every_card_of_a_chapter_stands_inside_the_window(phone, origin, size):
    """At a phone's width it needs no scrolling either, but for the few claims with most rivals on the smallest."""
    phone.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600})
    go(phone, origin)
    cards = phone.execute_script(
        """const seen = {};
        for (const link of document.querySelectorAll('main a:has(> .number, > .name)')) {
            const id = link.hash.slice(1);
            if (id in seen || !document.getElementById('card-' + id)) continue;
            link.scrollIntoView({block: 'center', behavior: 'instant'});
            link.focus({preventScroll: true, focusVisible: true});
            seen[id] = (() => {"""
        + STATE
        + """})();
        }
        return seen;"""
    )
    phone.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 375, "height": 900, "deviceScaleFactor": 1, "mobile": True})
    assert len(cards) > 100
    assert [id for id, each in cards.items() if not each["open"] or not each["fits"]] == []
    scrolling = [id for id, each in cards.items() if each["scrolls"]]
    assert len(scrolling) <= (3 if size[0] == 320 else 0), scrolling


def test_a_card_never_hides_its_number_on_a_wide_page(desk, origin):
    for link in desk.find_elements("css selector", "main a:has(> .number-claim)")[:6] if go(desk, origin) else ():
        for block in ("start", "center", "end"):
            desk.execute_script("arguments[0].scrollIntoView({block: arguments[1], behavior: 'instant'})", link, block)
            tab_to(desk, link)
            left, top, right, bottom = becomes(desk, True)["box"]
            boxes = desk.execute_script("return [...arguments[0].getClientRects()].map((box) => [box.left, box.top, box.right, box.bottom])", link)
            assert all(right <= box[0] or left >= box[2] or bottom <= box[1] or top >= box[3] for box in boxes[:1]), link.text
            press(desk, Keys.ESCAPE)


def test_nothing_jumps(desk, origin):
    """Cards open one after the other, by pointer and by focus; nothing of the page moves, and the page does not scroll."""
    link = go(desk, origin)
    before = state(desk)["y"]
    for each in desk.find_elements("css selector", "main a:has(> .number)")[:12]:
        if each.is_displayed() and 60 < each.rect["y"] - before < 700:
            ActionChains(desk).move_to_element(each).pause(0.25).perform()
    tab_to(desk, link)
    press(desk, Keys.ARROW_DOWN, Keys.TAB, Keys.ESCAPE)
    time.sleep(0.2)
    assert state(desk)["y"] == before
    assert sum(desk.execute_script("return shifts")) == 0
    time.sleep(0.6)  # a shift within half a second of a key does not count, and this one must
    desk.execute_script("arguments[0].closest('p').style.paddingTop = '90px'", link)
    WebDriverWait(desk, 3).until(lambda driver: sum(driver.execute_script("return shifts")) > 0)


def test_the_place_under_the_pointer_decides_where_a_link_over_two_lines_opens(desk, origin):
    link = go(desk, origin)
    desk.execute_script(
        "arguments[0].parentElement.style.width = '9rem'; arguments[0].firstChild.style.whiteSpace = 'normal'; arguments[0].firstChild.textContent = 'one two three four five six'",
        link,
    )
    boxes = desk.execute_script(
        "arguments[0].scrollIntoView({block: 'start'}); return [...arguments[0].getClientRects()].map((box) => [box.left, box.top, box.bottom])", link
    )
    assert len(boxes) > 1
    left, top, bottom = boxes[-1]
    pointer = ActionChains(desk)
    pointer.w3c_actions.pointer_action.move_to_location(int(left) + 4, int((top + bottom) / 2))
    pointer.perform()
    assert becomes(desk, True)["box"][1] == pytest.approx(bottom + 6, abs=2)


def test_without_script_the_number_links_to_its_row_and_says_its_kind(without_script, origin):
    without_script.get(f"{origin}/book/{SLUG}.html")
    link = without_script.find_element("css selector", LINK)
    assert link.get_attribute("title") == "Claim"
    assert not without_script.find_elements("css selector", "#card")
    without_script.get(link.get_attribute("href"))
    assert without_script.find_element("id", CLAIM).is_displayed()


def test_the_browsers_own_tooltip_gives_way_and_its_words_stay(desk, origin):
    link = go(desk, origin)
    assert link.get_attribute("title") == "Claim"
    tab_to(desk, link)
    assert not link.get_attribute("title") and link.get_attribute("aria-description") == "Claim. Down arrow: card"


def kinds_of(driver, origin: str) -> list[str]:
    """Return the first id of each kind that a chapter names."""
    go(driver, origin)
    ids = driver.execute_script("return [...document.querySelectorAll('#cards template')].map((each) => each.id.slice(5))")
    return list({registry.named(id)[0]: id for id in reversed(ids)}.values())


def test_copying_gives_the_citation_that_the_command_prints(desk, origin):
    for id in kinds_of(desk, origin):
        link = go(desk, origin, selector=f"main a[href$='#{id}']")
        desk.execute_script("window.copied = []; navigator.clipboard.writeText = (text) => { copied.push(text); return Promise.resolve(); };")
        tab_to(desk, link)
        becomes(desk, True)
        for button in desk.find_elements("css selector", "#card button")[:2]:
            button.click()
        cited, address = desk.execute_script("return copied")
        assert cited == f"{citation.cite(id).strip()} {link.get_attribute('href')}"  # the command knows no address to end with
        assert address.endswith(f"{registry.PAGES[registry.named(id)[0]]}.html#{id}")
        assert desk.find_element("css selector", "#card [role=status]").text == "Permalink copied."


def test_where_the_clipboard_is_shut_the_text_is_selected(desk, origin):
    link = go(desk, origin)
    desk.execute_script("navigator.clipboard.writeText = () => Promise.reject(new Error('shut')); document.execCommand = () => false;")
    tab_to(desk, link)
    desk.find_element("css selector", "#card button").click()
    WebDriverWait(desk, 3).until(lambda driver: driver.find_elements("css selector", "#card textarea"))
    selected = desk.execute_script("const field = document.activeElement; return field.value.slice(field.selectionStart, field.selectionEnd)")
    assert selected == f"{citation.cite(CLAIM).strip()} {link.get_attribute('href')}"
    assert "keyboard" in desk.find_element("css selector", "#card [role=status]").text


def test_a_card_is_not_printed(desk, origin):
    link = go(desk, origin)
    tab_to(desk, link)
    becomes(desk, True)
    desk.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = desk.execute_script("return getComputedStyle(document.getElementById('card')).display")
    desk.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == "none"


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
