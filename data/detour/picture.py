"""A page's picture for those who share it: its first exhibit, under the finding, 1200 by 630 pixels.

One SVG is composed around the exhibit's own, and drawn by vl-convert with the fonts that
drew the exhibit. A drawing as tall as it is wide stands beside its title, a broad one below.
"""

from __future__ import annotations

import re
from html import escape

import vl_convert

from detour import citation
from detour.exhibits import style

WIDTH, HEIGHT, MARGIN = 1200, 630, 48
_BOX = re.compile(r'viewBox="([-\d. ]+)"')
#: Widths of letters in the house typeface, in parts of its size; all others are taken as wide as a digit.
_WIDTHS = {" ": 0.28, **dict.fromkeys("ijl.,:;'!|’", 0.28), **dict.fromkeys("fItr-()[]/", 0.36), **dict.fromkeys("mwM%—", 0.9), "W": 0.95}


def extent(text: str, size: float) -> float:
    """Return about how wide a bold text is at a size in pixels, on the generous side.

    >>> extent("ill", 10) < extent("mmm", 10), extent("칩", 10)
    (True, 10.0)
    """
    return size * sum(1.0 if ord(each) > 0x2E80 else _WIDTHS.get(each, 0.73 if each.isupper() else 0.6) for each in text)


def lines(text: str, size: float, width: float) -> list[str]:
    """Return a text broken into lines of at most a width in pixels; a word longer than a line is cut.

    >>> lines("One finding in two lines", 40, 250)
    ['One finding', 'in two lines']
    >>> lines("wwww", 40, 80)
    ['ww', 'ww']
    """
    most = max(1, int(width / (size * 0.95)))
    found: list[str] = []
    for word in (piece for whole in text.split() for piece in _pieces(whole, size, width, most)):
        if found and extent(f"{found[-1]} {word}", size) <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _pieces(word: str, size: float, width: float, most: int) -> list[str]:
    return [word] if extent(word, size) <= width else [word[at : at + most] for at in range(0, len(word), most)]


def compose(drawing: str, title: str, series: str) -> str:
    """Return the picture as SVG: the series above, the title, and the drawing as large as it fits."""
    _, _, wide, high = (float(part) for part in _BOX.search(drawing)[1].split())
    beside = high / wide > 0.7
    column = 400 if beside else WIDTH - 2 * MARGIN
    sizes, most = ((40, 36, 32, 28, 24, 20), 8) if beside else ((46, 42, 38, 34, 30, 26, 22), 2)
    size, broken = _fitted(citation.one_line(title), column, sizes, most)
    top = MARGIN + 34 if beside else MARGIN + 40 + len(broken) * size * 1.2
    left = MARGIN + column + 40 if beside else MARGIN
    box = (left, MARGIN if beside else top, WIDTH - MARGIN - left, HEIGHT - MARGIN - (MARGIN if beside else top))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{style.FONT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{style.PAPER}"/><rect width="{WIDTH}" height="10" fill="{style.BLUE}"/>'
        f'<text x="{MARGIN}" y="{MARGIN + 12}" font-size="24" fill="{style.MUTED}">{escape(series)}</text>'
        + "".join(_line(text, MARGIN + 24 + (number + 1) * size * 1.2, size) for number, text in enumerate(broken))
        + _placed(drawing, box)
        + "</svg>"
    )


def _fitted(title: str, width: float, sizes: tuple[int, ...], most: int) -> tuple[int, list[str]]:
    """Return the largest size at which a title takes no more than so many lines, and its lines; a title too long even then ends in an ellipsis."""
    for size in sizes:
        if len(broken := lines(title, size, width)) <= most:
            return size, broken
    return sizes[-1], [*broken[: most - 1], broken[most - 1] + " …"]


def _line(text: str, y: float, size: int) -> str:
    return f'<text x="{MARGIN}" y="{y:.1f}" font-size="{size}" font-weight="bold" fill="{style.INK}">{escape(text)}</text>'


def _placed(drawing: str, box: tuple[float, float, float, float]) -> str:
    x, y, width, height = box
    place = f'<svg x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" preserveAspectRatio="xMidYMid meet" '
    return drawing.replace("<svg ", place, 1)


def png(svg: str, scale: float = 1) -> bytes:
    """Return an SVG drawn as PNG."""
    return vl_convert.svg_to_png(svg, scale=scale)
