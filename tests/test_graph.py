"""Laws of graphs of ids: a loop is found wherever it hides, and reach is complete."""

from __future__ import annotations

import pytest
from detour.graph import cycle, reachable, successors


@pytest.mark.parametrize("edges", [[], [("a", "b")], [("a", "b"), ("b", "c"), ("a", "c")], [("b", "a"), ("c", "a")]])
def test_a_graph_without_a_loop_has_none(edges):
    assert cycle(edges) == []


@pytest.mark.parametrize("edges", [[("a", "a")], [("a", "b"), ("b", "a")], [("x", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "y")]])
def test_a_loop_is_named_along_its_edges(edges):
    loop = cycle(edges)
    assert loop[0] == loop[-1]
    assert set(zip(loop, loop[1:], strict=False)) <= set(edges)


def test_everything_that_can_be_reached_is_and_nothing_else():
    edges = [("a", "b"), ("b", "c"), ("c", "b"), ("x", "a")]
    assert reachable(successors(edges), "a") == {"b", "c"}
    assert reachable(successors(edges), "x") == {"a", "b", "c"}
    assert reachable(successors(edges), "nobody") == set()
