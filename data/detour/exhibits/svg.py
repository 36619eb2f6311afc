"""Drawings as SVG made at build time: the same bytes whatever was drawn before."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import altair as alt
import vl_convert

_OPENING = re.compile(r"<svg[^>]*>")
_VIEW = re.compile(r'viewBox="([^"]+)"')
_IDENTIFIER = re.compile(r'\bid="([^"]+)"')
_FAMILY = re.compile(r' font-family="([^"]+)"')
_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')
#: What Vega writes for its own runtime, or repeats although it is the default: a reader of the drawing needs none of it.
_IDLE = re.compile(r' (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"| stroke-miterlimit="10"| opacity="1"| font-weight="normal"')
_EMPTY = re.compile(r'<path (?:d="" display="none"|d="M0,0h0v0h0Z")/>')
_FRACTION = re.compile(r"\d*\.\d{3,}")
#: Where a mark stands and how far it reaches; what is turned or scaled keeps its hundredths.
_PLACE = re.compile(r' (?:d|[xy][12]?|transform)="(?![^"]*(?:rotate|scale))[^"]*"')
_PLACED = re.compile(r"\d*\.\d{2,}")


def render(spec: dict, name: str, alt_text: str) -> str:
    """Return a Vega-Lite specification drawn as one `<svg>` whose ids start with `name`, scaled by its box alone.

    vl-convert counts clip ids up within a process, and a page holds several
    drawings: both need ids that depend on the drawing only.
    """
    raw = vl_convert.vegalite_to_svg(spec, vl_version=vl_version())
    names = {old: f"{name}-{number}" for number, old in enumerate(dict.fromkeys(_IDENTIFIER.findall(raw)))}
    for old, new in names.items():
        raw = raw.replace(f'id="{old}"', f'id="{new}"').replace(f"url(#{old})", f"url(#{new})")
    box = _VIEW.search(raw)[1]
    family = _FAMILY.search(raw)
    font = f' font-family="{family[1]}"' if family else ""
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"{font} role="img" aria-label="{escape(alt_text, quote=True)}">'
    return opening + lean(_OPENING.sub("", raw, count=1), family[0] if family else "").strip()


def lean(body: str, family: str = "") -> str:
    """Return a drawing's inside without what it does not need to look the same; half the bytes, compressed.

    The typeface stands on the root; places keep tenths of a pixel, all else hundredths.

    >>> lean('<g class="mark-rule" role="graphics-symbol"><line x2="0.12345" opacity="1" stroke-width="0.755"/></g>')
    '<g><line x2="0.1" stroke-width="0.76"/></g>'
    """
    return _EMPTY.sub("", _TAG.sub(lambda tag: _placed(_FRACTION.sub(_rounded(2), _IDLE.sub("", tag[0].replace(family, "")))), body))


def _placed(tag: str) -> str:
    return _PLACE.sub(lambda place: _PLACED.sub(_rounded(1), place[0]), tag)


def _rounded(digits: int) -> Callable[[re.Match], str]:
    return lambda number: f"{float(number[0]):.{digits}f}".rstrip("0").rstrip(".") or "0"


def vl_version() -> str:
    """Return the Vega-Lite version that altair writes, as vl-convert names it.

    >>> vl_version().count(".")
    1
    """
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
