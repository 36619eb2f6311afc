"""Laws of what a screen reader hears: every link beside a heading and every figure has a name of its own."""

from __future__ import annotations

from bs4 import BeautifulSoup
from detour.sphinxext.spoken import spoken

HEADING = '<h2><span class="section-number">1. </span>What &amp; <em>why</em><a class="headerlink" href="#sec" title="Link to this heading">#</a></h2>'
FIGURE = (
    '<figure class="exhibit align-default" id="fig-x">\n<div><svg></svg></div><figcaption>\n<p><span class="caption-number">Figure 2 </span>'
    '<span class="caption-text">2 times the chips</span><a class="headerlink" href="#fig-x" title="Link to this image">#</a></p></figcaption></figure>'
)


def test_a_link_beside_a_heading_names_it():
    link = BeautifulSoup(spoken(HEADING), "html.parser").a
    assert (link["aria-label"], link.get("title"), link["href"]) == ("Permalink: 1. What & why", None, "#sec")


def test_a_figure_is_called_by_number_and_title():
    figure = BeautifulSoup(spoken(FIGURE), "html.parser").figure
    assert figure.find(id=figure["aria-labelledby"]).get_text() == "Figure 2. 2 times the chips"
    assert figure["id"] == "fig-x" and not figure.select(".headerlink")


def test_what_has_no_heading_and_no_figure_stays_as_it_is():
    assert spoken("<p>One</p>") == "<p>One</p>"
    assert spoken(HEADING.replace("headerlink", "other")) == HEADING.replace("headerlink", "other")
