"""The report against stock Jupyter Book with the same chapters, and its models against others', each in one run.

    make book
    .venv/bin/python -m benchmarks                  # pages and builds, about eight minutes on two cores
    .venv/bin/python -m benchmarks growth           # ten and a hundred times the chapters, figures and claims; an hour
    .venv/bin/python -m benchmarks registers        # registers of twenty thousand rows; a quarter of an hour
    .venv/bin/python -m benchmarks inference        # the model of inference against GenZ and a roofline; three minutes
    .venv/bin/python -m benchmarks training         # the model of training against llm-analysis and Calculon; four minutes
    .venv/bin/python -m benchmarks sweeps           # many scenarios on more and more workers; two minutes
    .venv/bin/python -m benchmarks peridynamics     # our kernel of peridynamics on this machine; four minutes, needs numba

Prints tables, and writes what was measured to `_build/benchmarks/`.
"""

from __future__ import annotations

import sys

from benchmarks import growth, inference, peridynamics, registers, report, sweeps, training

if __name__ == "__main__":
    mains = {
        "report": report.main,
        "growth": growth.main,
        "registers": registers.main,
        "inference": inference.main,
        "training": training.main,
        "sweeps": sweeps.main,
        "peridynamics": peridynamics.main,
    }
    mains[sys.argv[1] if len(sys.argv) > 1 else "report"]()
