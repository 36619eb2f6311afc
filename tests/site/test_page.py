"""Laws of every page in a real browser: what it loads, weighs and asks for; that it stands still and fits."""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import Quiet, set_width
from site_pages import PATHS, THEMES

pytestmark = [pytest.mark.site, pytest.mark.browser]

#: What a theme chapter with all its charts may weigh on first load, all files together, compressed.
BUDGET = 135_000
WIDTHS = (320, 360, 390, 575, 576, 640, 768, 1023, 1024, 1280, 1311, 1312, 1440, 1920)
WATCH = """
    window.seen = {violations: [], shift: 0};
    document.addEventListener("securitypolicyviolation", (e) => seen.violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile || ""}:${e.lineNumber}`));
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.shift += entry.value; }).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(scope="module")
def watched(desk):
    """Chromium that notes violations of the policy and shifts of the layout from the first moment of each page."""
    handle = desk.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    yield desk
    desk.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": handle["identifier"]})


def settle(driver) -> None:
    """Wait until the page has been drawn, scroll through it, and wait again."""
    driver.execute_async_script("""
        const done = arguments[0];
        const frames = (n, then) => n ? requestAnimationFrame(() => frames(n - 1, then)) : then();
        frames(3, () => { scrollTo(0, document.documentElement.scrollHeight); frames(3, () => { scrollTo(0, 0); frames(3, done); }); });""")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_breaks_no_rule_of_its_policy_and_logs_no_error(watched, origin, path):
    watched.get_log("browser")
    watched.get(f"{origin}/{path}")
    settle(watched)
    assert watched.execute_script("return seen.violations") == []
    assert [entry["message"] for entry in watched.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")] == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_moves_while_a_page_loads(watched, origin, path):
    watched.get(f"{origin}/{path}")
    settle(watched)
    assert watched.execute_script("return seen.shift") == 0


class Slow(Quiet):
    """A handler that hands a page over with a pause after each part of its bar, longer than a frame."""

    def copyfile(self, source, outputfile):
        """Send the parts one by one."""
        for part in re.split(rb"(?<=</button>)|(?<=</a>)|(?<=</form>)", source.read(), maxsplit=12):
            outputfile.write(part)
            outputfile.flush()
            time.sleep(0.05 if self.path.endswith(".html") else 0)


@pytest.mark.parametrize("width", [320, 375, 620, 800, 1280, 1440])
def test_nothing_moves_where_the_bar_is_painted_part_by_part(watched, site, width):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Slow, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    set_width(watched, width)
    try:
        watched.get(f"http://127.0.0.1:{server.server_port}/book/export-controls.html")
        settle(watched)
        assert watched.execute_script("return seen.shift") == 0
    finally:
        set_width(watched, 1280)
        server.shutdown()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_every_width(desk, origin, path):
    desk.get(f"{origin}/{path}")
    too_wide = []
    for width in WIDTHS:
        set_width(desk, width)
        if desk.execute_script("return document.documentElement.scrollWidth") > width:
            too_wide.append(width)
    set_width(desk, 1280)
    assert too_wide == []


def loaded(driver, address: str, site: Path) -> dict[str, int]:
    """Return the compressed size in bytes of every file of the site that a first visit to a page asks for."""
    driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    driver.get_log("performance")
    driver.get(address)
    settle(driver)
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    asked = {each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"}
    driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})
    names = sorted(urlsplit(url).path.lstrip("/") for url in asked if url.startswith("http"))
    return {name: len(gzip.compress((site / name).read_bytes(), 6)) for name in names}


@pytest.mark.parametrize("slug", THEMES)
def test_a_theme_chapter_with_all_its_charts_keeps_the_budget(desk, origin, site, slug):
    weight = loaded(desk, f"{origin}/book/{slug}.html", site)
    assert f"book/{slug}.html" in weight
    assert sum(weight.values()) <= BUDGET, weight


@pytest.mark.parametrize("path", PATHS)
def test_a_page_loads_nothing_of_the_theme_and_no_library(desk, origin, site, path):
    names = [Path(name).name for name in loaded(desk, f"{origin}/{path}", site)]
    assert [name for name in names if any(word in name for word in ("awesome", "bootstrap", "require", "jquery", "vega", "theme", "thebe", "mathjax"))] == []


def test_the_lists_of_chapters_and_sections_open_without_javascript(without_script, origin):
    set_width(without_script, 375)
    without_script.get(f"{origin}/book/huawei-inference.html")
    for name in ("site-nav", "page-toc"):
        assert not without_script.find_element("id", name).is_displayed()
        without_script.find_element("css selector", f"[popovertarget={name}]").click()
        assert without_script.find_element("id", name).is_displayed()
        without_script.find_element("css selector", f"[popovertarget={name}]").click()
    set_width(without_script, 1280)


def test_the_choice_of_light_or_dark_outlives_the_page(desk, origin):
    def paper():
        return desk.execute_script("return getComputedStyle(document.documentElement).backgroundColor")

    desk.get(f"{origin}/book/index.html")
    light = paper()
    desk.find_element("css selector", ".bar-theme").click()
    dark = paper()
    assert dark != light
    desk.get(f"{origin}/book/method.html")
    assert paper() == dark
    desk.find_element("css selector", ".bar-theme").click()
    assert paper() == light
