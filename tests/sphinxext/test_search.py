"""Laws of the index: whatever has an address can be found, nothing that is gone, and the same bytes each time."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from detour import registry, tables
from detour.results import engine
from detour.sphinxext.search import index, pages, spacing
from detour.sphinxext.search.records import KINDS, Book, Record, records
from detour.tables import ROOT
from lxml import html

SLUGS = ("claims", "codebook", "audit", "evidence", "workings", "comparisons", "sources")
SCRIPT = (ROOT / "book" / "_static" / "search-find.js").read_text(encoding="utf-8")
HOSTILE = [
    """<script>alert(1)</script> <img src=x onerror="alert(2)"> ' " {{ 7 * 7 }} &amp; end""",
    "^~ ^| 칩^~ 칩^| ___PAGEFIND_WEIGHT___9 ___END_PAGEFIND_WEIGHT___",
    "\u202eright to left\u202c and =HYPERLINK(1) \u200b\ufeff",
    "가나다라" * 2500,
]


def fragments(out: Path) -> dict[str, str]:
    """Return the text of every entry of an index by its address in the site."""
    found = {}
    for path in (out / index.FOLDER / "fragment").glob("*.pf_fragment"):
        entry = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[entry["url"].removeprefix("/")] = entry["content"]
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def joined(text: str) -> str:
    """Return spaced text as the page shows it."""
    return text.replace(f"{spacing.JOIN} ", "").removesuffix(spacing.JOIN)


@pytest.fixture(scope="module")
def rows() -> dict[str, Record]:
    """Return the entries of a book that has every register, by address."""
    return {record.address: record for record in records(Book({slug: f"book/{slug}" for slug in SLUGS}, {}))}


@pytest.fixture(scope="module")
def roles(book):
    """Return the tiny book with registers, built once, and built again without a change."""
    tiny = book("roles")
    first = tiny.build()
    before = {path: path.stat().st_mtime_ns for path in (tiny.out / index.FOLDER).rglob("*")}
    again = tiny.build()
    return first, again, before


def test_every_row_that_has_an_address_can_be_found(rows):
    wanted = {f"book/claims.html#{id}" for id in tables.load("claims")["id"]}
    wanted |= {f"book/codebook.html#{id}" for name in ("entities", "quantities", "terms") for id in tables.load(name)["id"]}
    wanted |= {f"book/audit.html#{id}" for id in tables.load("findings")["id"]}
    wanted |= {f"book/sources.html#{id}" for id in tables.load("sources")["id"]}
    wanted |= {f"book/workings.html#{id}" for id in [*tables.load("assumptions")["id"], *engine.definitions()]}
    wanted |= {f"book/evidence.html#{id}" for name, column in registry.EVIDENCE.items() for id in tables.load(name)[column]}
    wanted |= {f"book/comparisons.html#{id}" for id in tables.load("comparisons")["id"]}
    assert wanted == set(rows)


def test_a_claim_is_found_by_statement_figure_and_every_name_of_its_subject(rows):
    text = index.written(rows["book/claims.html#c-ft25-h20-shipments-2024"])
    for word in ("shipments", "1 million", spacing.spaced("100만 개"), spacing.spaced("엔비디아"), spacing.spaced("英伟达"), "c-ft25-h20-shipments-2024"):
        assert word in text, word


def test_what_an_english_text_names_is_found_by_its_korean_and_chinese_names(rows):
    found = {address for address, row in rows.items() if "삼성전자" in " ".join(row.also)}
    assert {"book/claims.html#c-ds25-hbm-from-cxmt", "book/evidence.html#at-nvidia-gtx-1050-foundry-1", "book/audit.html#k-ds25-hbm-cxmt"} <= found


def test_a_term_is_found_by_its_forms_and_spellings(rows):
    record = rows["book/codebook.html#t-hbm"]
    assert {"고대역폭메모리", "高带宽内存", "HBM"} <= set(record.called) and record.kind == "term"


def test_a_row_is_left_out_where_its_register_is_not_in_the_book():
    assert {record.kind for record in records(Book({"sources": "sources"}, {}))} == {"source"}


@pytest.mark.parametrize("text", [*HOSTILE, "AI칩, 화웨이는 华为昇腾910C를", "톈펑(天風)증권“중국산”", ""])
def test_text_is_shown_as_it_was_before_it_was_spaced(text):
    assert joined(spacing.spaced(text)) == spacing.clean(text)


def test_every_korean_or_chinese_character_is_a_word_of_its_own():
    for word in spacing.spaced("AI칩을 华为昇腾910C").split():
        assert len(re.findall(f"[{spacing.CJK}]", word)) <= 1
        assert not re.search(f"[{spacing.CJK}]", word) or len(word.removesuffix(spacing.JOIN)) == 1


def test_the_script_cuts_queries_as_the_index_was_cut():
    constants = dict(re.findall(r"const (CJK|JOIN|PART|MARK|LIMIT) = (\".*?\");", SCRIPT))
    assert {name: json.loads(text) for name, text in constants.items()} == {name: getattr(spacing, name) for name in ("CJK", "JOIN", "PART", "MARK", "LIMIT")}


def test_no_two_kinds_chapters_or_sources_share_a_word():
    groups = {"kind": KINDS, "chapter": [path.stem for path in (ROOT / "book").glob("*.md")], "source": tables.load("sources")["id"]}
    marks = [spacing.mark(group, id) for group, ids in groups.items() for id in ids]
    assert len(set(marks)) == len(marks)


def test_forms_fold_once_and_each_but_once():
    pairs = spacing.FOLDED
    assert len(set(pairs[::2])) == len(pairs) // 2 and not set(pairs[::2]) & set(pairs[1::2])


def test_hostile_text_comes_back_as_text(tmp_path):
    made = [Record("claim", f"book/claims.html#c-{place}", text, text, text, (text,)) for place, text in enumerate(HOSTILE)]
    index.write(made, tmp_path, tmp_path / "memory")
    found = fragments(tmp_path)
    for record in made:
        parts = [part.strip() for part in f" {found[record.address]} ".split(f" {spacing.PART} ")]
        assert [joined(part) for part in parts[:4]] == [spacing.clean(record.title)] * 4


def test_the_same_entries_give_the_same_bytes(tmp_path, rows):
    some = [*rows.values()][::40]
    for name, order in (("first", some), ("second", some[::-1])):
        assert index.write(order, tmp_path / name, tmp_path / f"{name}.memory")
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_nothing_that_is_gone_can_be_found(tmp_path):
    memory = tmp_path / "memory"
    one, other = (Record("name", f"book/codebook.html#{id}", id, "", "") for id in ("one", "other"))
    assert index.write([one, other], tmp_path, memory) and set(fragments(tmp_path)) == {one.address, other.address}
    assert index.write([other], tmp_path, memory) and set(fragments(tmp_path)) == {other.address}
    assert not index.write([other], tmp_path, memory)


def test_the_index_holds_what_the_pages_use_and_no_other_interface(roles):
    folder = roles[0].out / index.FOLDER
    assert sorted(path.suffix for path in folder.iterdir() if path.is_file()) == [".js", ".json", ".pagefind", ".pf_meta"]
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["fragment", "index"]


def test_a_build_that_changes_nothing_writes_no_index(roles):
    first, again, before = roles
    assert "entries indexed" in first.status and "entries unchanged" in again.status
    assert {path: path.stat().st_mtime_ns for path in (again.out / index.FOLDER).rglob("*")} == before


def test_sections_are_found_at_their_addresses(roles):
    assert "Shipped: 1 million chips." in " ".join(fragments(roles[0].out)["index.html"].split())


def test_nothing_of_the_stock_search_is_made(roles):
    out = roles[0].out
    assert not (out / "searchindex.js").exists() and not (out / "_static" / "language_data.js").exists()
    assert "searchtools" not in (out / "search.html").read_text(encoding="utf-8")


def test_the_search_page_lists_pages_and_names_for_those_without_a_script(roles):
    page = roles[0].page("search")
    listed = {link["href"] for link in page.select("#find-browse a")}
    assert {"index.html", "claims.html", "codebook.html#huawei"} <= listed
    assert page.select_one("#find noscript, noscript p")
    assert page.select_one('#find-browse [lang="zh"]') and page.select_one('#find-browse [lang="ko"]')


def test_a_figure_is_found_by_title_caption_and_alternative_text():
    page = html.fromstring(
        '<main><section id="top"><h1>A chapter</h1><p>Words.</p><figure class="exhibit" id="fig-a"><svg role="img" aria-label="Two bars."></svg>'
        '<figcaption><p><span class="caption-number">Figure 1 </span><span class="caption-text">One is less</span></p>'
        '<p class="exhibit-caption">How to read it.</p></figcaption></figure></section></main>'
    )
    passage, figure = pages.of_page(page, "book/a.html", "a")
    assert passage == Record("passage", "book/a.html", "A chapter", "", "Words.", chapters=("a",))
    assert figure == Record("figure", "book/a.html#fig-a", "One is less", "Figure 1, A chapter", "How to read it.", ("Two bars.", "fig-a"), ("a",))


def test_a_list_of_rows_that_have_entries_of_their_own_is_no_text_of_its_section():
    page = html.fromstring(
        '<main><section id="top"><h1>Changes</h1><p>Words.</p><details class="changes of-entries"><summary>New</summary><ul><li>Standing</li></ul></details>'
        '<details class="changes"><summary>Retired</summary><ul><li>Gone</li></ul></details></section></main>'
    )
    (passage,) = pages.of_page(page, "book/changes.html", "changes")
    assert passage.detail == "Words. Retired Gone"


def test_a_figure_that_stands_twice_is_found_where_its_chapter_explains_it():
    twin, own = (Record("figure", f"book/{place}", "One is less", "", "") for place in ("index.html#fig-index-a", "a.html#fig-a"))
    alone = Record("figure", "book/index.html#fig-index-b", "Two is more", "", "")
    assert list(pages.once([twin, alone, own])) == [alone, own]
