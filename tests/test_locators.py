"""Laws of provenance: a claim was read in the sentence that it names, and the figure it prints stands there."""

from __future__ import annotations

import shutil
from pathlib import Path

import breaking
import pytest
from click.testing import CliRunner
from detour import locators, tables
from detour.cli import main


@pytest.fixture
def texts(tmp_path) -> Path:
    """Return the texts that the claims of the small package were read in."""
    return shutil.copytree(Path(__file__).with_name("texts"), tmp_path / "texts")


def faults(texts: Path, package: Path) -> list[str]:
    return [str(fault) for fault in locators.verify(texts, package)]


def test_claims_that_are_where_they_say_have_no_fault(texts, package):
    assert faults(texts, package) == []


def test_a_text_changed_by_one_letter_is_noticed(texts, package):
    text = texts / "article.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("100만", "110만"), encoding="utf-8")
    assert [line.split("; allowed")[0] for line in faults(texts, package)] == ["claims.csv:2:digest: 0e06406c6add09b1 is not the digest of sentence 1"]


def test_a_wrong_digest_is_answered_with_the_right_one(texts, package):
    breaking.put(3, digest="0" * 16)(package / "claims.csv")
    right = breaking.rows(Path(__file__).with_name("package") / "claims.csv")[2][3]
    assert faults(texts, package) == [f"claims.csv:3:digest: {'0' * 16} is not the digest of sentence 2; allowed: {right}"]


def test_a_sentence_past_the_end_is_named_with_the_last(texts, package):
    breaking.put(4, sentence="3")(package / "claims.csv")
    assert faults(texts, package) == ["claims.csv:4:sentence: 3 is past the end; allowed: 1 to 2"]


def test_the_sentence_beside_it_will_not_do(texts, package):
    breaking.put(2, sentence="2")(package / "claims.csv")
    assert faults(texts, package)[0].startswith("claims.csv:2:digest: ")


def test_a_printed_figure_must_stand_in_its_sentence(texts, package):
    breaking.put(2, printed="1백만 개")(package / "claims.csv")
    assert faults(texts, package) == ["claims.csv:2:printed: '1백만 개' is not in sentence 1; allowed: words of that sentence"]


def test_a_missing_text_is_named_for_each_of_its_claims(texts, package):
    (texts / "second.txt").unlink()
    lines = faults(texts, package)
    assert [line.partition(": no text 'second.txt' in ")[0] for line in lines] == ["claims.csv:4:source", "claims.csv:5:source"]
    assert all("; allowed: " in line for line in lines)


def test_a_text_in_another_encoding_is_named(texts, package):
    text = texts / "second.txt"
    text.write_bytes(text.read_text(encoding="utf-8").encode("cp949"))
    assert {line.partition(": ")[2] for line in faults(texts, package)} == {"the text 'second.txt' is not UTF-8; allowed: the text as it was read"}


def test_the_command_says_where_and_leaves_with_status_1(tmp_path):
    result = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == len(tables.load("claims"))
    assert result.stdout.startswith("claims.csv:2:source: no text ")


def test_every_claim_names_a_text_a_sentence_and_a_digest():
    claims, sources = tables.load("claims"), tables.load("sources").set_index("id")
    assert (sources.loc[claims["source"], "source_file"] != "").all()
    assert (sources.loc[claims["source"], "kind"] == "seed").all()
    assert (claims["sentence"] >= 1).all()
    assert claims["digest"].str.fullmatch("[0-9a-f]{16}").all()


def test_a_sentence_has_one_digest_wherever_it_is_named():
    named = tables.load("claims").groupby(["source", "sentence"])["digest"].nunique()
    assert named[named > 1].index.tolist() == []
