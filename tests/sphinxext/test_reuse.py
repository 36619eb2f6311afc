"""Laws of the lists on the page on reuse: every published table, with the digest of the very bytes, and its terms."""

from __future__ import annotations

from detour import tables
from detour.checks import findings
from detour.sharing import shelf
from detour.sphinxext import publish


def page(book):
    tiny = book("register")
    (tiny.source / "index.md").write_text("(sec-x)=\n# Files\n\n```{published-files}\n```\n\n```{published-terms}\n```\n", encoding="utf-8")
    return tiny.build()


def test_every_published_file_of_the_tables_is_listed_with_its_digest(book):
    shown = page(book).page()
    items = shelf.tables_and_records(publish.claims(), findings.published())
    items += shelf.further_formats(items)
    rows = {row.a["href"]: row for row in shown.select(".published-files tbody tr")}
    assert set(rows) == {f"data/{item.path}" for item in items}
    for item in items:
        cells = [cell.get_text() for cell in rows[f"data/{item.path}"].find_all("td")]
        assert cells[1].replace(",", "") == str(len(item.content))
        assert cells[2] == item.sha256
    assert rows["data/claims.csv"].td.get_text() == rows["data/parquet/claims.parquet"].td.get_text() == str(len(tables.load("claims")))


def test_the_terms_of_every_table_are_said(book):
    shown = page(book).page()
    named = [title for term in shown.select(".published-terms dt") for title in term.get_text().split(", ")]
    assert sorted(named) == sorted(resource["title"] for resource in tables.resources().values())
