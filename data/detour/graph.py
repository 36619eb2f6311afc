"""Directed graphs of ids: whether they loop, and what lies behind or before a node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def successors(edges: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the nodes that edges lead to, by the node that they leave.

    >>> successors([("a", "b"), ("b", "c")])
    {'a': {'b'}, 'b': {'c'}}
    """
    found: dict[str, set[str]] = {}
    for origin, target in edges:
        found.setdefault(origin, set()).add(target)
    return found


def reachable(following: Mapping[str, set[str]], *starts: str) -> set[str]:
    """Return all nodes that lie behind some nodes, by the nodes that follow each.

    >>> sorted(reachable({"a": {"b"}, "b": {"c"}, "d": {"c"}}, "a"))
    ['b', 'c']
    """
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        fresh = following.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found
