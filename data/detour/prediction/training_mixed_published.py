"""A published run on a mixed cluster whose chips were not all named, for every pair that they may have been."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from itertools import product

from detour import tables
from detour.prediction import training_mixed
from detour.prediction.training_matching import means_of
from detour.prediction.training_mixed_groups import Job, Kind
from detour.prediction.training_scenario import Training, scenario
from detour.tables import DATA, Data

#: What HETHUB's AMD chips and its chips without a name may have been: those of AMD's, and of China's makers and Nvidia's for China, that stood in clusters then.
AMD = ("amd-mi250", "amd-mi300x")
UNNAMED = ("nvidia-a800", "huawei-ascend-910b", "moore-threads-mtt-s4000", "hygon-k100-ai", "iluvatar-bi-v150")
#: Chips of each, as its abstract has them.
COUNTS = (128, 640)
_DEPTH = "a-cw-mix-hethub-layers"


def _kind(chip: str, count: int, layers: float, data: Data) -> Kind:
    """Return one kind of the run: Llama 2 70B made deeper, which is how its model is named."""
    row = {"chip_id": chip, "chip_count": str(sum(COUNTS)), "model": "Llama-2-70B", "input_len": "4096", "metric": "training_throughput"}
    run: Training = scenario(row, data)
    model = run.model._replace(layers=layers, cached_layers=layers, dense_layers=layers)
    return Kind(replace(run, chips=float(count), model=model))


@lru_cache(maxsize=4)
def shares(data: Data = DATA) -> dict[tuple[str, str], float]:
    """Return for each pair of chips the speed of the mix over the sum of what each kind does alone.

    >>> found = shares()
    >>> len(found), all(0.8 < share < 1 for share in found.values())
    (10, True)
    """
    layers = float(tables.load("assumptions", data).set_index("id")["central"][_DEPTH])
    found = {}
    for pair in product(AMD, UNNAMED):
        job = Job(tuple(_kind(chip, count, layers, data) for chip, count in zip(pair, COUNTS, strict=True)), math.inf, means_of(data))
        alone = [training_mixed.best(job, [((place,),)]).rate for place in range(len(pair))]
        found[pair] = training_mixed.best(job).rate / sum(alone)
    return found
