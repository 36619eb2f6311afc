"""Laws of driving Chromium: it answers through the pipe, faults are said, and its absence is."""

from __future__ import annotations

import os

import pytest
from detour.printing import chromium

pytestmark = pytest.mark.browser


def test_a_page_is_opened_asked_and_printed(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<title>One</title><p>two</p>", encoding="utf-8")
    held = [os.open(page, os.O_RDONLY) for _ in range(12)]  # so that the pipe's descriptors have two digits
    with chromium.Browser() as browser:
        browser.open(page)
        assert browser.value("document.title") == "One"
        assert browser.pdf().startswith(b"%PDF")
        with pytest.raises(RuntimeError, match="nothing is not defined"):
            browser.value("nothing")
    for each in held:
        os.close(each)


def test_where_there_is_no_chromium_it_is_said(monkeypatch):
    monkeypatch.setattr(chromium.shutil, "which", lambda name: None)
    with pytest.raises(chromium.NoChromium, match="apt-get install chromium"):
        chromium.program()


def test_a_browser_that_ends_at_once_is_no_chromium(monkeypatch):
    monkeypatch.setattr(chromium, "program", lambda: "/bin/false")
    with pytest.raises(chromium.NoChromium, match="status 1"), chromium.Browser():
        pass
