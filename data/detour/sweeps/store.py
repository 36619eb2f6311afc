"""Where answers are kept as they come: one SQLite file with a row for each scenario, which an interrupted sweep finds again.

Rows are only added, each chunk of them in one transaction, so that whatever kills the process leaves whole chunks and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

#: Seconds for which another process that writes is waited for.
_WAIT = 60.0
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE answers (key BLOB PRIMARY KEY, scenario TEXT NOT NULL, sample INTEGER, answer TEXT NOT NULL) WITHOUT ROWID;
"""
#: What this sweep asks, in its order; SQLite moves it to a file where it is large.
_ASKED = "CREATE TEMP TABLE asked (place INTEGER, sample INTEGER, key BLOB NOT NULL, PRIMARY KEY (place, sample)) WITHOUT ROWID"
_ALL = "SELECT scenario, answers.sample, answer FROM asked JOIN answers USING (key) ORDER BY place, asked.sample"


class Refused(ValueError):
    """A file that cannot be the store of this sweep; the message is one line."""


class Kept(NamedTuple):
    """A scenario with its answer, both as JSON."""

    key: bytes
    scenario: str
    sample: int | None
    answer: str


class Store:
    """Answers of one version of the tables and the model, in a file, or in memory where there is none."""

    def __init__(self, path: Path | str | None, version: str):
        """Open or make the store; raise `Refused` for a file that is something else or of another version."""
        self.path = path
        try:
            self._connection = sqlite3.connect(path or ":memory:", timeout=_WAIT, isolation_level=None)
            self._begin(version)
        except sqlite3.Error as error:
            raise Refused(f"{path}: {error}") from None

    def __enter__(self) -> Store:
        """Return the store itself."""
        return self

    def __exit__(self, *_) -> None:
        """Close the file."""
        self._connection.close()

    def _begin(self, version: str) -> None:
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        tables = {name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            for statement in _TABLES.split(";")[:-1]:
                run(statement)
            run("INSERT INTO about VALUES ('version', ?)", (version,))
        held = dict(run("SELECT name, value FROM about")) if not tables or tables == {"about", "answers"} else {}
        if "version" not in held:
            self._connection.close()
            raise Refused(f"{self.path} is a database, but not the store of a sweep")
        if held["version"] != version:
            self._connection.close()
            raise Refused(f"{self.path} holds answers of another version of the tables or of the model; name another file, or take this one away")
        run("COMMIT")
        run(_ASKED)

    def ask(self, asked: Sequence[tuple[int, int | None, bytes]]) -> list[bytes]:
        """Note what is asked, as places, samples and keys; return the keys that have no answer yet."""
        run = self._connection.execute
        run("BEGIN")
        self._connection.executemany("INSERT INTO asked VALUES (?, ?, ?)", ((place, sample or 0, key) for place, sample, key in asked))
        run("COMMIT")
        return [key for *_, key in asked if run("SELECT 1 FROM answers WHERE key = ?", (key,)).fetchone() is None]

    def add(self, kept: Iterable[Kept]) -> None:
        """Keep answers, all of them or none."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING", kept)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def answers(self) -> Iterator[tuple[str, int | None, str]]:
        """Return scenario, sample and answer of everything asked, in its order."""
        return iter(self._connection.execute(_ALL))

    def __len__(self) -> int:
        """Return how many answers are kept, those of other sweeps too."""
        return self._connection.execute("SELECT count(*) FROM answers").fetchone()[0]
