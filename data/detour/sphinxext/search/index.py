"""The index itself: entries written as small pages, indexed by pagefind, and what we do not use taken away."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from html import escape
from importlib.metadata import version
from pathlib import Path

from pagefind.index import PagefindIndex

from detour.sphinxext.search.records import Record
from detour.sphinxext.search.spacing import PART, folded, mark, spaced

#: Folder of the index in the site.
FOLDER = "pagefind"
#: How much a word counts: in the title, where the entry stands, in its text, in names and notes that are not shown.
WEIGHTS = {"title": 7, "where": 1, "detail": 1, "also": 0.4}
_USED = ("pagefind.js", "pagefind-entry.json", "*.pf_meta", "wasm.en.pagefind")


def written(record: Record) -> str:
    """Return an entry as the page that pagefind reads.

    Title, place and text come first, then what finds the entry without being shown:
    other names, and words that stand for kind, chapter and source. Pagefind has
    filters of its own for the latter, but writes them in another order each time.
    """
    also = [*record.also, *_simplified(record)]
    groups = {"kind": (record.kind,), "chapter": record.chapters, "source": record.sources, "called": map(folded, record.called)}
    marks = " ".join(dict.fromkeys(mark(group, each) for group, of in groups.items() for each in of))
    parts = [
        *(_part(name, getattr(record, name)) for name in ("title", "where", "detail")),
        *(_part("also", each) for each in also),
        f'<span data-pagefind-weight="0.1">{marks}</span>',
    ]
    return f'<!DOCTYPE html><html lang="en"><body>{f" {PART} ".join(parts)} {PART}</body></html>'


def _simplified(record: Record) -> list[str]:
    whole = " ".join([record.title, record.detail, *record.also])
    return [folded(whole)] if folded(whole) != whole else []


def _part(name: str, text: str) -> str:
    return f'<span data-pagefind-weight="{WEIGHTS[name]}">{escape(spaced(text))}</span>'


def write(records: Iterable[Record], out: Path, memory: Path) -> bool:
    """Write the index of the records into the site, in the place of any before it; return whether that was needed.

    `memory` is a file that keeps the digest of what was indexed last: pagefind
    writes a file an entry, so a build that changes none should write none.
    """
    entries = {record.address: written(record) for record in records}
    digest = _digest(entries)
    if memory.is_file() and memory.read_text() == digest and (out / FOLDER / "pagefind-entry.json").is_file():
        return False
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        for address, text in entries.items():
            # The address of an entry is the path of its page; so the fragment is part of a file's name.
            path = Path(folder, address)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        asyncio.run(_index(folder, out / FOLDER))
    _tidy(out / FOLDER)
    memory.write_text(digest)
    return True


def _scratch() -> str | None:
    """Return a folder in memory for thousands of small files that nobody keeps, where the system has one with room."""
    memory = Path("/dev/shm")
    return str(memory) if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30 else None


def _digest(entries: dict[str, str]) -> str:
    whole = hashlib.sha256(version("pagefind").encode())
    for address, text in sorted(entries.items()):
        whole.update(f"\0{address}\0{text}".encode())
    return whole.hexdigest()


async def _index(folder: str, target: Path) -> None:
    # One language, whatever a record is written in: pagefind would else make an index for each, and search one of them.
    async with PagefindIndex({"force_language": "en", "keep_index_url": True, "output_path": str(target)}) as index:
        await index.add_directory(folder, glob="**/*.html*")


def _tidy(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file() and not any(map(path.match, _USED)):
            path.unlink()
