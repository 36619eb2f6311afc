"""Use of the cards by pointer, keyboard and finger, for the tests that look at them in a browser."""

from __future__ import annotations

from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.support.wait import WebDriverWait

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


def following(driver, link):
    return driver.execute_script("const all = [...document.querySelectorAll('main a[href]')]; return all[all.indexOf(arguments[0]) + 1]", link)
