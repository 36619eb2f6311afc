"""Use of the search page, for the tests that look at it in a browser."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, quote, urlsplit

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


def search(driver, origin, **asked) -> list[str]:
    """Ask, wait for the answer, and return the addresses shown, each from the name of its page on."""
    driver.get(f"{origin}/search.html?" + "&".join(f"{name}={quote(value)}" for name, value in asked.items()))
    return results(driver)


def results(driver, before: str = "") -> list[str]:
    """Return the addresses shown when the answer is there, and is another than `before`."""
    WebDriverWait(driver, 20).until(lambda it: it.find_element(By.ID, "find-status").text not in ("", before))
    return [link.get_attribute("href").rpartition("/book/")[2] for link in driver.find_elements(By.CSS_SELECTOR, ".found > a")]


def status(driver) -> str:
    return driver.find_element(By.ID, "find-status").text


def state(driver) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(driver.current_url).query).items()}


def loaded(driver) -> list[str]:
    """Return the addresses asked for since this was last called."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [each["params"]["request"]["url"] for each in events if each["method"] == "Network.requestWillBeSent"]
