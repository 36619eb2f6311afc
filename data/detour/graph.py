"""Directed graphs of ids: whether they loop, and what lies behind or before a node."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter


def cycle(edges: list[tuple[str, str]]) -> list[str]:
    """Return one loop in the edges, first node repeated at the end, or an empty list.

    >>> cycle([("a", "b"), ("b", "c")])
    []
    >>> cycle([("a", "b"), ("b", "a")])
    ['a', 'b', 'a']
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for source, origin in edges:
        sorter.add(source, origin)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def reachable(edges: list[tuple[str, str]], start: str) -> set[str]:
    """Return all nodes that the edges lead to from `start`.

    >>> sorted(reachable([("a", "b"), ("b", "c"), ("d", "c")], "a"))
    ['b', 'c']
    """
    found: set[str] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        fresh = {target for origin, target in edges if origin == node} - found
        found |= fresh
        waiting.extend(fresh)
    return found
