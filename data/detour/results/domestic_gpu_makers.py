"""Results of the chapter on domestic makers: ratios of chips, and gaps in years."""

from __future__ import annotations

from functools import partial

import pandas as pd

from detour.results.engine import result, tally
from detour.results.forms import ratio

ratio_of = partial(ratio, digits=2)

# Chips against chips.
ratio_of("r-dg-910c-compute", "Peak FP16 rate of the 910C against the H100", "huawei-ascend-910c/fp16_peak", "nvidia-h100/fp16_peak")
ratio_of(
    "r-dg-910c-bandwidth-least",
    "Memory bandwidth of the 910C against the H100, lowest listing",
    "sp-huawei-ascend-910c-memory-bandwidth-3",
    "nvidia-h100/memory_bandwidth",
)
ratio_of("r-dg-910c-memory", "Memory of the 910C against the H100", "huawei-ascend-910c/memory_capacity", "nvidia-h100/memory_capacity")
ratio_of(
    "r-dg-590-fp16-least",
    "Peak FP16 rate of the Siyuan 590 against the A100, lower listing",
    "sp-cambricon-mlu590-fp16-peak-3",
    "nvidia-a100/fp16_peak",
)
ratio_of("r-dg-590-fp16", "Peak FP16 rate of the Siyuan 590 against the A100, higher listing", "cambricon-mlu590/fp16_peak", "nvidia-a100/fp16_peak")
ratio_of("r-dg-ppu-compute", "Peak rate of the PPU, derived from a cluster total, against the H20", "thead-ppu/fp16_peak", "nvidia-h20/fp16_peak")
ratio_of("r-dg-ppu-link", "Link of the PPU against the H20", "thead-ppu/interconnect_bandwidth", "nvidia-h20/interconnect_bandwidth")
ratio_of("r-dg-h20-910b-compute", "Peak FP16 rate of the H20 against the 910B", "nvidia-h20/fp16_peak", "huawei-ascend-910b/fp16_peak")
ratio_of("r-dg-h20-910b-bandwidth", "Memory bandwidth of the H20 against the 910B", "nvidia-h20/memory_bandwidth", "huawei-ascend-910b/memory_bandwidth")
ratio_of(
    "r-dg-h20-910b-bandwidth-grades",
    "Memory bandwidth of the H20 against the larger grades of the 910B",
    "nvidia-h20/memory_bandwidth",
    "a-hi-910b-memory-bandwidth",
)
ratio_of("r-dg-h20-910b-link", "Link of the H20 against the 910B", "nvidia-h20/interconnect_bandwidth", "huawei-ascend-910b/interconnect_bandwidth")
ratio_of("r-dg-atlas-compute", "Peak FP16 rate of the Atlas 350 against the H20", "huawei-atlas-350/fp16_peak", "nvidia-h20/fp16_peak")
ratio_of("r-dg-atlas-bandwidth", "Memory bandwidth of the Atlas 350 against the H20", "huawei-atlas-350/memory_bandwidth", "nvidia-h20/memory_bandwidth")
ratio_of("r-dg-jm9-compute", "Peak FP32 rate of the JM9 against the GTX 1050", "jingjia-jm9/fp32_peak", "nvidia-gtx-1050/fp32_peak")
ratio_of("r-dg-jm9-bandwidth", "Memory bandwidth of the JM9 against the GTX 1050", "jingjia-jm9/memory_bandwidth", "nvidia-gtx-1050/memory_bandwidth")
ratio_of("r-dg-gp201-compute", "Peak FP32 rate of the GP201 against the GT 1030", "lingjiu-gp201/fp32_peak", "nvidia-gt-1030/fp32_peak")
ratio_of("r-dg-a100-jm9", "Peak FP32 rate of the A100 against the JM9", "nvidia-a100/fp32_peak", "jingjia-jm9/fp32_peak")


@result(
    "r-dg-590-tpp",
    title="Total processing performance of the Siyuan 590 against the A100",
    relation=r"r = \frac{T}{16 \cdot F}",
    unit="ratio",
    digits=2,
    T="es-132",
    F="nvidia-a100/fp16_peak",
)
def processing(T, F):
    """Return the ratio; 16 is the bit length by which the rule multiplies an FP16 rate."""
    return T / (16 * F)


def _lag(id: str, title: str, chip: str, rival: str) -> None:
    """Declare the years between the preferred release dates of two chips."""

    @tally(id, title=title, relation=r"t = \frac{d_X - d_Y}{365.25}", unit="years", digits=2, reads=("attributes",))
    def years(attributes):
        """Return the years from the second chip's listed date to the first's."""
        return (_day(attributes, chip) - _day(attributes, rival)).days / 365.25


def _day(attributes: pd.DataFrame, chip: str) -> pd.Timestamp:
    rows = attributes[(attributes["subject"] == chip) & (attributes["quantity"] == "release_date") & (attributes["preferred"] == "yes")]
    return pd.Timestamp(rows["text"].iloc[0].split("/")[0])


_lag("r-dg-lag-910c", "Years from the H100 to the 910C", "huawei-ascend-910c", "nvidia-h100")
_lag("r-dg-lag-590", "Years from the A100 to the Siyuan 590", "cambricon-mlu590", "nvidia-a100-40gb")
_lag("r-dg-lag-jm9", "Years from the GTX 1050 to the JM9", "jingjia-jm9", "nvidia-gtx-1050")
_lag("r-dg-lag-gp201", "Years from the GT 1030 to the GP201", "lingjiu-gp201", "nvidia-gt-1030")
_lag("r-dg-lag-ppu", "Years from the H20 to the public launch of the PPU", "thead-ppu", "nvidia-h20")
