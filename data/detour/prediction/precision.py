"""What a precision means for a chip: bytes of a parameter, and which of its peak rates the products run at."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Bytes of a parameter held in four bits, with the scale that each block of 16 to 32 of them shares in eight bits.
_FOUR_BITS = 0.5 + 1 / 16
_PATTERNS = (
    (re.compile(r"FP4", re.IGNORECASE), "four"),
    (re.compile(r"U?INT4|W4A16|AWQ|GPTQ", re.IGNORECASE), "four, products in sixteen"),
    (re.compile(r"FP8|INT8|W8A8|quantization transform", re.IGNORECASE), "eight"),
)


class Precision(NamedTuple):
    """How a model is held and multiplied on one chip."""

    weight_bytes: float  #: bytes of a parameter
    peak: float  #: TFLOP/s or TOP/s of the products, as listed
    narrow: bool  #: whether products run in fewer than sixteen bits


def width(text: str) -> str:
    """Return the width that a row's words on precision mean; sixteen bits where they name none that is narrower.

    >>> width("FP8 weights"), width("BF16/FP16"), width("UINT4 weights"), width("unstated")
    ('eight', 'sixteen', 'four, products in sixteen', 'sixteen')
    """
    return next((name for pattern, name in _PATTERNS if pattern.search(text)), "sixteen")


def of(text: str, peaks: dict[str, float]) -> Precision:
    """Return what the words on precision mean on a chip with the peak rates `peaks`, by quantity, in TFLOP/s or TOP/s.

    A chip without rates for eight or four bits still reads the smaller parameters, and multiplies in the narrowest width that it has.

    >>> of("W8A8", {"fp16_peak": 320.0, "int8_peak": 640.0})
    Precision(weight_bytes=1.0, peak=640.0, narrow=True)
    >>> of("FP8", {"fp16_peak": 312.0})
    Precision(weight_bytes=1.0, peak=312.0, narrow=False)
    """
    wide, name = peaks["fp16_peak"], width(text)
    eight = peaks.get("fp8_peak") or peaks.get("int8_peak")
    if name == "eight":
        return Precision(1.0, eight or wide, bool(eight))
    if name == "four":
        four = peaks.get("fp4_peak")
        return Precision(_FOUR_BITS, four or wide, bool(four))
    return Precision(_FOUR_BITS, wide, False) if name.startswith("four") else Precision(2.0, wide, False)
