"""Laws of search for those who use a keyboard, listen, hold a phone or have no script, and for hostile words."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from detour import tables
from searching import results, search, state, status
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from test_accessibility import broken, scheme

pytestmark = [pytest.mark.site]
browser = pytest.mark.browser


@browser
def test_the_keyboard_goes_from_any_page_to_what_is_found(desk, origin):
    desk.get(f"{origin}/book/method.html")
    desk.find_element(By.TAG_NAME, "body").send_keys("/")
    desk.switch_to.active_element.send_keys("910C", Keys.ENTER)
    WebDriverWait(desk, 20).until(lambda it: urlsplit(it.current_url).path == "/search.html")
    results(desk)
    desk.find_element(By.TAG_NAME, "body").send_keys("/")
    assert desk.switch_to.active_element.get_attribute("id") == "query"
    desk.switch_to.active_element.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert desk.execute_script("return [...document.querySelectorAll('.found > a')].indexOf(document.activeElement)") in (0, 1)
    desk.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(desk, 20).until(lambda it: "/book/" in it.current_url)
    assert desk.execute_script("return !!document.querySelector(':target')")


@browser
def test_the_key_can_be_switched_off(desk, origin):
    desk.get(f"{origin}/search.html")
    box = desk.find_element(By.ID, "find-slash")
    box.click()
    desk.get(f"{origin}/book/method.html")
    desk.find_element(By.TAG_NAME, "body").send_keys("/")
    off = desk.execute_script("return document.activeElement === document.body")
    desk.execute_script("localStorage.removeItem('detour-slash')")
    assert off


@browser
def test_typing_finds_at_once_and_is_announced(desk, origin):
    desk.get(f"{origin}/search.html")
    assert desk.switch_to.active_element.get_attribute("id") == "query"
    desk.switch_to.active_element.send_keys("cloudmat")
    assert "codebook.html#huawei-cloudmatrix-384" in results(desk)
    assert state(desk) == {"q": "cloudmat"}
    said = desk.find_element(By.CSS_SELECTOR, "[role=status]").text
    assert "found for “cloudmat”" in said and "Names 1" in said
    assert not desk.find_element(By.ID, "find-browse").is_displayed()


@browser
def test_a_hostile_query_is_text(desk, origin):
    search(desk, origin, q="""<img src=x onerror="document.title='gone'"> H20""")
    assert desk.find_elements(By.CSS_SELECTOR, "#find-results img, #find-status img") == []
    assert desk.title.startswith("<img src=x")


@browser
@pytest.mark.parametrize("preferred", ["light", "dark"])
def test_axe_finds_nothing_among_results(desk, origin, preferred):
    desk.set_script_timeout(120)
    scheme(desk, preferred)
    try:
        assert search(desk, origin, q="화웨이 H20")
        assert broken(desk, {}) == []
    finally:
        scheme(desk, "light")


@browser
def test_nothing_moves_when_results_come(desk, origin):
    script = "window.shift = 0; new PerformanceObserver((list) => { for (const each of list.getEntries()) shift += each.value; }).observe({type: 'layout-shift', buffered: true});"
    handle = desk.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    search(desk, origin, q="화웨이")
    desk.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": handle["identifier"]})
    assert desk.execute_script("return shift") < 0.02


@browser
@pytest.mark.parametrize("asked", [{}, {"q": "H20"}, {"q": "화웨이", "kind": "claim"}])
def test_the_search_page_fits_a_phone(phone, origin, asked):
    phone.get(f"{origin}/search.html")
    if asked:
        assert search(phone, origin, **asked)
    assert phone.execute_script("return document.documentElement.scrollWidth") <= 375


@browser
def test_without_javascript_the_search_page_leads_to_every_page(without_script, origin, site):
    without_script.get(f"{origin}/search.html?q=huawei")
    assert without_script.find_element(By.CSS_SELECTOR, "noscript p").is_displayed()
    links = {link.get_attribute("href").rpartition("/")[2] for link in without_script.find_elements(By.CSS_SELECTOR, "#find-browse a")}
    assert {path.name for path in (site / "book").glob("*.html")} <= links
    assert {f"codebook.html#{id}" for id in tables.load("entities")["id"]} <= links
    assert not without_script.find_element(By.CSS_SELECTOR, ".find-kinds").is_displayed()


@browser
def test_a_page_opened_as_a_file_says_why_it_cannot_search(desk, site):
    desk.get((site / "search.html").as_uri() + "?q=huawei")
    WebDriverWait(desk, 20).until(status)
    assert "opened as a file" in status(desk)
    assert desk.find_element(By.ID, "find-browse").is_displayed()
