"""Laws of search, seen in a real browser: words in three languages find what they name, and the address keeps what was asked."""

from __future__ import annotations

import gzip
import json
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from detour import tables
from searching import loaded, results, search, state, status
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = [pytest.mark.site]
browser = pytest.mark.browser
#: What a first query may load beside the page: engine, word lists and the entries shown, in bytes as sent by a server that compresses.
BUDGET = 400_000
FOUND = [
    ("화웨이", "codebook.html#huawei"),
    ("화웨이는", "codebook.html#huawei"),
    ("화웨이", "claims.html#c-ft25-cuda-huawei-secret-sauce"),  # 화웨이의
    ("华为", "codebook.html#huawei"),
    ("華為", "codebook.html#huawei"),
    ("华为", "claims.html#c-ds25-headline-huawei-self-reliance"),
    ("昇腾", "codebook.html#huawei-ascend"),
    ("昇腾910C", "codebook.html#huawei-ascend-910c"),
    ("삼성", "codebook.html#samsung"),
    ("삼성", "claims.html#c-ds25-hbm-from-cxmt"),
    ("칩", "claims.html#c-ft25-cluster-interaction-fails"),
    ("H20 칩", "claims.html#c-ft25-h20-shipments-2024"),
    ("100만 개", "claims.html#c-ft25-h20-shipments-2024"),
    ("H20은", "codebook.html#nvidia-h20"),
    ("910C", "codebook.html#huawei-ascend-910c"),
    ("CloudMatrix 384", "codebook.html#huawei-cloudmatrix-384"),
    ("H20 memory bandwidth", "evidence.html#sp-nvidia-h20-memory-bandwidth-1"),
    ("GB/s", "codebook.html#memory_bandwidth"),
    ("shipment", "codebook.html#shipments"),
    ("c-ft25-h20-shipments-2024", "claims.html#c-ft25-h20-shipments-2024"),
    ("fig-hi-field", "huawei-inference.html#fig-hi-field"),
    ("fight for inference", "huawei-inference.html"),
    ("same compute", "audit.html#k-ft25-twice-the-chips-same-compute"),
    ("Dylan Patel", "claims.html#c-ft25-patel-role"),
]


def entries(site) -> dict[str, str]:
    """Return the text of every entry of the index by its address."""
    texts = (gzip.decompress(path.read_bytes()) for path in (site / "pagefind" / "fragment").iterdir())
    found = [json.loads(text.removeprefix(b"pagefind_dcd")) for text in texts]
    return {each["url"].removeprefix("/"): each["content"] for each in found}


def test_every_entry_leads_to_what_it_names(site):
    pages = {path.name: {tag["id"] for tag in BeautifulSoup(path.read_bytes(), "lxml").find_all(id=True)} for path in (site / "book").glob("*.html")}
    missing = []
    for address in entries(site):
        page, _, anchor = address.removeprefix("book/").partition("#")
        if page not in pages or (anchor and anchor not in pages[page]):
            missing.append(address)
    assert missing == []


def test_every_claim_figure_name_and_source_is_in_the_index(site):
    found = {address.rpartition("#")[2] for address in entries(site)}
    # The front page shows figures of the chapters again: a search leads to the chapter's.
    figures = {label for label in json.loads((site / "data" / "figures.json").read_text(encoding="utf-8")) if not label.startswith("fig-index-")}
    wanted = {id for name in ("claims", "entities", "sources", "findings", "quantities", "terms") for id in tables.load(name)["id"]}
    assert (wanted | figures) - found == set()


def test_every_chapter_is_in_the_index(site):
    found = {address.partition("#")[0] for address in entries(site)}
    assert {f"book/{path.name}" for path in (site / "book").glob("*.html")} - found == set()


@browser
@pytest.mark.parametrize(("word", "address"), FOUND, ids=[f"{word}-{address}" for word, address in FOUND])
def test_a_word_finds_what_it_names(desk, origin, word, address):
    kind = {"claims": "claim", "evidence": "number", "audit": "finding"}.get(address.partition(".")[0])
    assert address in search(desk, origin, q=word, **({"kind": kind} if kind and not word.startswith("c-") else {}))


@browser
@pytest.mark.parametrize(
    ("word", "title"), [("화웨이는", "Huawei (화웨이, 华为)"), ("昇腾910C", "Ascend 910C (어센드 910C, 昇腾910C)"), ("Nvidia", "Nvidia (엔비디아, 英伟达)")]
)
def test_who_is_called_so_comes_first_and_reads_right(desk, origin, word, title):
    search(desk, origin, q=word)
    first = desk.find_element(By.CSS_SELECTOR, ".found > a")
    assert first.text == title
    assert first.find_elements(By.CSS_SELECTOR, "mark")


@browser
def test_words_that_share_characters_only_are_not_found(desk, origin):
    search(desk, origin, q="腾为")
    assert status(desk).startswith("Nothing found")


@browser
def test_what_is_marked_was_asked_for(desk, origin):
    search(desk, origin, q="화웨이")
    assert {mark.text for mark in desk.find_elements(By.CSS_SELECTOR, ".found mark")} == {"화웨이"}


@browser
def test_a_word_that_nothing_has_is_named(desk, origin):
    assert search(desk, origin, q="nonsenseword") == []
    assert status(desk) == "Nothing found for “nonsenseword”. No entry has “nonsenseword”."
    assert search(desk, origin, q="huawei nonsenseword")
    assert status(desk).endswith("No entry has “nonsenseword”.")


@browser
def test_the_address_keeps_what_was_asked(desk, origin):
    search(desk, origin, q="H20")
    before = status(desk)
    desk.find_element(By.CSS_SELECTOR, "[name=kind][value=claim]").click()
    WebDriverWait(desk, 20).until(lambda it: len(it.find_elements(By.CSS_SELECTOR, "#find-results section")) == 1)
    assert state(desk) == {"q": "H20", "kind": "claim"}
    desk.refresh()
    assert all(address.startswith("claims.html#c-") for address in results(desk))
    desk.back()
    WebDriverWait(desk, 20).until(lambda it: len(it.find_elements(By.CSS_SELECTOR, "#find-results section")) > 1)
    assert state(desk) == {"q": "H20"} and status(desk) == before


@browser
def test_chapter_and_source_narrow_what_is_found(desk, origin):
    every = set(search(desk, origin, q="H20", kind="claim"))
    ours = tables.load("claims").set_index("id")
    of_source = {address.partition("#")[2] for address in search(desk, origin, q="H20", kind="claim", source="s-ti25")}
    assert of_source and set(ours.loc[list(of_source), "source"]) == {"s-ti25"}
    assert {address.partition("#")[0] for address in search(desk, origin, q="H20", kind="figure", chapter="huawei-inference")} == {"huawei-inference.html"}
    assert every


@browser
def test_more_entries_follow_and_take_the_focus(desk, origin):
    search(desk, origin, q="Nvidia", kind="number")
    desk.find_element(By.CSS_SELECTOR, "#find-results button").click()
    WebDriverWait(desk, 20).until(lambda it: len(it.find_elements(By.CSS_SELECTOR, ".found")) == 40)
    assert desk.execute_script("return [...document.querySelectorAll('.found > a')].indexOf(document.activeElement)") == 20


@browser
def test_a_search_asks_this_host_alone_little_and_without_complaint(desk, origin, site):
    desk.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    desk.get_log("browser"), loaded(desk)
    search(desk, origin, q="화웨이 H20")
    addresses = loaded(desk)
    desk.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})
    assert [address for address in addresses if not address.startswith((origin, "data:"))] == []
    assert desk.get_log("browser") == []
    engine = [(site / urlsplit(address).path.lstrip("/")).read_bytes() for address in addresses if "/pagefind/" in address]
    assert 0 < sum(min(len(each), len(gzip.compress(each, 6))) for each in engine) < BUDGET
