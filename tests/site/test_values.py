"""What a reader may move in a figure: by pointer, finger and keys, with one way back to what is printed."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from test_accessibility import broken

pytestmark = [pytest.mark.site, pytest.mark.browser]

FIGURE = "#fig-hi-cost"
WATCH = "window.seen = []; document.addEventListener('securitypolicyviolation', (event) => seen.push(event.violatedDirective));"
#: The words of the drawing and of the chart that lies over it.
WORDS = """return ['> svg', '> .exhibit-live svg'].map((path) =>
    [...document.querySelectorAll(`#fig-hi-cost .exhibit-${arguments[0]} ${path} text`)].map((each) => each.textContent).join(' '))"""


def open_panel(driver, address: str) -> None:
    """Open the page, press the button and wait for the inputs."""
    driver.get(address)
    driver.execute_script(WATCH)
    driver.execute_script(f"document.querySelector('{FIGURE} .face-set button').click()")
    shown(driver)


def shown(driver) -> None:
    """Wait for the inputs and for what the chart says."""
    WebDriverWait(driver, 30).until(lambda _: driver.find_elements(By.CSS_SELECTOR, f"{FIGURE} .exhibit-controls"))
    WebDriverWait(driver, 30).until(lambda _: spoken(driver))


def spoken(driver) -> str:
    return driver.execute_script(f"return document.querySelector('{FIGURE} .exhibit-spoken').textContent")


def field(driver, label: str):
    """Return the input in which a value is typed."""
    return driver.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-controls input[type=number][aria-label^='{label}']")


def write(driver, label: str, text: str) -> None:
    """Type over what an input holds, and leave it."""
    field(driver, label).send_keys(Keys.CONTROL + "a")
    field(driver, label).send_keys(text, Keys.TAB)


@pytest.fixture
def page(origin) -> str:
    return f"{origin}/book/huawei-inference.html"


def test_nothing_of_it_is_loaded_before_it_is_asked_for(desk, page):
    desk.get(page)
    loaded = desk.execute_script("return performance.getEntriesByType('resource').map((each) => each.name)")
    assert [name for name in loaded if "controls.js" in name or "vega.js" in name or "live.js" in name] == []
    assert desk.find_elements(By.CSS_SELECTOR, ".exhibit-controls") == []


def test_a_value_changes_the_chart_and_one_press_brings_the_printed_one_back(desk, page):
    open_panel(desk, page)
    printed, live = desk.execute_script(WORDS, "wide")
    assert live == printed and "$" in printed
    before = spoken(desk)
    write(desk, "H20", "24000")
    WebDriverWait(desk, 10).until(lambda _: spoken(desk) != before)
    drawn, live = desk.execute_script(WORDS, "wide")
    assert drawn == printed and live != printed
    note = desk.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-note").text
    assert "H20" in note and "price_nvidia_h20%3A24000" in desk.current_url
    button = desk.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-controls button")
    desk.execute_script("arguments[0].click()", button)
    WebDriverWait(desk, 10).until(lambda _: spoken(desk) == before)
    # An axis that was drawn anew keeps its numbers in another order.
    assert sorted(desk.execute_script(WORDS, "wide")[1].split()) == sorted(printed.split()) and "set=" not in desk.current_url
    assert desk.execute_script("return seen") == []


def test_keys_move_a_slider_which_says_its_value_and_unit(desk, page):
    open_panel(desk, page)
    slider = desk.find_element(By.CSS_SELECTOR, f"{FIGURE}-set_years")
    slider.send_keys(Keys.ARROW_RIGHT)
    value = float(slider.get_attribute("value"))
    assert slider.get_attribute("aria-valuetext") == f"{value:g} years" and float(field(desk, "Written off over").get_attribute("value")) == value
    assert "Written off over" in desk.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-note").text


def test_what_is_no_number_or_out_of_range_does_no_harm(desk, page):
    open_panel(desk, page)
    share = field(desk, "Share of hours")
    default = share.get_attribute("value")
    write(desk, "Share of hours", Keys.DELETE)
    assert share.get_attribute("value") == default
    write(desk, "Share of hours", "7")
    assert share.get_attribute("value") == "1"


def test_an_address_brings_a_reader_s_values(desk, page):
    desk.get("about:blank")
    desk.get(f"{page}?set=fig-hi-cost~set_years:2~set_nothing:3~set_pue:x~set_utilisation:-4~set_batch:7{FIGURE}")
    shown(desk)
    assert field(desk, "Written off over").get_attribute("value") == "2"
    assert field(desk, "Power of the site").get_attribute("value") != "x"
    assert field(desk, "Share of hours").get_attribute("value") == "0.05"
    assert desk.find_element(By.CSS_SELECTOR, f"{FIGURE}-set_batch").get_attribute("value") == "128"
    assert desk.execute_script(WORDS, "wide")[0] != desk.execute_script(WORDS, "wide")[1]


def test_another_layout_draws_another_chart_and_says_what_does_not_fit(desk, page):
    open_panel(desk, page)
    before = spoken(desk)
    for name, value in (("set_bits", "16"), ("set_chips_experts", "16")):
        list_of(desk, name).find_element(By.CSS_SELECTOR, f"option[value='{value}']").click()
    WebDriverWait(desk, 10).until(lambda _: spoken(desk) != before and "does not fit" in spoken(desk))
    assert "does not fit" in desk.execute_script(WORDS, "wide")[1]
    assert "Chips that share the experts" in desk.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-note").text


def list_of(driver, name: str):
    return driver.find_element(By.CSS_SELECTOR, f"{FIGURE}-{name}")


@pytest.mark.parametrize("path", ["book/huawei-inference.html", "figures/fig-hi-cost.html"])
def test_every_printed_value_links_to_the_row_that_it_rests_on(desk, origin, site, path):
    open_panel(desk, f"{origin}/{path}")
    links = desk.find_elements(By.CSS_SELECTOR, f"{FIGURE} .exhibit-control > a")
    names = [each.accessible_name for each in links]
    assert len(links) == len(desk.find_elements(By.CSS_SELECTOR, f"{FIGURE} .exhibit-control")) >= 20 and len(set(names)) == len(names)
    assert all(name.startswith(f"{each.text} behind") and each.text in ("assumption", "evidence") for name, each in zip(names, links, strict=True))
    addresses = [each.get_attribute("href") for each in links]
    printed = [each.get_attribute("href") for each in desk.find_elements(By.CSS_SELECTOR, f"{FIGURE} .exhibit-foot details a[href*='#a-']")]
    assert set(printed) <= set(addresses) and len(printed) > 15
    for address in addresses:
        page, _, row = address.removeprefix(f"{origin}/").partition("#")
        assert page in ("book/workings.html", "book/evidence.html") and f'id="{row}"' in (site / page).read_text(encoding="utf-8"), address


def test_tab_goes_from_a_link_to_its_input(desk, page):
    open_panel(desk, page)
    link = desk.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-control:has(#{FIGURE[1:]}-set_years) > a")
    desk.execute_script("arguments[0].focus()", link)
    link.send_keys(Keys.TAB)
    assert desk.switch_to.active_element.get_attribute("id") == "fig-hi-cost-set_years"


def test_axe_finds_nothing_and_every_input_has_a_name(desk, page):
    desk.set_script_timeout(120)
    open_panel(desk, page)
    assert broken(desk, {}) == []
    inputs = desk.find_elements(By.CSS_SELECTOR, f"{FIGURE} .exhibit-controls :is(input, select)")
    assert len(inputs) > 20 and all(each.accessible_name for each in inputs)


def test_a_finger_can_hit_every_input_and_nothing_scrolls_sideways(phone, page):
    open_panel(phone, page)
    heights = phone.execute_script(
        f"return [...document.querySelectorAll('{FIGURE} .exhibit-controls :is(input, select, button, a)')].map((each) => each.getBoundingClientRect().height)"
    )
    assert len(heights) > 20 and min(heights) >= 44
    assert phone.execute_script("return document.documentElement.scrollWidth") <= 375
    printed, live = phone.execute_script(WORDS, "narrow")
    assert live == printed


def test_without_a_script_the_defaults_stand(without_script, page):
    without_script.get(page)
    assert without_script.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-wide svg").is_displayed()
    assert without_script.find_elements(By.CSS_SELECTOR, f"{FIGURE} button") == []
    assert not without_script.find_element(By.CSS_SELECTOR, f"{FIGURE} .face-set").is_displayed()
    printed = without_script.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-foot details:has(a[href*='#a-cost-years'])")
    printed.find_element(By.CSS_SELECTOR, "summary").click()
    assert printed.find_element(By.CSS_SELECTOR, "a[href='workings.html#a-cost-years']").is_displayed()


def test_on_paper_the_printed_values_stand_open_and_no_panel_is_seen(desk, page):
    open_panel(desk, page)
    seen = f"return document.querySelector(\"{FIGURE} .exhibit-foot details a[href$='#a-cost-years']\").checkVisibility()"
    assert not desk.execute_script(seen)
    desk.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert desk.execute_script(seen)
        assert not desk.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-controls").is_displayed()
    finally:
        desk.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
