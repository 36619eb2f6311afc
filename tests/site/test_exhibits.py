"""Laws of exhibits in a real browser: they go live in place, answer pointer, finger and keys, and ask for nothing before."""

from __future__ import annotations

import csv
import io
import json
from urllib.request import urlopen

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = [pytest.mark.site, pytest.mark.browser]

CHAPTERS = ["index", "export-controls", "huawei-inference", "cluster-workarounds", "domestic-gpu-makers", "inference-market-shift", "audit"]
WATCH = """
    window.seen = {policy: [], shifts: []};
    const told = (source) => [(source.node?.outerHTML ?? source.node?.textContent ?? '').slice(0, 120), JSON.stringify(source.previousRect), JSON.stringify(source.currentRect)].join(' ');
    document.addEventListener('securitypolicyviolation', (event) => seen.policy.push(event.violatedDirective + ' ' + event.blockedURI));
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => seen.shifts.push([entry.startTime, entry.value, ...entry.sources.map(told)]))).observe({type: 'layout-shift', buffered: true});"""
BOXES = """
    return [...document.querySelectorAll('article *')].filter((each) => !each.closest('.exhibit-live'))
        .map((each) => { const box = each.getBoundingClientRect(); return [each.tagName, box.left + scrollX, box.top + scrollY, box.width, box.height].join(' '); });"""
PRESS = "document.querySelectorAll('.face-live button').forEach((button) => button.click())"
REQUESTS = "return performance.getEntriesByType('resource').map((each) => each.name)"
#: Each live chart against the drawing under it: how far its size differs, and the words that only one of them has.
DIFFERENCES = """
    const words = (svg) => [...svg.querySelectorAll('text')].map((each) => each.textContent).sort().join('|');
    return [...document.querySelectorAll('.exhibit-live')].map((holder) => {
        const [drawn, live] = [holder.parentElement.firstElementChild, holder.querySelector('svg')];
        const sizes = [drawn, live].map((svg) => svg.viewBox.baseVal);
        const off = Math.max(Math.abs(sizes[0].width - sizes[1].width), Math.abs(sizes[0].height - sizes[1].height));
        const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
        return [holder.closest('figure').id, off, words(drawn) === words(live), new Set(ids).size === ids.length];
    });"""


def go(driver, address: str) -> None:
    """Open a page, watched from its first line."""
    driver.get(address)
    driver.get_log("browser")
    driver.execute_script(WATCH)


def make_live(driver) -> int:
    """Press every button of the page, wait for the charts, and return how many there are."""
    driver.execute_script(PRESS)
    wanted = len(driver.find_elements(By.CSS_SELECTOR, "figure.exhibit"))
    WebDriverWait(driver, 60).until(lambda _: len(driver.find_elements(By.CSS_SELECTOR, ".exhibit-live svg[role=img]")) == wanted)
    return wanted


def complaints(driver) -> list[str]:
    """Return what the console says."""
    return [entry["message"] for entry in driver.get_log("browser")]


def middle(driver, selector: str) -> tuple[float, float]:
    """Return the middle of the first element that a selector finds, brought into view; scrolling, which ends a tooltip, is over by then."""
    driver.execute_async_script(
        "document.querySelector(arguments[0]).scrollIntoView({block: 'center'}); requestAnimationFrame(() => requestAnimationFrame(arguments[1]));", selector
    )
    ask = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2];"
    return tuple(driver.execute_script(ask, selector))


def tip(driver) -> str:
    """Return what the tooltip says, once there is one."""
    return WebDriverWait(driver, 5).until(
        lambda _: driver.execute_script("const tip = document.querySelector('.exhibit-tip:popover-open'); return tip && tip.innerText")
    )


@pytest.mark.parametrize("slug", CHAPTERS)
def test_every_exhibit_goes_live_in_its_box_and_moves_nothing(desk, origin, slug):
    go(desk, f"{origin}/book/{slug}.html")
    assert [name for name in desk.execute_script(REQUESTS) if "vega" in name or "/data/" in name] == []
    before = desk.execute_script(BOXES)
    assert make_live(desk) >= 2
    assert desk.execute_script(BOXES) == before
    assert [each for each in desk.execute_script(DIFFERENCES) if each[1] > 2 or each[2:] != [True, True]] == []
    assert desk.execute_script("return seen") == {"policy": [], "shifts": []}
    assert complaints(desk) == []


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_phone_gets_the_narrow_drawing_live(phone, origin, slug):
    go(phone, f"{origin}/book/{slug}.html")
    before = phone.execute_script(BOXES)
    assert make_live(phone) == len(phone.find_elements(By.CSS_SELECTOR, ".exhibit-narrow .exhibit-live"))
    assert phone.execute_script(BOXES) == before
    assert [each for each in phone.execute_script(DIFFERENCES) if each[1] > 2 or each[2:] != [True, True]] == []
    assert phone.execute_script("return seen.policy") == []
    assert complaints(phone) == []


def test_pointing_at_a_mark_tells_its_values(desk, origin):
    go(desk, f"{origin}/book/huawei-inference.html")
    make_live(desk)
    x, y = middle(desk, "#fig-hi-fleets .exhibit-live .mark-symbol.role-mark path")
    desk.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})
    said = tip(desk).split("\n")
    assert said[said.index("Label") + 1] == "FP16 compute" and float(said[said.index("Ratio") + 1]) > 0
    desk.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Escape", "code": "Escape"})
    assert desk.execute_script("return document.querySelector('.exhibit-tip:popover-open')") is None


def test_a_tap_tells_the_same(phone, origin):
    go(phone, f"{origin}/book/huawei-inference.html")
    make_live(phone)
    x, y = middle(phone, "#fig-hi-fleets .exhibit-live .mark-symbol.role-mark path")
    phone.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    phone.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert "FP16 compute" in tip(phone)


def test_keys_do_what_pointing_does(desk, origin):
    go(desk, f"{origin}/figures/fig-hi-fleets.html")
    button = desk.find_element(By.CSS_SELECTOR, ".face-live button")
    button.send_keys(Keys.SPACE)
    WebDriverWait(desk, 30).until(lambda _: desk.find_elements(By.CSS_SELECTOR, ".exhibit-live svg[role=img]"))
    assert desk.switch_to.active_element == button and button.get_attribute("aria-pressed") == "true"
    chart = desk.find_element(By.CSS_SELECTOR, ".exhibit-live")
    said = []
    for _ in range(5):
        chart.send_keys(Keys.ARROW_DOWN)
        said.append(tip(desk).split("\n")[1])
    assert len(set(said)) == 5
    chart.send_keys(Keys.ENTER)
    WebDriverWait(desk, 5).until(lambda _: opacities(desk) == {"0.2", "1"})
    button.send_keys(Keys.SPACE)
    assert desk.find_elements(By.CSS_SELECTOR, ".exhibit-live") == []
    assert desk.switch_to.active_element == button and button.get_attribute("aria-pressed") == "false"


def opacities(driver) -> set[str]:
    """Return how opaque the marks of a live chart are."""
    return set(
        driver.execute_script("return [...document.querySelectorAll('.exhibit-live .mark-symbol.role-mark path')].map((each) => each.getAttribute('opacity'))")
    )


def test_choosing_an_entry_of_the_legend_dims_the_other_series(desk, origin):
    go(desk, f"{origin}/figures/fig-hi-fleets.html")
    make_live(desk)
    assert opacities(desk) == {"1"}
    x, y = middle(desk, ".exhibit-live .role-legend-label text")
    for kind in ("mousePressed", "mouseReleased"):
        desk.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1})
    WebDriverWait(desk, 5).until(lambda _: opacities(desk) == {"0.2", "1"})


def test_the_table_opens_below_the_chart(desk, origin):
    go(desk, f"{origin}/book/huawei-inference.html")
    link = desk.find_element(By.CSS_SELECTOR, "#fig-hi-fleets .face-table")
    assert link.get_attribute("aria-label").startswith("Table of Figure ") and link.get_attribute("aria-expanded") == "false"
    desk.execute_script("arguments[0].click()", link)
    WebDriverWait(desk, 10).until(lambda _: desk.find_elements(By.CSS_SELECTOR, "#fig-hi-fleets .exhibit-data tbody tr"))
    with urlopen(f"{origin}/data/figures/fig-hi-fleets.csv") as file:
        rows = list(csv.reader(io.TextIOWrapper(file, encoding="utf-8")))
    assert len(desk.find_elements(By.CSS_SELECTOR, "#fig-hi-fleets .exhibit-data tr")) == len(rows)
    assert link.get_attribute("aria-expanded") == "true"
    desk.execute_script("arguments[0].click()", link)
    assert not desk.find_element(By.CSS_SELECTOR, "#fig-hi-fleets .exhibit-data").is_displayed()
    assert desk.execute_script("return seen.policy") == []


def test_both_drawings_follow_the_theme(desk, origin):
    go(desk, f"{origin}/book/huawei-inference.html")
    make_live(desk)
    ask = """
        document.documentElement.dataset.theme = arguments[0];
        const fill = (selector) => [...document.querySelectorAll(`#fig-hi-fleets ${selector}`)].map((each) => getComputedStyle(each).fill);
        return [fill('.exhibit-wide > svg [fill^="#"]'), fill('.exhibit-live svg [fill^="#"]')];"""
    light, dark = (desk.execute_script(ask, theme) for theme in ("light", "dark"))
    for before, after in zip(light, dark, strict=True):
        assert len(before) > 10 and not set(before) & set(after)
    assert sorted(set(dark[0])) == sorted(set(dark[1]))


def test_a_row_of_faces_can_be_hit_with_a_finger(phone, origin):
    phone.get(f"{origin}/book/huawei-inference.html")
    sizes = phone.execute_script(
        "return [...document.querySelectorAll('.faces a, .faces button')].map((each) => each.getBoundingClientRect()).map((box) => [box.width, box.height])"
    )
    assert sizes and min(min(size) for size in sizes) >= 44


def test_a_figures_page_needs_no_script(without_script, origin):
    without_script.get(f"{origin}/figures/fig-hi-fleets.html")
    assert without_script.find_element(By.CSS_SELECTOR, ".exhibit-wide svg").is_displayed()
    assert without_script.find_element(By.CSS_SELECTOR, ".exhibit-data table").is_displayed()
    assert without_script.find_elements(By.CSS_SELECTOR, ".faces button") == []


def test_no_page_of_a_figure_scrolls_sideways_on_a_phone(phone, origin):
    with urlopen(f"{origin}/data/figures.json") as file:
        labels = list(json.load(file))
    wide = []
    for label in labels:
        phone.get(f"{origin}/figures/{label}.html")
        if phone.execute_script("return document.documentElement.scrollWidth") > 375:
            wide.append(label)
    assert len(labels) > 40 and wide == []
