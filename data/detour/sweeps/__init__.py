"""Sweeps: a model asked about many scenarios on any `concurrent.futures` executor, with uncertain inputs drawn, kept as they are found.

from detour.sweeps import sweep

frame = sweep(rows, vary={"chip_count": [64, 128, 256]}, samples=64, store="sweep.sqlite")
"""

from detour.sweeps.draws import draws
from detour.sweeps.store import Refused
from detour.sweeps.sweeping import answered, crossed, sweep
from detour.sweeps.work import matched, predicted
from detour.sweeps.workers import Serial, Stopped, processes

__all__ = ["Refused", "Serial", "Stopped", "answered", "crossed", "draws", "matched", "predicted", "processes", "sweep"]
