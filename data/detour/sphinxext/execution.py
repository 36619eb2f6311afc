"""Chapters executed side by side, each once for what it depends on.

The stock cache knows a chapter by its code cells alone and so serves stale
numbers. Here the key of a chapter is a digest of its source, its name, the package,
the lock file, the Python version and every table that it read when it last ran;
the key enters the notebook's kernel specification, which jupyter-cache hashes.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

from detour import tables
from detour.digests import digest_of
from detour.versions import releases

LOGGER = logging.getLogger(__name__)
#: The header of a page down to the end of its kernel specification.
_KERNEL = re.compile(r"\A---\n(?:(?!---).*\n)*?kernelspec:\n(?:  .*\n)+")
#: Parts of the package that no chapter's code runs.
_PAGE_ONLY = ("sphinxext", "sharing", "printing", "rerun", "cli.py")


def package_files(pages: bool = False) -> list[Path]:
    """Return the files of the package: all, or those that a chapter's code may run."""
    root = Path(__file__).resolve().parent.parent
    files = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return files if pages else [path for path in files if path.relative_to(root).parts[0] not in _PAGE_ONLY]


def table_files() -> dict[str, Path]:
    """Return the file of every table by name, and the data package's own."""
    return {name: tables.path_of(name) for name in tables.resources()} | {"datapackage": tables.DATA / "datapackage.json"}


def lock_text() -> str:
    """Return the lock file's text, or nothing where the project has none."""
    lock = tables.ROOT / "requirements.txt"
    return lock.read_text(encoding="utf-8") if lock.is_file() else ""


class Store:
    """The executed chapters of one project and the traces of what each one read."""

    def __init__(self, folder: Path):
        """Open the store in a folder, which is made where there is none."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.traces_file = folder / "traces.json"
        self.traces = json.loads(self.traces_file.read_text()) if self.traces_file.is_file() else {}
        self.package = digest_of(package_files(), lock_text(), sys.version)

    def code_digest(self, docname: str, source: str) -> str:
        """Return the digest of everything but tables that a chapter's outputs depend on."""
        return digest_of([], self.package, docname, source)

    def key(self, code: str) -> str | None:
        """Return the key of a chapter that has run before, or None where what it reads is unknown."""
        names = self.traces.get(code)
        files = table_files()
        if names is None or not set(names) <= set(files):
            return None
        return digest_of([files[name] for name in names], code)

    def remember(self, code: str, names: list[str]) -> str:
        """Note what a chapter read, and return its key."""
        self.traces[code] = sorted({*names, "datapackage"})
        self.traces_file.write_text(json.dumps(self.traces, indent=1, sort_keys=True))
        return self.key(code)


def with_key(source: str, key: str) -> str:
    """Return the chapter's source with its key in the kernel specification.

    >>> print(with_key("---\\nkernelspec:\\n  name: python3\\n---\\n", "abc"))
    ---
    kernelspec:
      name: python3
      detour_key: abc
    ---
    <BLANKLINE>
    """
    return _KERNEL.sub(lambda match: match[0] + f"  detour_key: {key}\n", source, count=1)


def is_notebook(env, docname: str, source: str) -> bool:
    """Return whether a page is to be executed; raise where it would be, and could not carry its key.

    Without the key, myst-nb would serve what the same code cells gave before, whatever the tables say now.
    """
    if create_nb_reader(env.doc2path(docname), env.myst_config, env.mystnb_config, source) is None:
        return False
    if not _KERNEL.search(source):
        raise ExtensionError(f"{docname}: a page with code and without a kernel; allowed: the header (jupytext, kernelspec) of the other chapters")
    return True


def prepare(app: Sphinx, env, docnames: list[str]) -> None:
    """Execute, side by side, those chapters about to be read whose key is not in the cache."""
    store = Store(Path(app.srcdir) / "_build" / ".detour")
    cache = get_cache(app.config.nb_execution_cache_path)
    env.detour_keys = getattr(env, "detour_keys", {})
    waiting = []
    for docname in docnames:
        source = Path(env.doc2path(docname)).read_text(encoding="utf-8")
        if not is_notebook(env, docname, source):
            continue
        code = store.code_digest(docname, source)
        key = store.key(code)
        if key and _cached(cache, notebook(env, docname, with_key(source, key))):
            env.detour_keys[docname] = key
        else:
            waiting.append((docname, source, code))
    if waiting:
        asyncio.run(_execute_all(env, store, cache, waiting))


def notebook(env, docname: str, source: str):
    """Return a page's source as myst-nb reads it: the notebook that jupyter-cache knows."""
    return create_nb_reader(env.doc2path(docname), env.myst_config, env.mystnb_config, source).read(source)


def _cached(cache, notebook) -> bool:
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


async def _execute_all(env, store: Store, cache, waiting: list[tuple[str, str, str]]) -> None:
    gate = asyncio.Semaphore(os.cpu_count() or 1)
    LOGGER.info("chapters to execute: %d, %d at a time", len(waiting), min(len(waiting), os.cpu_count() or 1))
    tasks = [asyncio.ensure_future(_execute(env, store, cache, gate, *each)) for each in waiting]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _execute(env, store: Store, cache, gate: asyncio.Semaphore, docname: str, source: str, code: str) -> None:
    async with gate:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            trace = Path(folder) / "trace"
            trace.touch()
            ran = notebook(env, docname, source)
            client = NotebookClient(ran, timeout=600, resources={"metadata": {"path": str(Path(env.doc2path(docname)).parent)}})
            try:
                await client.async_execute(env={**os.environ, tables.TRACE: str(trace), "PYTHONHASHSEED": "0"})
            except CellExecutionError as error:
                raise ExtensionError(f"{docname}: a cell failed: {error.ename}: {error.evalue}\n{error}") from error
            except (CellTimeoutError, DeadKernelError) as error:
                raise ExtensionError(f"{docname}: a cell did not finish: {error}") from error
            names = trace.read_text(encoding="utf-8").split()
        key = store.remember(code, names)
        executed = notebook(env, docname, with_key(source, key))
        for cell, done in zip(executed.cells, ran.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = done.outputs, done.execution_count
        seconds = time.monotonic() - started
        bundle = CacheBundleIn(executed, str(env.doc2path(docname)), data={"execution_seconds": seconds})
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        env.detour_keys[docname] = key
        LOGGER.info("executed %s in %.1f s", docname, seconds)


def inject_key(app: Sphinx, docname: str, source: list[str]) -> None:
    """Give the page that is about to be read its key."""
    key = getattr(app.env, "detour_keys", {}).get(docname)
    if key:
        source[0] = with_key(source[0], key)


def outdated(app: Sphinx, env, added, changed, removed) -> list[str]:
    """Return the pages to read again: all when tables or package have changed, else those whose execution is lost.

    Any page may show a number that changed; and a page read before is published with
    the outputs of its execution, which someone may have cleared away since.
    """
    now = digest_of([*package_files(pages=True), *table_files().values(), *releases.files()], lock_text())
    before, env.detour_digest = getattr(env, "detour_digest", now), now
    return sorted(env.found_docs) if before != now else _lost(app, env)


def _lost(app: Sphinx, env) -> list[str]:
    cache = get_cache(app.config.nb_execution_cache_path)
    known = sorted(set(getattr(env, "detour_keys", {})) & env.found_docs)
    sources = {docname: Path(env.doc2path(docname)).read_text(encoding="utf-8") for docname in known}
    return [docname for docname, source in sources.items() if not _cached(cache, notebook(env, docname, with_key(source, env.detour_keys[docname])))]


def place_cache(app: Sphinx, config) -> None:
    """Keep executed chapters beside the build, whatever its output folder."""
    config.nb_execution_cache_path = str(Path(app.srcdir) / "_build" / ".detour" / "executed")
    config.nb_execution_mode = "cache"


def setup(app: Sphinx) -> None:
    """Connect execution to the reading of pages."""
    app.connect("config-inited", place_cache, priority=100)
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", prepare)
    app.connect("source-read", inject_key)
