"""An exhibit as a picture that travels alone: an SVG that says what it shows, where it is from and on what terms, and a PNG of it."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

import vl_convert
from markupsafe import Markup

from detour import picture
from detour.exhibits import style
from detour.sphinxext.templates import render

MARGIN, TITLE, NOTE = 16, 16, 11
_DRAWING = re.compile(r'<svg[^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')
#: Characters that no XML document may contain.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def standalone(drawing: str, title: str, description: str, notes: list[str], address: str) -> str:
    """Return the drawing as an SVG document with its title above it, notes under it, and metadata."""
    width, height = map(float, _DRAWING.search(drawing).groups())
    heads = picture.lines(title, TITLE, width)
    feet = [line for note in notes for line in picture.lines(note, NOTE, width)]
    above, below = MARGIN + len(heads) * TITLE * 1.3 + 10, 12 + len(feet) * NOTE * 1.45 + MARGIN
    text = render(
        "picture.svg.jinja",
        heads=[(round(MARGIN + TITLE * (1 + 1.3 * number), 2), line) for number, line in enumerate(heads)],
        feet=[(round(above + height + 12 + NOTE * (1 + 1.45 * number), 2), line) for number, line in enumerate(feet)],
        width=f"{width + 2 * MARGIN:g}",
        height=f"{above + height + below:g}",
        drawing=Markup(_DRAWING.sub(_placed(above), drawing, count=1)),
        top=round(above + height, 2),
        font=style.FONT,
        **{"title": title, "description": description, "notes": notes, "address": address, "margin": MARGIN, "sizes": (TITLE, NOTE), "style": style},
    )
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def _placed(above: float):
    """Return what gives the drawing inside the picture its place; title and description stand on the outer element."""
    return lambda match: (
        f'<svg x="{MARGIN}" y="{above:g}" width="{match[1]}" height="{match[2]}" viewBox="0 0 {match[1]} {match[2]}" font-family="{style.FONT}">'
    )


def png(svg: str, texts: dict[str, str]) -> bytes:
    """Return an SVG document drawn at twice its size, packed tightly, with texts that image programs show."""
    head, *rest = _chunks(vl_convert.svg_to_png(svg, scale=2))
    pixels = zlib.compress(zlib.decompress(b"".join(content for kind, content in rest if kind == b"IDAT")), 9)
    said = [(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8")) for keyword, text in texts.items()]
    between = [(kind, content) for kind, content in rest if kind not in (b"IDAT", b"IEND")]
    return _SIGNATURE + b"".join(_chunk(*each) for each in [head, *said, *between, (b"IDAT", pixels), (b"IEND", b"")])


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(image):
        length = int.from_bytes(image[at : at + 4], "big")
        yield image[at + 4 : at + 8], image[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
