"""The index itself: entries written as small pages, indexed by pagefind, and what we do not use of it taken away."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from html import escape
from importlib.metadata import version
from pathlib import Path

from detour.sphinxext.search import service
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
    service.ask(
        [
            # One language, whatever an entry is written in: pagefind would else make an index for each, and search one of them.
            {"type": "NewIndex", "config": {"force_language": "en"}},
            *({"type": "AddFile", "index_id": 0, "url": address, "file_path": None, "file_contents": text} for address, text in sorted(entries.items())),
            {"type": "WriteFiles", "index_id": 0, "output_path": str(out / FOLDER)},
        ],
        lambda: _whole(out / FOLDER, len(entries)),
    )
    _tidy(out / FOLDER)
    memory.write_text(digest)
    return True


def _digest(entries: dict[str, str]) -> str:
    ours = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    whole = hashlib.sha256(version("pagefind").encode() + ours)
    for address, text in sorted(entries.items()):
        whole.update(f"\0{address}\0{text}".encode())
    return whole.hexdigest()


def _whole(folder: Path, entries: int) -> bool:
    """Return whether every file of an index is there and has its bytes: pagefind writes one for each entry."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum(path.suffix == ".pf_fragment" for path in files) == entries and all(path.stat().st_size for path in files)


def _tidy(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file() and not any(map(path.match, _USED)):
            path.unlink()
