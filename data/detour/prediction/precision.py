"""What a precision means for a chip: bytes of a parameter, and which of its peak rates the products run at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from detour.prediction.refusal import Unpredictable

#: Bytes of a parameter held in four bits, with the scale that each block of 16 to 32 of them shares in eight bits.
_FOUR_BITS = 0.5 + 1 / 16
_PATTERNS = (
    (re.compile(r"FP4|W4A4", re.IGNORECASE), "four"),
    (re.compile(r"W4A8", re.IGNORECASE), "four, products in eight"),
    (re.compile(r"U?INT-?4|W4A16|AWQ|GPTQ|\bQ4|\b4[ -]?bit", re.IGNORECASE), "four, products in sixteen"),
    (re.compile(r"FP-?8|INT-?8|W8A8|E4M3|\b8[ -]?bit|quantization transform", re.IGNORECASE), "eight"),
    (re.compile(r"W8A16|\bQ8", re.IGNORECASE), "eight, products in sixteen"),
    (re.compile(r"(?:BF|FP|F|float)-?16|\b16[ -]?bit|half", re.IGNORECASE), "sixteen"),
)
#: Precisions that serving has left behind, of which nothing here was measured.
_WIDER = re.compile(r"(?:FP|F|TF|float)-?(?:32|64)", re.IGNORECASE)
_ALLOWED = "16, 8 or 4 bits, as BF16, FP16, FP8, INT8, W8A8, FP4, INT4, W4A8, W4A16"


class Precision(NamedTuple):
    """How a model is held and multiplied on one chip."""

    weight_bytes: float  #: bytes of a parameter
    peak: float  #: TFLOP/s or TOP/s of the products, as listed
    narrow: bool  #: whether products run in fewer than sixteen bits


def width(text: str) -> str:
    """Return the width that a row's words on precision mean, empty where they name none; raise `Unpredictable` for wider than sixteen bits.

    >>> width("FP8 weights"), width("BF16/FP16"), width("UINT4 weights"), width("unstated")
    ('eight', 'sixteen', 'four, products in sixteen', '')
    """
    found = next((name for pattern, name in _PATTERNS if pattern.search(text)), "")
    if not found and _WIDER.search(text):
        raise Unpredictable(f"precision '{text}' is not predicted; allowed: {_ALLOWED}")
    return found


def of(text: str, peaks: Mapping[str, float]) -> Precision:
    """Return what the words on precision mean on a chip with the peak rates `peaks`, by quantity, in TFLOP/s or TOP/s; sixteen bits where they name none.

    A chip without a rate for eight or four bits still reads the smaller parameters, and multiplies in sixteen.

    >>> of("W8A8", {"fp16_peak": 320.0, "int8_peak": 640.0})
    Precision(weight_bytes=1.0, peak=640.0, narrow=True)
    >>> of("FP8", {"fp16_peak": 312.0})
    Precision(weight_bytes=1.0, peak=312.0, narrow=False)
    """
    wide, name = peaks["fp16_peak"], width(text)
    eight = peaks.get("fp8_peak") or peaks.get("int8_peak")
    held = _FOUR_BITS if name.startswith("four") else 1.0 if name.startswith("eight") else 2.0
    rate = {"four": peaks.get("fp4_peak"), "four, products in eight": eight, "eight": eight}.get(name)
    return Precision(held, rate or wide, bool(rate))


def said(text: str, peaks: Mapping[str, float], size: float, memory: float, assumed: list[str]) -> Precision:
    """Return what a row means by its precision: sixteen bits where it names none, or eight where sixteen of `size` parameters do not fit into `memory` bytes.

    >>> noted = []
    >>> said("", {"fp16_peak": 989.0, "fp8_peak": 1979.0}, 671e9, 1128e9, noted).weight_bytes, noted
    (1.0, ['eight bits'])
    """
    if width(text):
        return of(text, peaks)
    chosen = "FP8" if 2 * size > memory else "BF16"
    assumed.append("eight bits" if chosen == "FP8" else "sixteen bits")
    return of(chosen, peaks)
