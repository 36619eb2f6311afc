"""No rule of axe, of any weight, is broken on any page, in light or in dark, on a desk or a phone."""

from __future__ import annotations

from importlib.resources import files

import pytest
from conftest import set_width
from site_pages import PATHS

pytestmark = [pytest.mark.site, pytest.mark.browser]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
#: Rows of a register come from one template: twelve of each list are held to the rules, not thousands.
RUN = """
    const done = arguments[arguments.length - 1];
    for (const row of document.querySelectorAll(".row:nth-of-type(n + 13), .register-terms > :nth-child(n + 40)")) row.remove();
    axe.run(document, {resultTypes: ["violations"], ...arguments[0]})
       .then((found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.impact} ${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`))))
       .catch((error) => done([String(error)]));
"""
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def broken(driver, options: dict) -> list[str]:
    """Return what axe finds on the page shown, a line for each element."""
    driver.execute_script(AXE)
    return driver.execute_async_script(RUN, options)


def scheme(driver, name: str) -> None:
    """Have the system prefer light or dark."""
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]})


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_on_a_desk(desk, origin, path):
    desk.set_script_timeout(120)
    desk.get(f"{origin}/{path}")
    assert broken(desk, {}) == []


@pytest.mark.parametrize("path", PATHS)
def test_every_text_can_be_read_in_the_dark(desk, origin, path):
    desk.set_script_timeout(120)
    scheme(desk, "dark")
    try:
        desk.get(f"{origin}/{path}")
        assert broken(desk, CONTRAST) == []
    finally:
        scheme(desk, "light")


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_on_a_phone(phone, origin, path):
    phone.set_script_timeout(120)
    set_width(phone, 320)
    phone.get(f"{origin}/{path}")
    assert broken(phone, {"rules": {"color-contrast": {"enabled": False}}}) == []
