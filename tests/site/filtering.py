"""Use of the filters above the registers, for the tests that look at them in a browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from selenium.webdriver.support.ui import WebDriverWait

REGISTERS = {
    "claims": ["claims"],
    "sources": ["sources"],
    "evidence": ["evidence"],
    "workings": ["results"],
    "audit": ["findings"],
    "codebook": ["quantities", "terms", "entities"],
}
SHOWN = "return [...document.querySelectorAll('[data-rows=\"' + arguments[0] + '\"] .row, .filter-heading + * .row')].filter((row) => row.checkVisibility()).map((row) => row.id);"


def ask(driver, origin, path: str, register: str = "claims") -> list[str]:
    """Open an address and return the ids of the rows that are shown."""
    driver.get("about:blank")
    driver.get(f"{origin}/book/{path}")
    return driver.execute_script(SHOWN, register)


def until(driver, what):
    """Wait until something holds, and return it."""
    return WebDriverWait(driver, 20).until(lambda _: what())


def query(driver) -> dict:
    return parse_qs(urlsplit(driver.current_url).query)


def in_view(driver, id: str) -> bool:
    """Say whether a row stands at the top of the window, below the bar, once the page is still."""
    return driver.execute_async_script(
        """
        const done = arguments[1], row = document.getElementById(arguments[0]);
        let frames = 0;
        const look = () => {
            const top = row.getBoundingClientRect().top, room = scrollY + innerHeight < document.documentElement.scrollHeight - 2;
            if (++frames < 12) return requestAnimationFrame(look);
            done(top >= 40 && (top < 130 || !room) && top < innerHeight);
        };
        look();""",
        id,
    )
