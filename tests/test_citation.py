"""Laws of citation: every format parses, all say the same, and version and date are never left out."""

from __future__ import annotations

import json
import re

import pytest
import rispy
import yaml
from check_jsonschema import main as check_jsonschema
from citeproc import VARIABLES, types
from click.testing import CliRunner
from detour import __version__, citation, tables
from detour.cli import main
from pybtex.database import parse_string
from rispy.config import TAG_KEY_MAPPING, TYPE_OF_REFERENCE_MAPPING

CLAIM = "c-ft25-h20-shipments-2024"
FIGURES = {"fig-x": {"title": "One finding & its <reason>, 40% of $5", "slug": "audit"}}
CITABLE = ["report", *citation.chapters(), CLAIM, "fig-x"]
#: What BibTeX's standard styles require of each type of entry ("BibTeXing", Patashnik 1988, section 3.1).
BIBTEX_REQUIRED = {"book": {"author", "title", "publisher", "year"}, "incollection": {"author", "title", "booktitle", "publisher", "year"}, "misc": set()}
CJK = "칩의 흐름과 华为昇腾 — 推論"


@pytest.fixture
def served(monkeypatch) -> str:
    """The report at a public address."""
    monkeypatch.setenv(citation.address.SITE, "https://example.org/report")
    return "https://example.org/report"


@pytest.mark.parametrize("id", CITABLE)
def test_bibtex_is_parsed_and_carries_title_author_year_and_version(id):
    entries = parse_string(citation.cite(id, "bibtex", FIGURES), "bibtex").entries
    (entry,) = entries.values()
    item = citation.record(id, FIGURES)
    assert re.sub(r"\\([#$%&_])", r"\1", entry.fields["title"].strip("{}")) == item["title"]
    assert str(entry.persons["author"][0]) == "{The Inference Detour project}"
    assert entry.fields["year"] == str(item["issued"]["date-parts"][0][0])
    assert entry.fields["version"] == item["version"]
    assert entry.fields.get("url") == item.get("URL")


@pytest.mark.parametrize("id", CITABLE)
def test_ris_is_parsed_and_carries_title_author_year_and_version(id):
    (entry,) = rispy.loads(citation.cite(id, "ris", FIGURES))
    item = citation.record(id, FIGURES)
    assert entry["title"] == item["title"]
    assert entry["authors"] == ["The Inference Detour project"]
    assert entry["year"] == str(item["issued"]["date-parts"][0][0])
    assert entry["edition"] == item["version"]
    assert entry.get("urls") == ([item["URL"]] if "URL" in item else None)


@pytest.mark.parametrize("id", CITABLE)
def test_csl_has_what_a_reference_manager_needs(id):
    (item,) = json.loads(citation.cite(id, "csl", FIGURES))
    assert {"id", "type", "title", "author", "issued", "publisher", "version"} <= set(item) and ("URL" in item) != ("note" in item)
    assert item["author"] == [{"literal": "The Inference Detour project"}]
    assert all(isinstance(part, int) for part in item["issued"]["date-parts"][0])
    assert ("container-title" in item) == (id != "report")


@pytest.mark.parametrize("id", CITABLE)
def test_text_says_who_when_what_and_which_version(id):
    text, item = citation.cite(id, "text", FIGURES), citation.record(id, FIGURES)
    assert text.startswith("The Inference Detour project")
    assert str(item["issued"]["date-parts"][0][0]) in text
    assert item["title"].split(":")[0].casefold() in text.casefold()
    assert item["version"] in text
    assert text.count("\n") == 1


def test_bibtex_escapes_what_latex_would_read_as_a_command():
    written = citation.cite("fig-x", "bibtex", FIGURES)
    assert r"One finding \& its <reason>, 40\% of \$5" in written
    assert "url" not in parse_string(written, "bibtex").entries["fig-x"].fields


def test_bibtex_leaves_addresses_alone(served):
    written = citation.cite("fig-x", "bibtex", FIGURES)
    assert "#fig-x" in written and r"\#" not in written


def test_ris_begins_with_its_type():
    assert citation.cite("report", "ris").startswith("TY  - BOOK\n")


def test_two_things_never_share_a_key():
    keys = [citation.record(id, FIGURES)["id"] for id in CITABLE]
    assert len(set(keys)) == len(keys)


def test_a_record_points_at_its_own_place_on_the_site():
    assert citation.place(citation.record(CLAIM)).endswith(f"book/claims.html#{CLAIM}")
    assert citation.place(citation.record("audit")).endswith("book/audit.html")
    assert citation.place(citation.record("fig-x", FIGURES)).endswith("book/audit.html#fig-x")


@pytest.mark.parametrize("id", CITABLE)
def test_without_a_public_address_nothing_is_given_as_one(id, monkeypatch):
    monkeypatch.setattr(citation.address, "site", lambda: "")
    (entry,) = parse_string(citation.cite(id, "bibtex", FIGURES), "bibtex").entries.values()
    assert "url" not in entry.fields and "book/" in entry.fields["note"]
    (entry,) = rispy.loads(citation.cite(id, "ris", FIGURES))
    assert "urls" not in entry and "book/" in entry["notes"][0]
    assert "URL" not in json.loads(citation.cite(id, "csl", FIGURES))[0]
    assert ".html" not in citation.cite(id, "text", FIGURES)


@pytest.mark.parametrize("id", CITABLE)
def test_with_a_public_address_every_format_carries_it(id, served):
    where = f"{served}/book/"
    assert all(where in citation.cite(id, style, FIGURES) for style in citation.FORMATS)
    assert citation.cite(id, "text", FIGURES).split()[-1].startswith(where)


@pytest.mark.parametrize("title", ["Who gains?", "Stop!", "It ends.", "It goes on"])
def test_a_title_that_ends_a_sentence_gets_no_second_mark(title):
    written = citation.cite("fig-x", "text", {"fig-x": {"title": title, "slug": "audit"}})
    assert not re.search(r"[.?!]\. ", written) and title in written


@pytest.mark.parametrize("id", ["", "nothing", "c-nobody", "fig-nothing", "s-nowhere", "nvidia-h20/memory_bandwidth", "Report"])
def test_what_cannot_be_cited_is_answered_with_what_can(id):
    with pytest.raises(citation.UnknownCitable, match="nothing to cite has the id|no figure has the label"):
        citation.record(id, {})


def test_every_page_of_the_contents_can_be_cited_by_its_title():
    titles = citation.chapters()
    assert {"index", "audit", "claims", "cite"} <= set(titles)
    assert all(titles.values()) and len(set(titles.values())) == len(titles)


@pytest.mark.parametrize("id", CITABLE)
def test_bibtex_has_every_field_that_its_type_requires(id):
    (entry,) = parse_string(citation.cite(id, "bibtex", FIGURES), "bibtex").entries.values()
    assert BIBTEX_REQUIRED[entry.type] <= set(entry.fields) | set(entry.persons)


@pytest.mark.parametrize("id", CITABLE)
def test_ris_uses_types_and_tags_of_the_format_alone(id):
    written = citation.cite(id, "ris", FIGURES)
    lines = [line.partition("  - ")[::2] for line in written.splitlines()]
    assert lines[0][1] in TYPE_OF_REFERENCE_MAPPING and lines[-1][0] == "ER"
    assert {tag for tag, _ in lines} <= set(TAG_KEY_MAPPING)


@pytest.mark.parametrize("id", CITABLE)
def test_csl_uses_types_and_variables_of_the_language_alone(id):
    item = citation.record(id, FIGURES)
    assert item["type"] in vars(types).values()
    assert {name.replace("-", "_") for name in item.keys() - {"id", "type"}} <= set(VARIABLES)


@pytest.mark.parametrize("style", list(citation.FORMATS))
def test_korean_and_chinese_titles_come_through_every_format(style):
    written = citation.cite("fig-x", style, {"fig-x": {"title": CJK, "slug": "audit"}})
    assert CJK in written


HOSTILE = [
    "a } b {",
    r"x \input{/etc/passwd} y",
    "line\nER  - \nTY  - X",
    "100% $5 a_b #1 ~ ^ \\",
    '"quote" and @misc{a,',
    "bell \x07 tab\tend",
    "\u202eabc",
    "x" * 10_000,
]


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_no_title_breaks_out_of_its_field(title, monkeypatch):
    monkeypatch.setattr(citation.address, "site", lambda: "")
    figures = {"fig-x": {"title": title, "slug": "audit"}}
    (entry,) = parse_string(citation.cite("fig-x", "bibtex", figures), "bibtex").entries.values()
    assert set(re.findall(r"\\[a-z]+", entry.fields["title"])) <= {
        rf"\text{name}" for name in ("backslash", "braceleft", "braceright", "asciicircum", "asciitilde")
    }
    assert entry.fields["note"].endswith("#fig-x")
    (record,) = rispy.loads(citation.cite("fig-x", "ris", figures))
    assert record["title"] == citation.one_line(title)
    assert citation.cite("fig-x", "text", figures).count("\n") == 1


def test_the_citation_file_is_valid_against_its_published_schema():
    result = CliRunner().invoke(check_jsonschema, ["--builtin-schema", "vendor.citation-file-format", str(tables.ROOT / "CITATION.cff")])
    assert result.exit_code == 0, result.output


def test_the_published_schema_refuses_what_it_does_not_allow(tmp_path):
    text = (tables.ROOT / "CITATION.cff").read_text(encoding="utf-8")
    for number, wrong in enumerate([text.replace("type: dataset", "type: report"), text.replace("message:", "massage:"), text.replace("2026-", "26-")]):
        file = tmp_path / f"{number}.cff"
        file.write_text(wrong, encoding="utf-8")
        assert CliRunner().invoke(check_jsonschema, ["--builtin-schema", "vendor.citation-file-format", str(file)]).exit_code == 1, number


def test_the_citation_file_says_who_when_and_on_what_terms():
    cff = yaml.safe_load((tables.ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["authors"] == [{"name": "The Inference Detour project"}]
    assert re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", cff["date-released"])
    assert all(isinstance(cff[key], str) and cff[key] for key in ("title", "message", "version", "abstract"))
    assert cff["license"] == ["MIT", "CC-BY-4.0"]


def test_a_collection_holds_each_record_as_it_stands_alone():
    items = [citation.record(id, FIGURES) for id in CITABLE]
    files = citation.collection(items)
    assert list(parse_string(files["bib"], "bibtex").entries) == [item["id"] for item in items] == [item["id"] for item in json.loads(files["json"])]
    assert [entry["id"] for entry in rispy.loads(files["ris"])] == [item["id"] for item in items]
    assert files["txt"].split("\n\n")[0] + "\n" == citation.text(items[0])


def test_every_version_is_the_same_version():
    package = tables.descriptor()
    project = (tables.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert citation.report()["version"] == __version__ == package["version"] == re.search(r'^version = "(.+)"$', project, re.MULTILINE)[1]


@pytest.mark.parametrize("style", list(citation.FORMATS))
def test_the_command_prints_each_format(style):
    result = CliRunner().invoke(main, ["cite", CLAIM, "--format", style])
    assert (result.exit_code, result.stdout) == (0, citation.cite(CLAIM, style))


def test_the_command_says_in_one_line_what_it_cannot_cite():
    result = CliRunner().invoke(main, ["cite", "nothing"])
    assert result.exit_code == 1
    assert re.fullmatch(r"detour: nothing to cite has the id 'nothing'; allowed: .+\n", result.stderr)
