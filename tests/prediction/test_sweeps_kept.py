"""Laws of the store of a sweep: what was found is found again, whatever ended the process; what is no store of this sweep is refused and left alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pandas as pd
import pytest
import sweepers
from detour.sweeps import Refused, Serial, sweep
from detour.sweeps.store import Kept, Store
from detour.tables import DATA


def interrupted(rows, after: int):
    """Return rows of which the reading is interrupted."""
    for place, row in enumerate(rows):
        if place == after:
            raise KeyboardInterrupt
        yield row


@pytest.mark.parametrize("workers", [None, 2])
def test_an_interrupted_sweep_computes_only_what_is_missing(tmp_path, workers):
    done, store = tmp_path / "done", tmp_path / "store"
    rows = sweepers.rows(48, notes=str(done))
    way = {"executor": None if workers else Serial(), "workers": workers, "store": store, "work": sweepers.noted, "together": 4}
    with pytest.raises(KeyboardInterrupt):
        sweep(interrupted(rows, 33), ahead=2, **way)
    kept = known(store)
    assert 24 <= kept <= 32
    done.unlink()
    whole = sweep(rows, **way)
    assert sorted(map(int, sweepers.computed(done))) == list(range(kept, 48))
    done.unlink()
    assert sweepers.same(whole, sweep(reversed(rows[::-1]), **way)) and not done.exists()
    assert sweepers.same(whole, sweep(rows, Serial(), work=sweepers.noted))


def test_a_larger_sweep_takes_what_a_smaller_one_found(tmp_path):
    done, store = tmp_path / "done", tmp_path / "store"
    rows = sweepers.rows(6, notes=str(done))
    sweep(rows[3:], Serial(), store, work=sweepers.noted, samples=2)
    assert len(sweepers.computed(done)) == 6
    sweep(rows, Serial(), store, work=sweepers.noted, samples=3)
    assert len(sweepers.computed(done)) == 18
    sweep(rows, Serial(), store, work=sweepers.noted, samples=3, seed=1)
    assert len(sweepers.computed(done)) == 36


def test_a_store_of_another_version_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "store"
    Store(path, "of another time").__exit__()
    before = path.read_bytes()
    with pytest.raises(Refused, match="holds answers of another version of the tables or of the model") as refusal:
        sweep(sweepers.rows(2), Serial(), path)
    assert path.read_bytes() == before and "\n" not in str(refusal.value)


def test_answers_of_other_work_are_not_taken_for_those_of_this(tmp_path):
    rows = sweepers.rows(2, notes=str(tmp_path / "done"))
    sweep(rows, Serial(), tmp_path / "store", work=sweepers.noted)
    with pytest.raises(Refused):
        sweep(rows, Serial(), tmp_path / "store")


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path):
    text, other = tmp_path / "rows.csv", tmp_path / "other.sqlite"
    text.write_text("chip_id,model\n" * 100)
    sqlite3.connect(other).execute("CREATE TABLE mine (a)")
    for path, reason in ((text, "file is not a database"), (other, "not the store of a sweep"), (tmp_path / "no" / "store", "unable to open database file")):
        before = path.read_bytes() if path.exists() else b""
        with pytest.raises(Refused, match=reason):
            sweep(sweepers.rows(2), Serial(), path)
        assert (path.read_bytes() if path.exists() else b"") == before


def test_a_chunk_that_is_not_kept_whole_is_not_kept_at_all(tmp_path):
    good = Kept(b"a", "{}", None, "{}")
    with Store(tmp_path / "store", "1") as store:
        with pytest.raises(sqlite3.Error):
            store.add([good, Kept(b"b", "{}", None, None)])
        assert len(store) == 0
        store.add([good])
    with Store(tmp_path / "store", "1") as store:
        assert len(store) == 1


def torn(path):
    """Keep one answer, write pages of more, and be gone before the end of the transaction."""
    store = Store(path, "1")
    store.add([Kept(b"a", "{}", None, "{}")])
    run = store._connection.execute
    run("PRAGMA cache_size = 1")
    run("BEGIN IMMEDIATE")
    for number in range(900):
        run("INSERT INTO answers VALUES (?, ?, NULL, '{}')", (number.to_bytes(2), "x" * 900))
    os._exit(9)


def endless(store):
    """Sweep, in a group of processes of its own."""
    os.setsid()
    sweep(sweepers.rows(6000), store=store, workers=2, together=8)


def started(work, path):
    process = multiprocessing.get_context("fork").Process(target=work, args=(path,))
    process.start()
    return process


def test_a_torn_write_is_taken_back(tmp_path):
    process = started(torn, tmp_path / "store")
    process.join()
    assert process.exitcode == 9 and (tmp_path / "store-journal").stat().st_size > 0 and (tmp_path / "store").stat().st_size > 100_000
    with Store(tmp_path / "store", "1") as store:
        assert len(store) == 1


def test_a_process_that_is_killed_midway_leaves_whole_chunks_and_no_workers(tmp_path):
    store = tmp_path / "store"
    process = started(endless, store)
    until(lambda: store.exists() and store.stat().st_size > 40_000)
    process.kill()
    process.join()
    until(lambda: not alive(process.pid))
    kept, few = known(store), sweepers.rows(40)
    assert 16 <= kept < 6000 and kept % 8 == 0
    assert sweepers.same(sweep(few, Serial(), store), sweep(few, Serial()))


def test_an_interrupt_of_the_command_is_said_in_a_line_and_leaves_no_half_of_anything(tmp_path):
    store, rows = tmp_path / "store", [{**dict.fromkeys([*sweepers.ROW, "precision", "record_id", "batch"], ""), **row} for row in sweepers.rows(6000)]
    pd.DataFrame(rows).to_csv(tmp_path / "rows.csv", index=False)
    command = [sys.executable, "-c", "from detour.cli import main; main()", "sweep", tmp_path / "rows.csv", "--out", tmp_path / "out.csv"]
    command += ["--store", store, "--workers", "2"]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(DATA)}, start_new_session=True, stderr=subprocess.PIPE, text=True) as process:
        until(lambda: store.exists() and store.stat().st_size > 40_000)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    line = f"detour: interrupted; what was found is kept in {store}, and the same command goes on from there\n"
    assert (process.returncode, said) == (1, line)
    until(lambda: not alive(process.pid))
    assert {path.name for path in tmp_path.iterdir()} == {"store", "rows.csv"} and known(store) >= 32 and known(store) % 32 == 0


def known(store) -> int:
    """Return how many answers a file holds."""
    with Store(store, sqlite3.connect(store).execute("SELECT value FROM about").fetchone()[0]) as kept:
        return len(kept)


def until(true, seconds: float = 60) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def alive(group: int) -> bool:
    """Return whether a group still has a process."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
