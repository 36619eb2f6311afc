"""Laws of origins: every value has roots, those that its tables show, and a chain from them to the page."""

from __future__ import annotations

import pandas as pd
import pytest
from detour import registry, tables, withdrawal
from detour.checks import origins, rivals, roots
from detour.tables import Altered


@pytest.mark.parametrize(("claim", "who"), [({"speaker": "someone", "outlets": "daily"}, "someone"), ({"outlets": "daily;weekly"}, "daily"), ({}, "s-x")])
def test_an_article_names_the_speaker_or_the_first_outlet_or_itself(claim, who):
    assert origins.as_named({"speaker": "", "outlets": "", "source": "s-x"} | claim) == who


def run(id: str, **more) -> dict:
    cells = {
        "system": "node",
        "chip_id": "a1",
        "chip_count": 8,
        "workload": "serving",
        "model": "m",
        "precision": "FP8",
        "input_len": "",
        "output_len": "",
        "batch": "",
    }
    return cells | {"record_id": id, "metric": "tpot", "value": 10.0, "unit": "ms", "period": "2025", "source": f"s-{id}"} | more


def test_runs_are_compared_under_all_their_conditions_and_two_of_one_document_are_two_runs():
    columns, real = tables.load("measurements").columns, tables.load("measurements")
    page, other = real["source"].unique()[:2]
    runs = [run("m-one", source=page), run("m-other", source=other), run("m-far", source=other, batch="4"), run("m-again", source=page, value=12.0)]
    frame = pd.DataFrame(runs).reindex(columns=columns).astype({name: real[name].dtype for name in columns if name not in ("input_len", "output_len", "batch")})
    planted = Altered(tables.DATA, {"measurements": frame.fillna({name: "" for name in columns if real[name].dtype == "str"})})
    assert [each.id for each in rivals.of("m-one", planted)] == ["m-other"] and rivals.of("m-far", planted) == []
    assert len(origins.of("m-one", planted).roots) == 2 and origins.of("m-far", planted).flag == roots.SINGLE
    assert origins.of("m-again", planted).rivals == origins.of("m-other", planted).roots[:1]


def test_every_table_of_evidence_has_roots():
    found = origins.of_evidence()
    for table, key in registry.EVIDENCE.items():
        assert found.keys() & set(tables.load(table)[key]), table
    assert {id for table in rivals.ALONE for id in tables.load(table)[registry.EVIDENCE[table]]} <= found.keys()


@pytest.mark.parametrize("source", ["s-ft25", "s-epochcc", "s-wsj-2023-05-07", "s-semianalysis-2024-07", "s-break-2023-03"])
def test_without_a_source_roots_are_those_of_the_whole_tables_without_it(source):
    rest = withdrawal.withdrawn(source, concerned=lambda finding: False)
    whole = {id: found.flag or origins.SEVERAL for id in tables.load("claims", rest)["id"] if (found := origins.of(id, rest))}
    assert origins.standings(rest) == whole


def test_every_row_with_a_value_has_a_root_that_has_a_name():
    for table in rivals.TABLES:
        for id in tables.load(table)[registry.EVIDENCE.get(table, "id")]:
            found = origins.of(id)
            if found is not None:
                assert found.roots and all(map(origins.name, found.roots)), id
                assert bool(found.flag) == (len(found.roots) == 1), id


def test_known_values_have_the_roots_that_the_tables_show():
    assert origins.of("c-ft25-h20-revenue-2024") == roots.Standing(("semianalysis",), ("CNBC", "CMB International"), "single root")
    assert origins.of("es-032").roots == origins.of("se-mkt-huawei-2025-us-cap").roots == ("bis",)
    assert origins.of("es-cw-fireflyer").roots == origins.of("es-cw-fireflyer-press").roots == ("high-flyer",)
    assert origins.of("c-wsj23-ubs-a100-needed").roots == ("ubs",)
    assert origins.of("c-ds25-nvidia-share-2022") == roots.Standing(("tianfeng-securities",), ("reuters",), "circular")
    assert origins.of("se-mkt-h20-units-2024-semi").roots == ("semianalysis",)


def test_every_chain_ends_on_the_page_and_names_a_relation_for_every_hop():
    claims = tables.load("claims").set_index("id")["source"]
    for id, page in claims.items():
        links = origins.chain(id)
        assert links[-1].document == page and not links[0].relation
        assert all(link.relation and link.name for link in links[1:]), id


def test_the_hops_of_a_chain_are_rows_of_the_lineage():
    hops = set(tables.load("lineage")[["source", "derived_from"]].itertuples(index=False, name=None))
    for id in tables.load("claims")["id"]:
        links = [link for link in origins.chain(id) if link.document]
        assert {(later.document, earlier.document) for earlier, later in zip(links, links[1:], strict=False)} <= hops, id
