"""Laws of sweeps: the same frame whatever computes it, in whatever chunks, and whoever dies meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import pandas as pd
import pytest
import sweepers
from detour.prediction import answers
from detour.sweeps import Serial, Stopped, matched, predicted, processes, sweep, sweeping
from detour.sweeps.store import Store
from detour.sweeps.work import READ, version_of
from detour.tables import DATA, TRACE

ROWS = sweepers.rows(48)


@pytest.fixture(scope="module")
def serial():
    return sweep(ROWS, Serial())


def test_a_sweep_says_what_predictions_say(serial):
    assert serial["record_id"].tolist() == [row["record_id"] for row in ROWS]
    for (_, row), found in zip(serial.iterrows(), answers.answer(ROWS), strict=True):
        assert row["note"] == found.note and (row["prediction"] == found.prediction or found.prediction is None)
    assert 30 < serial["prediction"].notna().sum() < 48


def test_a_frame_is_as_good_as_its_rows(serial):
    frame = pd.DataFrame(ROWS).astype({"batch": float})
    found = sweep(frame, Serial())
    assert found["batch"].tolist() == [f"{row['batch']}.0" for row in ROWS]
    assert found["prediction"].equals(serial["prediction"]) and found["note"].equals(serial["note"])


@pytest.mark.parametrize("together", [1, 5, 1000])
def test_chunks_decide_nothing(serial, together):
    assert sweepers.same(serial, sweep(iter(ROWS), Serial(), together=together))


def test_processes_decide_nothing(serial):
    assert sweepers.same(serial, sweep(ROWS, workers=2, together=3))
    with ProcessPoolExecutor(2) as mine:
        assert sweepers.same(serial, sweep(ROWS, mine, together=7))
        assert mine.submit(max, 1, 2).result() == 2


def test_threads_decide_nothing(serial):
    with ThreadPoolExecutor(3) as mine:
        assert sweepers.same(serial, sweep(ROWS, mine, together=3))


def test_samples_belong_to_their_scenario():
    rows, vary = ROWS[:3], {"precision": ["BF16", "FP8"]}
    whole = sweep(rows, Serial(), vary=vary, samples=6)
    assert whole["record_id"].tolist() == [id for id in "012" for _ in range(12)] and whole["sample"].tolist() == [*range(6)] * 6
    assert sweepers.same(whole, sweep(rows, workers=2, vary=vary, samples=6, together=4))
    fewer = sweep(rows[1:2], Serial(), vary=vary, samples=2, together=1)
    assert sweepers.same(fewer, whole[(whole["record_id"] == "1") & (whole["sample"] < 2)].reset_index(drop=True))
    assert all(whole[whole["prediction"].notna()].groupby(["record_id", "precision"])["prediction"].nunique() == 6)


def test_a_scenario_that_comes_twice_is_computed_once_and_told_twice(tmp_path):
    rows = sweepers.rows(4, notes=str(tmp_path / "done"))
    found = sweep([*rows, *rows], workers=2, work=sweepers.noted, together=3)
    assert sorted(sweepers.computed(tmp_path / "done")) == ["0", "1", "2", "3"]
    assert sweepers.same(found.head(4), found.tail(4).reset_index(drop=True))


@pytest.mark.parametrize("own", [True, False])
def test_a_worker_that_is_killed_loses_nothing(tmp_path, own):
    rows = sweepers.rows(48, notes=str(tmp_path / "killed"))
    with processes(2) as mine:
        found = sweep(rows, None if own else mine, work=sweepers.dying_once, workers=2, together=3)
    assert (tmp_path / "killed").exists()
    assert sweepers.same(found, sweep(rows, Serial(), work=sweepers.dying_once))


def test_what_kills_every_worker_ends_the_sweep_and_keeps_the_rest(tmp_path):
    with pytest.raises(Stopped, match="lost 3 times with the worker that had it"):
        sweep(sweepers.rows(40), work=sweepers.deadly, store=tmp_path / "store", workers=2, together=4, ahead=2, tries=3)
    with Store(tmp_path / "store", version_of(sweepers.deadly)) as kept:
        assert 8 <= len(kept) <= 36


def test_an_executor_that_takes_no_more_ends_the_sweep_in_a_line(tmp_path):
    mine = ThreadPoolExecutor(1)
    rows = (mine.shutdown() if place == 20 else row for place, row in enumerate(ROWS))
    with pytest.raises(Stopped, match="the executor takes no more work: cannot schedule new futures after shutdown"):
        sweep(({} if row is None else row for row in rows), mine, tmp_path / "store", together=4, ahead=1)
    with Store(tmp_path / "store", version_of(predicted)) as kept:
        assert len(kept) == 20


def test_an_error_of_the_work_is_raised():
    with pytest.raises(KeyError, match="notes"):
        sweep(ROWS, workers=1, work=sweepers.noted)


def test_no_more_is_read_than_is_under_way():
    read, seen = [], []

    def reading():
        for row in sweepers.rows(64):
            read.append(row)
            yield row

    class Watching(Serial):
        def submit(self, *arguments):
            seen.append(len(read))
            return super().submit(*arguments)

    sweep(reading(), Watching(), together=4)
    assert seen == list(range(4, 65, 4))


def test_workers_of_another_version_are_told(monkeypatch):
    monkeypatch.setattr(sweeping, "version", lambda: "another")
    with pytest.raises(Stopped, match="a worker has another version of the tables"):
        sweep(ROWS, Serial())


def test_how_many_match_can_be_swept():
    job = {"chip_id": "nvidia-h100", "chip_count": "32", "model": "Llama-2-7B", "input_len": "4096", "batch": "512"}
    found = sweep([job, job | {"model": "Nobody"}], Serial(), work=matched, vary={"other_chip_id": ["nvidia-h800", "nvidia-a100"]}, samples=2)
    assert (found["prediction"].head(4) >= float(job["chip_count"])).all() and found["prediction"][2:4].mean() > found["prediction"][:2].mean()
    assert found["prediction"].tail(4).isna().all() and "no architecture" in found["note"].iloc[-1]


def test_progress_is_shown_where_it_is_asked_for(capfd):
    sweep(ROWS, Serial(), progress=True)
    assert "48/48" in capfd.readouterr().err
    sweep(ROWS, Serial())
    assert capfd.readouterr().err == ""


def test_the_version_covers_what_predictions_read_and_run(tmp_path):
    said = "import json, sys; from detour.sweeps.work import _CODE, compute, Part, predicted; from sweepers import rows; "
    said += "compute(predicted, [Part(tuple(rows(8)), drawn) for drawn in (None, {})], 1); "
    said += "print(json.dumps([each.__file__ for name, each in sys.modules.items() if name.startswith('detour.')]))"
    environment = os.environ | {TRACE: str(tmp_path / "read"), "PYTHONPATH": os.pathsep.join([str(DATA), *sys.path])}
    done = subprocess.run([sys.executable, "-c", said], env=environment, capture_output=True, text=True, check=True)
    assert set((tmp_path / "read").read_text().split()) == set(READ)
    covered = {str(path) for pattern in ("models/*.py", "prediction/*.py", "sweeps/*.py") for path in (DATA / "detour").glob(pattern)}
    assert set(json.loads(done.stdout)) - covered == {str(DATA / "detour" / name) for name in ("tables.py", "digests.py")}


def test_every_kind_of_work_has_a_version_of_its_own():
    some = (sweepers.noted, sweepers.deadly, matched, partial(sweepers.noted, 2), partial(sweepers.noted, 3))
    assert len({version_of(work) for work in some}) == len(some)
    assert version_of(partial(sweepers.noted, 2)) == version_of(partial(sweepers.noted, 2))
