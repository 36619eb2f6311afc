"""Laws of every exhibit in the book, found by walking the modules."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import altair as alt
import jsonschema
import pytest
import vl_convert
from detour import exhibits, registry, tables
from detour.exhibits import columns, live, style, svg
from detour.exhibits.base import LAB_MIME, MIME, Exhibit
from detour.results import engine
from detour.tables import ROOT

MODULES = [importlib.import_module(f"detour.exhibits.{found.name}") for found in pkgutil.iter_modules(exhibits.__path__)]
FUNCTIONS = [
    function
    for module in MODULES
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and function.__annotations__.get("return") in (Exhibit, "Exhibit") and not inspect.signature(function).parameters
]
VALID = jsonschema.Draft7Validator(alt.TopLevelSpec._rootschema | {"$ref": "#/definitions/TopLevelSpec"})
PAINTED = re.compile(r'(?:fill|stroke)="#[0-9a-f]{6}"')
HEX = re.compile(r'(?:fill|stroke)="(#[0-9a-fA-F]{3,8})"')
NAMED = re.compile(r'(?:fill|stroke)="([a-z]+)"')
ROLES = re.compile(r"\{(?:claim|ev|assume|result)\}`!?(?:[^`<]*<)?([^`>@]+)(?:@\w+)?>?`")


def called(function) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


@pytest.fixture(scope="module", params=FUNCTIONS, ids=called)
def exhibit(request) -> Exhibit:
    return request.param()


@pytest.fixture(scope="module")
def drawings(exhibit) -> dict[int, str]:
    """Return the drawings of an exhibit by width, drawn once for all tests."""
    return {width: exhibit.svg(width) for width in (style.WIDE, style.NARROW)}


def test_the_same_bytes_come_out_twice(exhibit, drawings):
    assert {width: exhibit.svg(width) for width in drawings} == drawings


def test_only_colours_that_the_page_can_repaint_are_used(drawings):
    drawing = "".join(drawings.values())
    assert {colour.lower() for colour in HEX.findall(drawing)} <= set(style.PALETTE)
    assert set(NAMED.findall(drawing)) <= {"none", "transparent", "currentColor"}


def test_every_colour_of_a_drawing_is_repainted_by_the_sheet(drawings):
    sheet = (ROOT / "book" / "_static" / "report.css").read_text(encoding="utf-8")
    drawn = set(PAINTED.findall("".join(drawings.values()).lower()))
    assert {paint for paint in drawn if f".exhibit svg [{paint}]" not in sheet} == set() and drawn


def test_a_drawing_is_as_wide_as_asked(drawings):
    for width, drawing in drawings.items():
        drawn = float(re.search(r'viewBox="0 0 ([\d.]+) ', drawing)[1])
        assert abs(drawn - width) <= 0.06 * width, width


def test_ids_of_a_drawing_are_its_own(exhibit, drawings):
    for drawing in drawings.values():
        assert all(id.startswith(exhibit.label) for id in re.findall(r'\bid="([^"]+)"', drawing))


def test_a_finding_is_a_sentence_and_alt_text_says_more(exhibit):
    assert not exhibit.title.endswith(".") and len(exhibit.title.split()) >= 5
    assert len(exhibit.alt) >= 60 and exhibit.alt != exhibit.title
    assert exhibit.caption.endswith(".")


def test_jupyterlab_gets_a_chart_that_it_can_draw(exhibit):
    bundle = exhibit._repr_mimebundle_()
    assert {MIME, LAB_MIME, "image/svg+xml", "text/plain"} <= set(bundle)
    assert "<svg" in vl_convert.vegalite_to_svg(bundle[LAB_MIME], vl_version="5.21")


def test_a_published_specification_is_valid_draws_the_same_and_tells_its_rows(exhibit):
    described = columns.describe(exhibit.frame)
    for width in (style.WIDE, style.NARROW):
        drawn = exhibit.chart(width).to_dict()
        published = live.specification(drawn, described)
        assert picture(published) == picture(drawn)
        VALID.validate(published)
        assert any(isinstance(tooltip, list) for tooltip in found(published, "tooltip")), width


def picture(spec: dict) -> str:
    """Return a drawing without marks of full opacity, which look the same without saying so."""
    return svg.render(spec, "fig", "").replace(' fill-opacity="1"', "").replace(' cursor="pointer"', "")


def found(part, name: str) -> list:
    """Return everything that stands under a name anywhere in a specification."""
    if isinstance(part, list):
        return [each for inner in part for each in found(inner, name)]
    if not isinstance(part, dict):
        return []
    return [value for key, value in part.items() if key == name] + [each for key, inner in part.items() if key != "datasets" for each in found(inner, name)]


def test_every_column_is_named_and_every_number_has_a_unit(exhibit):
    for column in columns.describe(exhibit.frame):
        assert column["name"] in columns.HEADS
        if column["kind"] in ("whole", "number") and "unit" not in exhibit.frame:
            assert column["unit"] or column["name"] in columns.BARE, column


def test_every_named_column_is_used():
    used = {column for function in FUNCTIONS for column in function().frame}
    assert sorted(set(columns.HEADS) - used) == []


def test_the_data_published_are_what_was_drawn(exhibit):
    assert len(exhibit.csv.splitlines()) >= len(exhibit.frame)
    assert set(exhibit.sources) <= set(tables.load("sources")["id"])


def test_no_label_is_used_by_two_exhibits():
    labels = [function().label for function in FUNCTIONS]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_every_result_and_assumption_is_named_in_prose_or_drawn(monkeypatch):
    seen: set[str] = set()
    evaluate = engine.entry
    monkeypatch.setattr(engine, "entry", lambda id, *data: (seen.add(id), evaluate(id, *data))[1])
    for function in FUNCTIONS:
        function()
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (tables.ROOT / "book").glob("*.md"))
    seen |= set(ROLES.findall(pages))
    seen |= {registry.find(ref).id for each in engine.definitions().values() for ref in each.inputs.values()}
    assumed = "\n".join(inspect.getsource(module) for module in MODULES)
    assert sorted(set(engine.definitions()) - seen) == []
    assert [id for id in tables.load("assumptions")["id"] if id not in seen and id not in assumed] == []
