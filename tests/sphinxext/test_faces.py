"""Laws of an exhibit's other faces: each holds what was drawn, stands on its own, and says where it is from."""

from __future__ import annotations

import csv
import io
import json
import zlib
from xml.etree import ElementTree

import altair as alt
import jsonschema
import pandas as pd
import pytest
import rispy
from detour import citation, picture
from detour.exhibits import columns
from detour.sphinxext import faces, standalone, vega
from pybtex.database import parse_string

SVG = {"svg": "http://www.w3.org/2000/svg"}
LABEL = "fig-tiny"


@pytest.fixture(scope="module")
def built(book):
    return book("exhibit").build()


@pytest.fixture(scope="module")
def page(built):
    return built.page(f"figures/{LABEL}")


@pytest.fixture(scope="module")
def files(built):
    return built.out / "data" / "figures"


def cells(row) -> list[str]:
    return [cell.get_text() for cell in row.find_all(["th", "td"])]


def test_the_table_has_every_row_and_column_of_the_data(page, files):
    head, *rows = csv.reader(io.StringIO((files / f"{LABEL}.csv").read_text(encoding="utf-8")))
    table = page.select_one("#table table")
    assert cells(table.thead.tr) == ["x", "y", "Sources"] and len(head) == 3
    assert [cells(row)[:2] for row in table.tbody.find_all("tr")] == [["<b>a</b>", "1"], ["b", "2"]] and len(rows) == 2


def test_the_table_can_be_read_by_ear_and_scrolled_by_keys(page):
    region = page.select_one("#table [role=region]")
    assert region["tabindex"] == "0" and region["aria-label"] == "Data of Figure 1.1"
    assert region.caption.get_text().startswith("Figure 1.1: 2 rows.")
    assert {head["scope"] for head in region.select("thead th")} == {"col"}
    assert [head.get_text() for head in region.select("tbody th[scope=row]")] == ["<b>a</b>", "b"]


def test_sources_of_a_row_are_links(page):
    links = [[a["href"] for a in row.select("a")] for row in page.select("#table tbody tr")]
    assert links == [["../book/sources.html#s-ft25"], ["../book/sources.html#s-epoch-chips", "../book/sources.html#s-ft25"]]


def test_a_figures_page_says_what_the_chart_shows_and_where_it_stands(page):
    assert page.select_one("h1").get_text() == "One is <less> than two"
    assert page.select_one("#words p").get_text() == 'Two bars, "b" higher.'
    assert page.select_one(".figure-where a")["href"] == f"../chapter.html#{LABEL}"
    assert page.select_one("a.exhibit-permalink")["href"] == f"../chapter.html#{LABEL}"
    assert len(page.select("figure.exhibit svg[role=img][aria-label]")) == 2


def test_every_file_that_is_offered_is_there_with_its_size(built, page):
    offered = {a["href"].removeprefix("../"): a.parent.get_text() for a in page.select("#files a[download]")}
    assert [path.partition(".")[2] for path in offered] == ["csv", "svg", "png", "vl.json"]
    for path, said in offered.items():
        assert faces.size((built.out / path).stat().st_size) in said


def test_a_link_under_a_figure_says_of_which_figure_it_is(built):
    links = built.page("chapter").select(".faces a")
    assert [a["aria-label"] for a in links[:2]] == ["Table of Figure 1.1", "CSV of Figure 1.1"]
    assert all(a["aria-label"].startswith(a.get_text()) and a["aria-label"].endswith("Figure 1.1") for a in links)
    for address in (a["href"].partition("#")[0] for a in links):
        assert not address or (built.out / address).is_file(), address


def test_the_svg_stands_alone_and_says_where_it_is_from(files):
    root = ElementTree.parse(files / f"{LABEL}.svg").getroot()
    assert root.find("svg:title", SVG).text == "One is <less> than two"
    assert root.find("svg:desc", SVG).text == 'Two bars, "b" higher.'
    assert root.find("svg:rect", SVG).get("fill") == "#ffffff"
    seen = " ".join(text.text or "" for text in root.findall("svg:g/svg:text", SVG))
    said = "".join(root.find("svg:metadata", SVG).itertext())
    for text in (seen, said):
        assert "Sources: " in text and "CC BY 4.0" in text
    assert "creativecommons.org/licenses/by/4.0/" in (files / f"{LABEL}.svg").read_text(encoding="utf-8")
    assert citation.report()["title"] in seen and f"#{LABEL}" in seen
    assert "<b>a</b>" in [text.text for text in root.findall("svg:svg//svg:text", SVG)]


def test_the_png_says_so_too(files):
    chunks = dict(standalone._chunks((files / f"{LABEL}.png").read_bytes()))
    assert chunks[b"IHDR"][:4] == (712 * 2).to_bytes(4, "big") and zlib.decompress(chunks[b"IDAT"])
    kinds = [kind for kind, _ in standalone._chunks((files / f"{LABEL}.png").read_bytes())]
    assert kinds.count(b"iTXt") == 6 and kinds[-1] == b"IEND"
    assert b"https" in (files / f"{LABEL}.png").read_bytes() or f"#{LABEL}".encode() in chunks[b"iTXt"]


def test_a_picture_of_hostile_words_is_well_formed_and_none_leaves_it():
    words = "\x00\x0b]]><script>alert(1)</script> " + "x" * 10_000
    text = standalone.standalone('<svg viewBox="0 0 680 100"><g/></svg>', words, words, [words, words], words)
    root = ElementTree.fromstring(text)
    assert root.findall(".//svg:script", SVG) == []
    assert max(picture.extent(line.text, 11) for line in root.findall("svg:g/svg:text", SVG)) <= 680 * 1.1


def test_the_specification_is_valid_and_whole(files):
    spec = json.loads((files / f"{LABEL}.vl.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(alt.TopLevelSpec._rootschema | {"$ref": "#/definitions/TopLevelSpec"}).validate(spec)
    assert "url" not in json.dumps(spec["datasets"]) and spec["usermeta"]["title"] == "One is <less> than two"
    assert [line["field"] for line in spec["encoding"]["tooltip"]] == ["x", "y"]


def test_the_live_charts_are_a_script_that_calls_one_function(files):
    text = (files / f"{LABEL}.live.js").read_text(encoding="utf-8")
    assert text.startswith(f'detourLive("{LABEL}",{{') and text.endswith("});\n") and text.isascii()
    both = json.loads(text.removeprefix(f'detourLive("{LABEL}",').removesuffix(");\n"))
    assert sorted(both) == ["narrow", "wide"] and both["wide"]["$schema"].startswith("https://vega.github.io/schema/vega/")


def test_the_pandas_snippet_loads_what_was_drawn(page, files, monkeypatch):
    code = next(pre for pre in page.select("#load pre") if "pandas" in pre.get_text()).get_text()
    monkeypatch.chdir(files)
    names: dict = {}
    exec(code, names)
    wanted = pd.DataFrame({"x": ["<b>a</b>", "b"], "y": [1.0, 2.0]})
    assert names["data"][["x", "y"]].equals(wanted)
    assert list(names["data"]["source"]) == [["s-ft25"], ["s-epoch-chips", "s-ft25"]]


def test_the_r_snippet_names_the_same_file(page):
    assert f'read.csv("{LABEL}.csv"' in page.select("#load pre")[1].get_text()


def test_the_page_the_files_and_the_command_cite_alike(built, page):
    known = json.loads((built.out / "data" / "figures.json").read_text())
    for suffix, style in (("bib", "bibtex"), ("ris", "ris"), ("json", "csl")):
        assert (built.out / "cite" / f"{LABEL}.{suffix}").read_text(encoding="utf-8") == citation.cite(LABEL, style, known)
    assert page.select_one("#cite .cite-text").get_text() == citation.cite(LABEL, "text", known)
    assert list(parse_string(page.select_one("#cite .cite-bibtex").get_text(), "bibtex").entries) == [LABEL]
    assert rispy.loads((built.out / "cite" / f"{LABEL}.ris").read_text(encoding="utf-8"))[0]["type_of_reference"] == "FIGURE"


def test_vega_stands_beside_the_pages_with_its_terms_and_asks_for_nothing(built):
    script = (built.out / "_static" / vega.NAME).read_text(encoding="utf-8")
    assert "Redistribution and use" in script[:1000] and script.count("window.detourVega") == 1
    assert not any(word in script for word in ("cdn.jsdelivr", "import ", "export "))
    assert len(zlib.compress(script.encode(), 9)) < 170_000


def test_what_did_not_change_is_not_drawn_again(tmp_path):
    kept, made = vega.Kept(tmp_path), []
    for source in ("a", "a", "b"):
        assert kept.get("png", source, lambda source=source: made.append(source) or source.encode()) == source.encode()
    assert made == ["a", "b"]
    again = vega.Kept(tmp_path)
    again.get("png", "b", lambda: pytest.fail("drawn again"))
    again.tidy()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_figure_that_is_gone_leaves_no_page_and_no_file(book):
    tiny = book("exhibit")
    tiny.build()
    chapter = tiny.source / "chapter.md"
    chapter.write_text(chapter.read_text().replace(LABEL, "fig-other"))
    built = tiny.build()
    assert (built.out / "figures" / "fig-other.html").is_file()
    assert [path.name for path in built.out.rglob(f"{LABEL}.*")] == []


def test_an_interval_that_is_the_number_itself_is_not_shown():
    each = {
        "csv": "value,low,high,source\n2.0,2.0,2.0,s-one\n3.0,3.0,6.0,s-one\n,4.0,4.0,s-one\n",
        "columns": columns.describe(pd.DataFrame({"value": [2.0, 3.0, None], "low": [2.0, 3.0, 4.0], "high": [2.0, 6.0, 4.0], "source": ["s-ft25"] * 3})),
    }
    each["csv"] = each["csv"].replace("s-one", "s-ft25")
    assert [[cell["shown"] for cell in row[:3]] for row in faces.rows(each)] == [["2", "", ""], ["3", "3", "6"], ["", "4", "4"]]
