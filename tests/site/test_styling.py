"""No unused style and no unused script: each rule, each file and each selector of a script finds something on the site.

Pages are asked as they are published, then some of them while a reader does what makes an element: opens a card, filters,
searches, lets a chart answer.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import styling
from conftest import set_width
from selenium.webdriver import Keys
from selenium.webdriver.support.wait import WebDriverWait

pytestmark = [pytest.mark.site, pytest.mark.browser]

#: Selectors that find nothing on these pages, and why they are there all the same.
WAITING = {
    "#find-results[aria-busy]:empty": "between a question and its first answer, too short to be met",
    "[contenteditable]": "the key / leaves alone who is typing, also where an extension of the browser lets them",
    "blockquote": "what authors may write; kept in tests/looks",
    "article section > blockquote": "what authors may write; kept in tests/looks",
    "h4": "what authors may write; kept in tests/looks",
    "h4:hover .headerlink": "what authors may write; kept in tests/looks",
    ".highlight .mf": "a decimal number in code, which authors may write; kept in tests/looks",
}
#: What a script finds on every page that loads it, so that none loads it for nothing.
AT_WORK = {
    "cards.js": "#cards template",
    "controls.js": "figure.exhibit",
    "exhibits.js": ".faces",
    "print.js": "main",
    "registers.js": "form.register-filter",
    "search.js": "#find",
    "search-find.js": "#find",
    "site.js": ".bar-theme",
    "slash.js": "#q, #query",
}
_LOADED = re.compile(r"""(?:href|src|content)=["'](?:[^"']*/)?_static/([\w.-]+)""")


@pytest.fixture(scope="module")
def loads(site) -> dict[str, list[str]]:
    """Return, by the path of each page, the names of the files in `_static` that it names."""
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    return {path: sorted(set(_LOADED.findall(text))) for path, text in pages.items()}


@pytest.fixture(scope="module")
def selectors(desk, origin, site, loads) -> dict[str, set[str]]:
    """Return the selectors of every sheet and script that pages load, by its name."""
    found = {name: set(styling.of_script(site / "_static" / name)) for name in AT_WORK}
    for path, names in loads.items():
        if any(name.endswith(".css") and name not in found for name in names):
            desk.get(f"{origin}/{path}")
            rules = desk.execute_script(styling.RULES)
            found |= {name: {each for one in rules[name] for each in styling.alternatives(one)} for name in rules}
    return found


@pytest.fixture(scope="module")
def unused(desk, origin, loads, selectors) -> dict[str, set[str]]:
    """Return, by sheet or script, the selectors that find nothing on any page that loads it, in any state that a reader brings about."""
    left = {name: set(each) for name, each in selectors.items()}
    desk.get(f"{origin}/book/index.html")
    for path, names in loads.items():
        _ask(left, names, lambda wanted, path=path: desk.execute_async_script(styling.FOUND_IN, f"{origin}/{path}", wanted))
    for path, act in (
        ("book/huawei-inference.html", open_cards),
        ("book/huawei-inference.html", print_out),
        *LIVE,
        ("book/claims.html", filter_rows),
        ("search.html", search),
    ):
        desk.get("about:blank")
        desk.get(f"{origin}/{path}")
        for _ in act(desk):
            _ask(left, loads[path], lambda wanted: desk.execute_script(styling.FOUND, wanted))
    return {name: each for name, each in left.items() if each}


def _ask(left: dict[str, set[str]], names: list[str], find) -> None:
    """Take away the selectors of some files that a page has."""
    wanted = {selector: styling.at_rest(selector) for name in names for selector in left.get(name, ())}
    found = set(find(sorted(set(wanted.values())))) if wanted else set()
    for name in set(names) & set(left):
        left[name] -= {selector for selector in left[name] if wanted[selector] in found}


def until(driver, selector: str, seconds: int = 20) -> None:
    WebDriverWait(driver, seconds).until(lambda _: driver.find_elements("css selector", selector))


def open_cards(driver):
    """Open a card of each kind, and one whose text the clipboard does not take."""
    point = "document.querySelector(arguments[0]).dispatchEvent(new PointerEvent('pointerover', {bubbles: true, pointerType: 'mouse'}))"
    for kind in ("evidence", "claim", "assumption", "result"):
        driver.execute_script(point, f"main a:has(> .number-{kind})")
        until(driver, f"#card[data-kind='{kind}']:popover-open")
        yield
    driver.execute_script(point, "main a:has(> .name)")
    until(driver, "#card[data-kind='name']:popover-open, #card[data-kind='source']:popover-open, #card[data-kind='term']:popover-open")
    yield
    driver.execute_script("navigator.clipboard.writeText = () => Promise.reject(); document.querySelector('.card button').click()")
    until(driver, ".card textarea")
    yield


def print_out(driver):
    """Let the page make itself ready for paper."""
    driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    yield


def make_live(driver):
    """Let every chart answer, open its table, go to a mark by key; then ask for a chart that does not come."""
    driver.execute_script("for (const each of document.querySelectorAll('.face-live button, figure .face-table')) each.click()")
    wanted = len(driver.find_elements("css selector", "figure.exhibit"))
    WebDriverWait(driver, 60).until(lambda _: len(driver.find_elements("css selector", ".exhibit-live svg[role=img]")) == wanted)
    yield
    for chart in driver.find_elements("css selector", ".exhibit-live")[:1]:
        # The first key scrolls the chart into view, and scrolling may close what it opened.
        WebDriverWait(driver, 20).until(
            lambda _, chart=chart: chart.send_keys(Keys.ARROW_DOWN) or driver.find_elements("css selector", ".exhibit-tip:popover-open")
        )
        yield
        chart.send_keys(Keys.ESCAPE)
        yield


def make_live_on_a_phone(driver):
    """Do the same where the narrow drawings are shown."""
    set_width(driver, 375)
    yield from make_live(driver)
    set_width(driver, 1280)


def lose_live(driver):
    """Ask for a chart that does not come."""
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*.live.js*"]})
    driver.execute_script("document.querySelector('.face-live button').click()")
    until(driver, ".exhibit-sorry")
    yield
    driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})


def set_values(driver):
    """Open the panel of every exhibit that has one, close the first, and move a value in the last."""
    buttons = driver.find_elements("css selector", ".face-set button")
    for button in buttons:
        driver.execute_script("arguments[0].click()", button)
    WebDriverWait(driver, 60).until(lambda _: len(driver.find_elements("css selector", ".exhibit-controls .exhibit-note:not(:empty)")) == len(buttons))
    yield
    driver.execute_script("arguments[0].click()", buttons[0])
    until(driver, ".exhibit-controls[hidden]")
    driver.execute_script("""
        const slide = [...document.querySelectorAll('.exhibit-controls input[type=range]')].at(-1);
        slide.value = slide.max;
        slide.dispatchEvent(new Event('input', {bubbles: true}));""")
    until(driver, ".exhibit-controls button:not(:disabled)")
    yield


LIVE = [
    ("book/huawei-inference.html", set_values),
    ("book/huawei-inference.html", make_live),
    ("book/export-controls.html", make_live_on_a_phone),
    ("book/huawei-inference.html", lose_live),
]


def filter_rows(driver):
    """Tick an option, open a list, and name a row that the filter hides."""
    driver.execute_script("""
        document.querySelector('.facet summary').click();
        document.querySelector('.facet input').click();
        const words = document.querySelector('[data-words]');
        words.value = 'H20';
        words.form.dispatchEvent(new Event('submit', {cancelable: true}));""")
    until(driver, ".filter-on button")
    yield
    driver.execute_script("location.hash = document.querySelector('.row[hidden]').id")
    until(driver, ".filter-note")
    yield


def search(driver):
    """Ask for a word in the text, for a name in another language, and for one kind of entry."""
    for asked in ("q=chip", "q=화웨이", "q=H20&kind=claim"):
        driver.get(driver.current_url.partition("?")[0] + f"?{asked}")
        until(driver, "#find-results:not([aria-busy]) .found")
        yield


def test_every_rule_and_every_selector_of_a_script_finds_something(unused):
    assert {name: dead for name, each in unused.items() if (dead := sorted(each - set(WAITING)))} == {}


def test_what_waits_is_in_a_sheet_or_a_script_and_still_waits(unused):
    assert set(WAITING) - {selector for each in unused.values() for selector in each} == set()


def test_every_static_file_is_loaded_by_a_page(site, loads):
    named = {name for names in loads.values() for name in names}
    assert named == {path.relative_to(site / "_static").as_posix() for path in (site / "_static").rglob("*") if path.is_file()}


def test_no_page_loads_a_sheet_or_a_script_for_nothing(desk, origin, loads, selectors):
    desk.get(f"{origin}/book/index.html")
    idle = []
    for path, names in loads.items():
        wanted = {name: [AT_WORK[name]] if name in AT_WORK else sorted(map(styling.at_rest, selectors[name])) for name in names if name in selectors}
        found = set(desk.execute_async_script(styling.FOUND_IN, f"{origin}/{path}", sorted({each for all in wanted.values() for each in all})))
        # A card is made of its template by the script of the cards, which has a law of its own.
        idle += [f"{path}: {name}" for name, each in wanted.items() if name != "cards.css" and not found & set(each)]
        assert "cards.css" not in names or "cards.js" in names
    assert idle == []


def test_every_script_that_is_loaded_is_known(loads):
    scripts = {name for names in loads.values() for name in names if name.endswith(".js")}
    assert scripts == {*AT_WORK, "vega.js"}


def test_every_custom_property_that_is_set_is_read_and_the_other_way_round(site):
    text = "\n".join(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S) for path in sorted((site / "_static").glob("*.css")))
    assert set(re.findall(r"(--[\w-]+)\s*:", text)) == set(re.findall(r"var\((--[\w-]+)", text))


def test_every_id_that_a_script_or_a_sheet_uses_is_on_a_page(site, loads, selectors):
    used = {id for each in selectors.values() for selector in each for id in re.findall(r"#([A-Za-z][\w-]*)", re.sub(r"\[[^]]*\]", "", selector))}
    made = {id for name in AT_WORK for id in re.findall(r"""\.id = ["']([\w-]+)["']""", (site / "_static" / name).read_text(encoding="utf-8"))}
    there = {id for path in loads for id in re.findall(r'\bid="([^"]+)"', Path(site / path).read_text(encoding="utf-8"))}
    assert used - made - there == set() and used


def test_a_browser_finds_the_icon_and_asks_for_no_other(desk, origin):
    desk.get_log("performance")
    desk.get("about:blank")
    desk.get(f"{origin}/book/index.html")
    asked = "\n".join(entry["message"] for entry in desk.get_log("performance"))
    assert "/favicon.ico" not in asked
    assert [entry for entry in desk.get_log("browser") if "icon" in entry["message"]] == []


def test_a_rule_that_finds_nothing_is_noticed():
    left = {"a.css": {".there", ".nowhere:hover"}, "b.css": {".there"}}
    _ask(left, ["a.css"], lambda wanted: [each for each in wanted if each == ".there"])
    assert left == {"a.css": {".nowhere:hover"}, "b.css": {".there"}}
