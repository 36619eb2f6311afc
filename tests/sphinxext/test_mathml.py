"""Law of formulas: they are MathML in the page, drawn without script and without a network."""

from __future__ import annotations


def test_a_formula_is_mathml_and_needs_no_script(book):
    formulas = book("prose")
    text = "# Formulas\n\nIn a line $p = \\frac{R}{N}$, and by itself:\n\n$$\nT = \\min(a, b)\n$$ (eq-time)\n\nSee {eq}`eq-time`.\n"
    (formulas.source / "index.md").write_text(text)
    (formulas.source / "allowed.md").unlink()
    built = formulas.build()
    page = built.page()
    assert built.warnings == []
    assert len(page.select("math")) == 2
    assert page.select("math mfrac")
    assert "(1)" in page.select_one(".eqno").get_text()
    assert [script for script in page.select("script[src]") if "math" in script["src"].lower()] == []
