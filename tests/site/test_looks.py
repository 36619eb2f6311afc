"""The house style looks as it is kept in tests/looks: each element once, at a desk, on a phone, in light, dark and print.

After a change of style that is meant, `pytest tests/site/test_looks.py --renew` writes the pictures that differ; look at them
before they are committed. The fonts are Debian's fonts-liberation and fonts-noto-cjk, which tests/chromium.sh installs.
"""

from __future__ import annotations

import subprocess
import threading
from functools import partial
from http.server import ThreadingHTTPServer

import frozen
import looking
import pytest
from conftest import Quiet, open_browser
from looking import STATES, difference, differences, elements, set_state
from PIL import Image, ImageChops, ImageDraw
from selenium.webdriver.support.wait import WebDriverWait

pytestmark = [pytest.mark.site, pytest.mark.browser]

FONTS = ("Liberation Sans", "Liberation Mono", "Noto Sans CJK KR", "Noto Sans CJK SC")
#: Elements by page: name and selector.
ELEMENTS = {
    "book/chapter": {
        "head": ".site-head",
        "chapters": ".site-nav",
        **{f"heading-{level}": f"article h{level}" for level in (1, 2, 3, 4)},
        "paragraph": "#sec-chapter-question > p",
        "list": "article ul.simple",
        "quotation": "blockquote",
        "table": "article table.table",
        "formula": "div.math",
        "code": ".cell_input",
        "frame": ".cell_output .scroll",
        "exhibit": "figure.exhibit",
        "citation": "#sec-chapter-cite",
        "pager": ".pager",
        "foot": ".site-foot",
    },
    "book/claims": {"filter": ".register-filter", "claim": "#c-article-shipments", "claim-disputed": "#c-article-share"},
    "book/audit": {"finding": "#k-revenue-volume", "citation-formats": "#sec-audit-cite"},
    "book/evidence": {"evidence": "#sp-a1-bandwidth-1"},
    "book/workings": {"assumption": "#a-share-2026", "result": "#r-price"},
    "book/sources": {"source": "#s-report"},
    "book/codebook": {"term": "#memory_bandwidth"},
    "figures/fig-frozen": {"exhibit-table": "#table"},
    "search": {"search": "#find"},
}
#: Elements that a reader opens, by page: name, what opens it, selector. What stands before it in the page stays as it is.
OPENED = {
    "book/chapter": (
        "card",
        "document.querySelector('.number-claim').dispatchEvent(new PointerEvent('pointerover', {bubbles: true, pointerType: 'mouse'}))",
        "#card",
    ),
    "book/claims": ("filter-menu", "document.querySelector('.facet summary').click()", ".facet[open] fieldset"),
    "book/audit": ("contents", "document.querySelector('.bar-toc').click()", ".page-toc"),
}
#: The digest of what the site was made from changes with every line of code, and a caret blinks.
STILL = """
    for (const code of document.querySelectorAll('.site-foot code')) code.textContent = '0123456789ab';
    document.documentElement.style.caretColor = 'transparent';"""
#: More style; what lies behind an opened element is hidden so, as it is not the element's look.
ADD = "const sheet = new CSSStyleSheet(); sheet.replaceSync(arguments[0]); document.adoptedStyleSheets = [sheet];"


@pytest.fixture(scope="module")
def small(tmp_path_factory, build_command):
    """Serve the book that holds every element of the house style, and return its address."""
    folder = frozen.build(tmp_path_factory.mktemp("looks") / "book", build_command)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def plain():
    """Chromium that smooths letters in grey and does not fit them to the grid, whatever the machine is set to."""
    driver = open_browser(flags=["--disable-lcd-text", "--font-render-hinting=none", "--force-color-profile=srgb"])
    yield driver
    driver.quit()


def pictures(driver, origin: str, state: str, style: str = "", only: str = "") -> dict[str, Image.Image]:
    """Return the pictures of all elements in a state, or of one alone, with more style where that is given."""
    found = {}
    set_state(driver, state)
    for page in [page_of(only)] if only else ELEMENTS:
        driver.get(f"{origin}/{page}.html")
        driver.execute_script(STILL)
        if style:
            driver.execute_script(ADD, style)
        found |= elements(driver, {name: selector for name, selector in ELEMENTS[page].items() if only in ("", name)})
        if page in OPENED and state != "print" and only in ("", OPENED[page][0]):
            name, act, selector = OPENED[page]
            driver.execute_script(act)
            WebDriverWait(driver, 5).until(lambda _, selector=selector: driver.execute_script(f"return document.querySelector('{selector}').checkVisibility()"))
            driver.execute_script(ADD, f"{style} main *, .site-nav {{ visibility: hidden; }} {selector}, {selector} * {{ visibility: visible; }}")
            found |= elements(driver, {name: selector})
    return found


@pytest.mark.parametrize("font", FONTS)
def test_the_fonts_of_the_pictures_are_here(font):
    listed = subprocess.run(["fc-list", ":", "family"], check=True, capture_output=True, text=True).stdout
    assert font in listed, "on Debian: apt-get install fonts-liberation fonts-noto-cjk"


@pytest.mark.parametrize("state", STATES)
def test_every_element_looks_as_it_is_kept(plain, small, state, request, tmp_path):
    now = pictures(plain, small, state)
    if request.config.getoption("--renew"):
        looking.keep(state, now)
    found = differences(looking.kept(state), now)
    for name in found.keys() & now.keys():
        now[name].save(tmp_path / f"{name}.png")
    assert found == {}, f"pictures of what is: {tmp_path}; to keep them: pytest tests/site/test_looks.py --renew"


def test_the_pictures_are_few_and_small():
    files = [path for path in looking.KEPT.rglob("*") if path.is_file()]
    known = {name for page in ELEMENTS.values() for name in page} | {name for name, _, _ in OPENED.values()}
    assert {path.parent.name for path in files} == set(STATES)
    assert {path.stem for path in files} == known
    assert sum(path.stat().st_size for path in files) < 1_000_000


#: Changes of style that a reader would see, each with an element that must tell.
CHANGES = [
    (":root { --d-ink: light-dark(#3c434b, #c4c8cc); }", "paragraph"),
    (":root { --d-muted: light-dark(#7b848d, #7b848d); }", "claim"),
    (":root { --d-link: light-dark(#0072b2, #4ba7e0); }", "source"),
    (":root { --d-grid: transparent; }", "table"),
    (":root { --d-soft: transparent; }", "code"),
    (".number-claim { text-decoration-color: var(--d-evidence); }", "paragraph"),
    (".number-assumption { text-decoration: none; }", "paragraph"),
    (".number-result { text-decoration: none; }", "paragraph"),
    ("figure.exhibit { border-top: 0; }", "exhibit"),
    (".exhibit svg [fill='#0072b2'] { fill: light-dark(#3d95c9, #86c6ec); }", "exhibit"),
    (".faces { display: none; }", "exhibit"),
    (".pager { border-top-color: transparent; }", "pager"),
    (".row { padding-block: 1rem; }", "claim"),
    (".tag { border-color: transparent; background: none; }", "claim-disputed"),
    (".tag { visibility: hidden; }", "claim"),
    (".facet summary::after { display: none; }", "filter"),
    (".facet fieldset { box-shadow: none; border-color: transparent; }", "filter-menu"),
    (".card[data-kind='claim'] { border-top-style: solid; }", "card"),
    (".card { padding-inline: 1rem; }", "card"),
    (".site-head { border-bottom: 0; }", "head"),
    (".site-nav a.current { font-weight: 400; }", "chapters"),
    ("h2 { font-size: 1.3rem; }", "heading-2"),
    ("h1 { font-weight: 400; }", "heading-1"),
    ("blockquote { border-inline-start-width: 1px; }", "quotation"),
    (".site-foot { text-align: start; }", "foot"),
]
#: What is no change of style: everything a part of a pixel further.
SAME = ["article, .site-head, .site-foot { translate: .3px .1px; }", "article, .site-head, .site-foot { translate: -.2px .15px; }"]


def page_of(element: str) -> str:
    return next(page for page in ELEMENTS if element in ELEMENTS[page] or OPENED.get(page, " ")[0] == element)


@pytest.mark.parametrize(("style", "element"), CHANGES, ids=[style for style, _ in CHANGES])
def test_a_change_of_style_is_noticed(plain, small, style, element):
    for state in ("desk-light", "desk-dark"):
        now = pictures(plain, small, state, style, only=element)
        assert list(differences({element: looking.kept(state)[element]}, now)) == [element], state


@pytest.mark.parametrize("style", SAME)
def test_a_shift_by_less_than_a_pixel_is_none(plain, small, style):
    now = pictures(plain, small, "desk-light", style)
    assert differences(looking.kept("desk-light"), now) == {}


def test_a_picture_differs_by_a_lost_rule_and_not_by_one_moved_a_pixel():
    blank = Image.new("RGB", (120, 60), "white")
    ruled = blank.copy()
    ImageDraw.Draw(ruled).line((0, 30, 119, 30), fill="#d8dee4")
    assert difference(ruled, ImageChops.offset(ruled, 0, 1)) == ""
    assert "is off by" in difference(ruled, blank) and "is off by" in difference(blank, ruled)
    assert difference(blank, Image.new("RGB", (120, 63), "white")) == "was 120 x 60 pixels, is 120 x 63"
