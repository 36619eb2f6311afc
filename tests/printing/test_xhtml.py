"""Laws of reading the site's HTML as XML: the same tree as a browser's, or a fault that says where."""

from __future__ import annotations

import pytest
from detour.printing import xhtml
from lxml import etree


def test_what_is_written_is_well_formed_and_means_the_same():
    html = '<div class="a"><img src=x.png alt="A &quot;b&quot;"><input disabled><p>1 &lt; 2 &amp;&nbsp;3<br>&copy;</p></div>'
    again = etree.fromstring(xhtml.write(xhtml.tree(html)))
    assert again.findtext(f"{{{xhtml.XHTML}}}p") == "1 < 2 &\u00a03"
    assert again[0].get("alt") == 'A "b"' and again[1].get("disabled") == ""
    assert again[2][0].tail == "©"


def test_drawings_and_formulas_keep_their_names_and_namespaces():
    root = xhtml.tree('<p><svg viewBox="0 0 1 1"><linearGradient gradientUnits="x"></linearGradient></svg><math><mi>q</mi></math><b>x</b></p>')
    assert [etree.QName(each).namespace for each in root] == [xhtml.SPACES["svg"], xhtml.SPACES["math"], xhtml.XHTML]
    assert root[0].get("viewBox") and root[0][0].get("gradientUnits") and xhtml.local(root[0][0]) == "linearGradient"


def test_characters_that_xml_forbids_are_left_out():
    assert xhtml.words(xhtml.tree('<p title="a\x0bb">a\x00b\x1f c</p>')) == "ab c"


@pytest.mark.parametrize("html", ["<p><b>x</p></b>", "<div><p>x</p>", "<p>x</p></div>"])
def test_an_element_closed_out_of_turn_is_refused(html):
    with pytest.raises(xhtml.Malformed):
        xhtml.tree(html)


def test_what_follows_an_element_stays_when_it_goes():
    root = xhtml.tree("<p>a<i>b</i>c<b>d</b>e</p>")
    for element in list(root):
        xhtml.remove(element)
    assert xhtml.write(root).endswith(">ace</p>")
