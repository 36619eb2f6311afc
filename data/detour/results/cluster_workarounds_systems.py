"""Results of the chapter on weaker chips in numbers: a whole Huawei system against a whole Nvidia rack."""

from functools import partial

from detour.results import forms
from detour.results.engine import result

ratio = partial(forms.ratio, unit="")

ratio("r-cw-cm384-chips", "Chips of a CloudMatrix 384 over those of a GB200 NVL72", "es-cw-cm384-chips", "es-cw-nvl72-chips")
ratio("r-cw-cm384-power", "Power of a CloudMatrix 384 over that of a GB200 NVL72", "se-mkt-cm384-power", "es-cw-nvl72-power")
ratio(
    "r-cw-cm384-power-rack", "Power of a CloudMatrix 384 over that of a GB200 NVL72, lower figure for the latter", "se-mkt-cm384-power", "es-cw-nvl72-power-2"
)
ratio("r-cw-cm384-price", "Price of a CloudMatrix 384 over that of a GB200 NVL72", "se-mkt-cm384-price", "es-cw-nvl72-price")
ratio("r-cw-cm384-peak", "BF16 peak of a CloudMatrix 384 over that of a GB200 NVL72", "es-133", "es-cw-nvl72-peak")
ratio("r-cw-cm384-chips-per-peak", "Chips for equal peak, CloudMatrix 384 over GB200 NVL72", "r-cw-cm384-chips", "r-cw-cm384-peak")
ratio("r-cw-cm384-power-per-peak", "Power for equal peak, CloudMatrix 384 over GB200 NVL72", "r-cw-cm384-power", "r-cw-cm384-peak")
ratio("r-cw-cm384-price-per-peak", "Price for equal peak, CloudMatrix 384 over GB200 NVL72", "r-cw-cm384-price", "r-cw-cm384-peak")


@result(
    "r-cw-cm384-memory",
    title="Memory of a CloudMatrix 384 over that of a GB200 NVL72",
    relation=r"r = \frac{N m}{M g}",
    unit="",
    N="es-cw-cm384-chips",
    m="huawei-ascend-910c/memory_capacity",
    M="es-cw-nvl72-chips",
    g="nvidia-gb200/memory_capacity",
)
def cm384_memory(N, m, M, g):
    """Return chips times memory of the one system over those of the other."""
    return N * m / (M * g)


@result(
    "r-cw-cm384-bandwidth",
    title="Memory bandwidth of a CloudMatrix 384 over that of a GB200 NVL72",
    relation=r"r = \frac{N b}{M g}",
    unit="",
    N="es-cw-cm384-chips",
    b="huawei-ascend-910c/memory_bandwidth",
    M="es-cw-nvl72-chips",
    g="nvidia-gb200/memory_bandwidth",
)
def cm384_bandwidth(N, b, M, g):
    """Return chips times bandwidth of the one system over those of the other."""
    return N * b / (M * g)
