"""A cluster of the reader's own, set in the page: what the chart then says is what the model answers, and an address brings it back."""

from __future__ import annotations

import pytest
from detour.exhibits import own_cluster
from detour.exhibits.huawei_inference_model import defaults
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

pytestmark = [pytest.mark.site, pytest.mark.browser]

FIGURE = "#fig-cluster-own"
#: What is chosen in the lists, and the values that this sets.
CHOSEN = {"set_chip": "V100", "set_chips": "4,096", "set_links": "as sold", "set_network": "double", "set_model": "Llama 3.1 70B", "set_tokens": "2 trillion"}
VALUES = {"set_chip": 5.0, "set_chips": 4096.0, "set_links": 1.0, "set_network": 2.0, "set_model": 1.0, "set_tokens": 2e12}


def spoken(driver, word: str) -> str:
    """Return what is read out, once it has a word."""
    ask = f"return document.querySelector('{FIGURE} .exhibit-spoken')?.textContent ?? ''"
    return WebDriverWait(driver, 30).until(lambda _: (said := driver.execute_script(ask)) and word in said and said)


def told(values: dict[str, float]) -> list[str]:
    """Return what is to be said of the cluster that is set."""
    frame = own_cluster.chosen(**defaults(own_cluster.controls()) | values)
    row = frame[(frame["label"] == own_cluster.OWN) & (frame["chips"] == values["set_chips"])].iloc[0]
    return [f"{row['tokens_per_day'] / 1e9:,.3g} billion tokens a day", f"MFU {row['mfu_percent']:.0f}%", row["layout"]]


def test_what_is_set_is_answered_and_an_address_brings_it_back(desk, origin):
    desk.get(f"{origin}/figures/fig-cluster-own.html")
    desk.execute_script(f"document.querySelector('{FIGURE} .face-set button').click()")
    spoken(desk, "16,384 H800 on Llama 3.1 405B")
    for name, text in CHOSEN.items():
        Select(desk.find_element(By.ID, f"fig-cluster-own-{name}")).select_by_visible_text(text)
    said = spoken(desk, "4,096 V100 on Llama 3.1 70B")
    assert [part for part in told(VALUES) if part not in said] == []
    desk.get(desk.current_url)
    assert spoken(desk, "V100") == said
    desk.find_element(By.CSS_SELECTOR, f"{FIGURE} .exhibit-controls button").click()
    spoken(desk, "16,384 H800")


def test_a_phone_is_told_where_a_model_does_not_fit(phone, origin):
    phone.get(f"{origin}/figures/fig-cluster-own.html?set=fig-cluster-own~set_chips:8{FIGURE}")
    assert spoken(phone, "8 H800").startswith("8 H800 on Llama 3.1 405B: it does not fit into memory")
    assert phone.execute_script("return document.documentElement.scrollWidth") <= 375
