"""Laws of the cards on a page: one for each number and name of the prose, in order, text as text, citations exact."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from detour import address, citation, registry
from detour import cards as contents
from detour.cli import main
from detour.sphinxext import cards, templates

HOSTILE = """<script>alert(1)</script><img src=x onerror="alert(2)"> ' " {{ 7 * 7 }} &amp; end"""
EXAMPLES = {
    "claim": "c-ft25-h20-shipments-2024",
    "evidence": "es-018",
    "assumption": "a-hi-910b-fp16",
    "result": "r-h20-implied-price-2024",
    "source": "s-epochcc",
    "entity": "huawei",
    "quantity": "memory_bandwidth",
    "term": "t-prefill",
    "finding": "k-ft25-h20-unit-price",
}


def soup(ids: list[str]) -> BeautifulSoup:
    return parsed(str(cards.block(ids)))


def parsed(html: str) -> BeautifulSoup:
    """Return the cards with their text, which the parser keeps back inside templates."""
    return BeautifulSoup(html.replace("<template", "<section").replace("</template", "</section"), "html.parser")


def test_every_id_that_prose_names_has_one_card_in_the_order_of_its_naming(book):
    built = book("roles").build()
    body = (built.out / "index.html").read_text(encoding="utf-8")
    assert cards.named(body) == [
        "c-ft25-h20-shipments-2024",
        "sp-nvidia-h20-memory-bandwidth-1",
        "r-h20-implied-price-2024",
        "s-ft25",
        "huawei",
        "memory_bandwidth",
        "t-prefill",
    ]
    assert set(cards.named(body)) == built.env.get_domain("detour").data["uses"]["index"]
    ids = cards.named(body)
    assert [card["id"] for card in soup(ids).find_all("section")] == [f"card-{id}" for id in ids]


def test_a_page_gets_its_cards_with_their_sheet_and_script(book):
    app_context = {
        "body": '<a class="reference internal" href="claims.html#c-ft25-h20-shipments-2024" title="Claim"><span class="number number-claim">1</span></a>'
    }
    cards.carry(None, "book/x", "page.html", app_context, None)
    assert 'id="card-c-ft25-h20-shipments-2024"' in app_context["detour_end"][0]
    assert app_context["detour_scripts"] == ["cards.js"] and app_context["detour_styles"] == ["cards.css"]


@pytest.mark.parametrize("body", ["", '<a class="src" href="sources.html#s-ft25">FT</a>', '<a href="x.html#c-nobody"><span class="number">1</span></a>'])
def test_a_page_that_names_nothing_gets_nothing(body):
    context = {"body": body}
    cards.carry(None, "book/claims", "page.html", context, None)
    assert set(context) == {"body"}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_card_is_whole_by_itself(kind):
    (card,) = soup([EXAMPLES[kind]]).find_all("section")
    said = contents.content(EXAMPLES[kind])
    assert card.p.b.get_text() == registry.WORDS[kind] == said.word
    assert card.h2.get_text() == said.title.text
    assert (card.strong.get_text() if card.strong else "") == said.number
    assert len(card.find_all("dt")) == len(said.lines) > 0
    assert bool(card.select(".card-source")) == (kind not in ("entity", "quantity"))


def test_names_carry_the_language_of_each_form():
    (card,) = soup(["huawei"]).find_all("section")
    assert {form["lang"]: form.get_text() for form in card.find_all(lang=True)} == {"ko": "화웨이", "zh": "华为"}


def hostile(value):
    """Return a card with every text in it replaced by markup."""
    if getattr(value, "tex", False):  # ours, and read by a parser of its own
        return value
    if is_dataclass(value):
        kept = {"id", "kind", "tex", "href", "lang"}
        return replace(value, **{each.name: hostile(getattr(value, each.name)) for each in fields(value) if each.name not in kept})
    if isinstance(value, tuple):
        return tuple(map(hostile, value))
    return HOSTILE if isinstance(value, str) and value else value


@pytest.mark.parametrize("kind", EXAMPLES)
def test_markup_in_a_row_stays_text_on_its_card(kind):
    card = hostile(contents.content(EXAMPLES[kind]))
    page = parsed(templates.render("cards.html.jinja", cards=[card], citation=HOSTILE))
    assert page.find_all(["script", "img"]) == []
    assert [tag for tag in page.find_all(True) if any(attribute.startswith("on") for attribute in tag.attrs)] == []
    assert HOSTILE in page.section.h2.get_text() and page.div["data-citation"] == HOSTILE


@pytest.mark.parametrize("id", [*EXAMPLES.values(), "s-ft25", "ev-001", "th-2022-3a090-performance", "inf-cm384-tpot-2048-256-b112"])
def test_a_card_holds_what_its_citation_needs(id):
    """What the script puts together is what the command prints: pattern, kind, id, title; it adds the address at which the page is read."""
    page = soup([id])
    title = f"{page.section.p.b.get_text()} {id}: {page.section.h2.get_text()}"
    title += "" if title[-1] in ".?!" else "."
    composed = page.div["data-citation"].replace("{row}", address.site()).strip().replace("{title}", title)
    assert f"{composed}\n" == CliRunner().invoke(main, ["cite", id]).stdout


@pytest.mark.parametrize("id", [*EXAMPLES.values(), "c-ft25-nvidia-value-usd"])
def test_the_pattern_of_a_citation_says_what_the_style_itself_would(id):
    item = citation.record(id)
    assert citation.text(item) == citation._styled(item)
