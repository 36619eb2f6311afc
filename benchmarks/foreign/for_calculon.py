"""Run by the environment of Calculon, not by ours, with the folder of its source: the seconds of a step in each layout of each row."""

from __future__ import annotations

import logging
import sys

from rows import answer

#: GiB that hold any layout.
_BOUNDLESS = 1e9


def main() -> None:
    """Answer every row by Calculon from the folder that is named."""
    sys.path.insert(0, sys.argv[1])
    from calculon.llm import Llm
    from calculon.system import System

    def seconds(row: dict, way: dict, *, bounded: bool) -> float:
        memory = row["system"]["mem1"] if bounded else row["system"]["mem1"] | {"GiB": _BOUNDLESS}
        system, model = System(row["system"] | {"mem1": memory}), Llm(Llm.Application(row["application"]), logging.getLogger("calculon"))
        model.compile(system, Llm.Execution.from_json(way))
        model.run(system)
        return model.get_total_time()

    answer(seconds)


if __name__ == "__main__":
    main()
