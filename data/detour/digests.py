"""Digests of files and texts: what was computed from the same digest is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_of(paths: Iterable[Path], *more: str) -> str:
    """Return one digest of the names and bytes of files and of further texts.

    >>> digest_of([], "a") == digest_of([], "a"), digest_of([], "a", "b") == digest_of([], "b", "a"), len(digest_of([]))
    (True, False, 32)
    """
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path.parent.name}/{path.name}".encode() + b"\0" + path.read_bytes() + b"\0")
    for text in more:
        whole.update(text.encode() + b"\0")
    return whole.hexdigest()[:32]
