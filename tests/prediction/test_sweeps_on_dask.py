"""Laws of sweeps on a Dask cluster, a real one of three processes: the same frame as without, and a worker that is killed midway loses nothing."""

from __future__ import annotations

import logging
import os
import signal
from concurrent.futures import Future

import pytest
import sweepers
from click.testing import CliRunner
from detour.cli import main
from detour.sweeps import Serial, sweep
from distributed import Client, KilledWorker, LocalCluster

ROWS = sweepers.rows(120)


@pytest.fixture(scope="module")
def client():
    with (
        LocalCluster(n_workers=3, processes=True, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def serial():
    return sweep(ROWS, Serial())


def test_a_cluster_decides_nothing(client, serial):
    assert len(set(client.run(os.getpid).values())) == 3
    assert sweepers.same(serial, sweep(ROWS, client.get_executor(), together=7))
    assert sweepers.same(sweep(ROWS[:4], client.get_executor(), samples=3, together=3), sweep(ROWS[:4], Serial(), samples=3))


def test_a_worker_that_is_killed_midway_loses_nothing(client, serial):
    killed = []

    def reading():
        for place, row in enumerate(ROWS):
            if place == 60:
                killed.append(max(client.run(os.getpid).values()))
                os.kill(killed[0], signal.SIGKILL)
            yield row

    assert sweepers.same(serial, sweep(reading(), client.get_executor(), together=4, ahead=6))
    assert killed and killed[0] not in client.run(os.getpid).values()


def test_a_chunk_that_the_scheduler_gives_up_is_sent_again(serial):
    """Dask gives a task up when several workers died with it: three in a row here, then none."""
    failing = [KilledWorker("task", "worker", 3)] * 3

    class Unlucky(Serial):
        def submit(self, *arguments):
            future = Future()
            if not failing:
                return super().submit(*arguments)
            future.set_exception(failing.pop())
            return future

    assert sweepers.same(serial, sweep(ROWS, Unlucky(), tries=4))
    assert not failing


def test_a_sweep_begun_on_a_cluster_ends_on_a_laptop(client, serial, tmp_path):
    sweep(ROWS[:50], client.get_executor(), tmp_path / "store")
    kept = (tmp_path / "store").stat().st_size
    assert sweepers.same(serial, sweep(ROWS, Serial(), tmp_path / "store")) and (tmp_path / "store").stat().st_size > kept > 0


def test_the_command_computes_on_the_cluster_of_a_scheduler(client, tmp_path):
    (tmp_path / "rows.csv").write_text("chip_id,chip_count,model,metric,batch,input_len\nnvidia-h100,64,Llama-2-70B,mfu,512,4096\n", encoding="utf-8")
    for name, way in (("dask", ["--scheduler", client.scheduler.address]), ("alone", ["--workers", "1"])):
        done = CliRunner().invoke(main, ["sweep", str(tmp_path / "rows.csv"), "--out", str(tmp_path / name), "--vary", "chip_count=64,128", *way])
        assert done.exit_code == 0, done.output
    assert (tmp_path / "dask").read_bytes() == (tmp_path / "alone").read_bytes()
