"""Drawings as SVG made at build time: the same bytes whatever was drawn before."""

from __future__ import annotations

import re
from html import escape

import altair as alt
import vl_convert

_OPENING = re.compile(r"<svg[^>]*>")
_VIEW = re.compile(r'viewBox="([^"]+)"')
_IDENTIFIER = re.compile(r'\bid="([^"]+)"')


def render(chart: alt.TopLevelMixin, name: str, alt_text: str) -> str:
    """Return the chart as one `<svg>` whose ids start with `name`, scaled by its box alone.

    vl-convert counts clip ids up within a process, and a page holds several
    drawings: both need ids that depend on the drawing only.
    """
    raw = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=vl_version())
    names = {old: f"{name}-{number}" for number, old in enumerate(dict.fromkeys(_IDENTIFIER.findall(raw)))}
    for old, new in names.items():
        raw = raw.replace(f'id="{old}"', f'id="{new}"').replace(f"url(#{old})", f"url(#{new})")
    box = _VIEW.search(raw)[1]
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label="{escape(alt_text, quote=True)}">'
    return _OPENING.sub(lambda _: opening, raw, count=1).strip()


def vl_version() -> str:
    """Return the Vega-Lite version that altair writes, as vl-convert names it.

    >>> vl_version().count(".")
    1
    """
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
