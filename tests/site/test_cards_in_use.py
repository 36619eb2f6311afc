"""Laws of the cards in a real browser: pointer and finger each get them, they are cited and not printed, and the page stands still."""

from __future__ import annotations

import time

import pytest
from detour import citation, registry
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.support.wait import WebDriverWait
from using_cards import CLAIM, LINK, SLUG, STATE, becomes, focused, go, press, state, tab_to, tap

pytestmark = [pytest.mark.site, pytest.mark.browser]


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
    """At a phone's width it needs no scrolling either, but for the few claims with most rivals on screens under 700 pixels high."""
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
    assert len(scrolling) <= (3 if size[1] < 700 else 0), scrolling


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
