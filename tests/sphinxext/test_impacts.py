"""Laws of the published impact: the register counts the figures and pages of this build, and impact.json says all of every source."""

from __future__ import annotations

import json

import pytest
from detour import impact, tables
from detour.sphinxext import impacts, register_rows, templates

PAGE = "(sec-sources)=\n# Sources\n\n```{register} sources\n:where: id = s-ft25; s-theoutpost-2025-09\n```\n"


@pytest.fixture(scope="module")
def tiny(book):
    """Return the tiny book with a figure of s-ft25, and a page that shows two sources."""
    found = book("exhibit")
    (found.source / "listing.md").write_text(PAGE, encoding="utf-8")
    (found.source / "index.md").write_text(f"{(found.source / 'index.md').read_text(encoding='utf-8')}\n[Sources](listing.md)\n", encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def built(tiny):
    return tiny.build()


def shown(built, id: str) -> dict[str, str]:
    row = built.page("listing").find(id=id)
    return {term.get_text(): term.find_next_sibling("dd").get_text(" ", strip=True) for term in row.find_all("dt")}


def test_the_register_says_what_would_change_without_a_source(built):
    said, found = shown(built, "s-ft25"), impact.of_tables("s-ft25")
    lost = [each for each in found.changes if each.lost and each.kind == "result"]
    assert f"{len(lost)} results could not be computed" in said["Without it"]
    assert shown(built, "s-theoutpost-2025-09")["Without it"] == "every result and verdict would stay"
    links = {link["href"].rpartition("#")[2] for link in built.page("listing").find(id="s-ft25").select("details a")}
    assert {each.id for each in lost} <= links


def test_all_sources_are_published_with_what_rests_on_them(built):
    used = impacts.uses(built.env)
    assert used["drawn"].keys() == used["places"].keys() == used["figures"].keys() == {"fig-tiny"}
    published = json.loads(json.dumps(impacts.published(built.env, used)))
    assert list(published) == tables.load("sources")["id"].tolist()
    assert published["s-ft25"]["rests"]["figure"] == ["fig-tiny"]
    assert published["s-ft25"]["rests"]["page"] == [used["places"]["fig-tiny"]]
    assert {each["id"] for each in published["s-ft25"]["changes"]} == {each.id for each in impact.of_tables("s-ft25").changes}


def test_what_the_tables_say_is_kept_from_build_to_build_until_they_change(built, monkeypatch):
    env = built.env
    before = impacts.published(env, impacts.uses(env))
    monkeypatch.setattr(impact, "of_tables", lambda id: pytest.fail(f"{id} computed again"))
    assert impacts.published(env, impacts.uses(env)) == before
    monkeypatch.setattr(env, "detour_digest", "of other tables")
    with pytest.raises(pytest.fail.Exception, match="computed again"):
        impacts.published(env, impacts.uses(env))


def test_counts_say_one_and_many():
    said = {}
    for row in register_rows.source_rows():
        number = row["impact"]["number"].get(("result", False), 0)
        said.setdefault(min(number, 2), (number, templates.render("register-sources.html.jinja", rows=[row])))
    assert "1 result would be another" in said[1][1] and "would stay" not in said[1][1]
    assert f"{said[2][0]} results would be another" in said[2][1]
    assert "result would be another" not in said[0][1] and "results would be another" not in said[0][1]


def test_the_register_counts_the_figures_and_pages_of_the_same_build(tiny, built):
    page = (tiny.out / "listing.html").read_text(encoding="utf-8")
    assert "<!--rests" not in page
    assert shown(built, "s-ft25")["Shown or named in"] == "1 figure, 1 page"
    assert "Shown or named in" not in shown(built, "s-theoutpost-2025-09")
    (tiny.source / "more.md").write_text("---\norphan: true\n---\n\n# More\n\nAs {src}`s-theoutpost-2025-09` says.\n", encoding="utf-8")
    assert shown(tiny.build(), "s-theoutpost-2025-09")["Shown or named in"] == "1 page"
