"""Laws seen in a real browser: charts without script, no request off origin, no sideways scroll."""

from __future__ import annotations

import json

import pytest
from site_pages import CHAPTERS, RECORD

pytestmark = [pytest.mark.site, pytest.mark.browser]


@pytest.mark.parametrize("slug", CHAPTERS)
def test_every_chart_is_seen_without_javascript(without_script, origin, slug):
    without_script.get(f"{origin}/book/{slug}.html")
    figures = without_script.find_elements("css selector", "figure.exhibit")
    assert figures
    for figure in figures:
        label = figure.get_attribute("id")
        shown = [svg for svg in figure.find_elements("css selector", "svg") if svg.is_displayed()]
        assert len(shown) == 1, label
        assert shown[0].size["width"] > 300 and shown[0].size["height"] > 100, label
        assert shown[0].find_elements("css selector", "path, text"), label


@pytest.mark.parametrize("slug", [*CHAPTERS, *RECORD])
def test_a_page_asks_nothing_of_another_origin(phone, origin, slug):
    phone.get_log("performance")
    phone.get(f"{origin}/book/{slug}.html")
    asked = [json.loads(entry["message"])["message"] for entry in phone.get_log("performance")]
    addresses = [each["params"]["request"]["url"] for each in asked if each["method"] == "Network.requestWillBeSent"]
    assert addresses
    assert [address for address in addresses if not address.startswith((origin, "data:"))] == []


@pytest.mark.parametrize("slug", [*CHAPTERS, *RECORD])
def test_a_phone_never_scrolls_sideways(phone, origin, slug):
    phone.get(f"{origin}/book/{slug}.html")
    assert phone.execute_script("return document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("slug", CHAPTERS)
def test_no_label_leaves_its_drawing_on_a_phone(phone, origin, slug):
    phone.get(f"{origin}/book/{slug}.html")
    outside = phone.execute_script("""
        const found = [];
        for (const svg of document.querySelectorAll('.exhibit-narrow svg')) {
            const box = svg.getBoundingClientRect();
            for (const text of svg.querySelectorAll('text')) {
                const r = text.getBoundingClientRect();
                if (r.width && (r.left < box.left - 2 || r.right > box.right + 2 || r.top < box.top - 3 || r.bottom > box.bottom + 3))
                    found.push(svg.closest('figure').id + ': ' + text.textContent);
            }
        }
        return found;""")
    assert outside == []
