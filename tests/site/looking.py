"""Takes pictures of elements in Chromium, and says whether two pictures look the same to a reader.

Machines differ in how they smooth letters and round lines, by a pixel at most; a change of style differs in more.
So both pictures are blurred, and each point of one must lie within what the other has around it; twice: with
a narrow blur, which knows rules and strokes, and with a wide one, in which letters are grey and only colour and amount count.
"""

from __future__ import annotations

import base64
import io
from functools import reduce
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

#: Kept pictures, one folder a state.
KEPT = Path(__file__).parent.parent / "looks"
#: How much larger or smaller an element may be, in pixels.
SLACK = 2
#: Blur in pixels, and how far outside of what is around it a channel (0 to 255) may lie.
SCALES = ((1, 7), (6, 5))
#: How far around a point is looked, in pixels, and which part of the contrast found there is excused.
AROUND, CONTRAST = 2, 0.35
#: Blank edge around each element, so that what reaches out of it is seen.
EDGE = 8
#: By state: width and height of the window, theme, medium. The window holds whole pages, so that one picture shows all their elements.
STATES = {
    "desk-light": (1280, 6000, "light", "screen"),
    "desk-dark": (1280, 6000, "dark", "screen"),
    "phone-light": (375, 9000, "light", "screen"),
    "phone-dark": (375, 9000, "dark", "screen"),
    "print": (718, 7000, "light", "print"),
}
_BOX = """
    const found = document.querySelector(arguments[0]);
    if (!found || !found.checkVisibility({visibilityProperty: true})) return null;
    const box = found.getBoundingClientRect();
    return box.width && box.height ? [box.left, box.top, box.right, box.bottom] : null;"""
_SETTLED = "document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(arguments[0])));"


def set_state(driver, state: str) -> None:
    """Give the window the size, theme and medium of a state."""
    width, height, theme, medium = STATES[state]
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": width < 600})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": medium, "features": [{"name": "prefers-color-scheme", "value": theme}]})


def window(driver) -> Image.Image:
    """Return a picture of the whole window."""
    driver.execute_async_script(_SETTLED)
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
    return Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")


def elements(driver, selectors: dict[str, str]) -> dict[str, Image.Image]:
    """Return a picture of each element that is shown, by its name, with some of what is around it."""
    whole, pictures = window(driver), {}
    for name, selector in selectors.items():
        if box := driver.execute_script(_BOX, selector):
            left, top, right, bottom = (round(side) for side in box)
            assert bottom <= whole.height, f"{name} is below the window of this state"
            pictures[name] = whole.crop((left - EDGE, top - EDGE, right + EDGE, bottom + EDGE))
    return pictures


def difference(kept: Image.Image, now: Image.Image) -> str:
    """Return in what two pictures differ to a reader, or nothing; either may lie a pixel off, as edges between pixels are rounded."""
    if max(abs(kept.width - now.width), abs(kept.height - now.height)) > SLACK:
        return f"was {kept.width} x {kept.height} pixels, is {now.width} x {now.height}"
    size = min(kept.width, now.width), min(kept.height, now.height)
    said = _apart(*_laid(kept, now, size, 0, 0))
    moved = ((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1))
    return said if said and all(_apart(*_laid(kept, now, size, x, y)) for x, y in moved) else ""


def _laid(kept: Image.Image, now: Image.Image, size: tuple[int, int], x: int, y: int) -> tuple[Image.Image, Image.Image]:
    """Return what two pictures have in common where the second is moved by some pixels."""
    width, height = size
    return kept.crop((1, 1, width - 1, height - 1)), now.crop((1 + x, 1 + y, width - 1 + x, height - 1 + y))


def _apart(kept: Image.Image, now: Image.Image, strictness: float = 1) -> str:
    """Return where one of two pictures of a size has what the other has not around it."""
    for blur, allowed in SCALES:
        one, other = (np.asarray(each.convert("RGB").filter(ImageFilter.GaussianBlur(blur)), dtype=np.int16) for each in (kept, now))
        apart = np.maximum(outside(one, other), outside(other, one))[AROUND:-AROUND, AROUND:-AROUND]  # blurs know nothing beyond the edge
        if apart.max() * strictness > allowed:
            y, x, channel = np.unravel_index(apart.argmax(), apart.shape)
            return f"at {x}, {y} {('red', 'green', 'blue')[channel]} is off by {apart.max():.1f}, allowed {allowed} (blurred by {blur})"
    return ""


def outside(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how far each point of a picture lies outside what the other has around that point, less what the contrast there excuses."""
    low, high = _around(other, np.minimum), _around(other, np.maximum)
    return np.maximum(one - high, low - one) - CONTRAST * (high - low)


def _around(picture: np.ndarray, choose) -> np.ndarray:
    """Return the least or greatest value around each point, in rows and then in columns."""
    for axis in (0, 1):
        padded = np.pad(picture, [(AROUND, AROUND) if each == axis else (0, 0) for each in range(3)], mode="edge")
        shifted = [np.take(padded, range(at, at + picture.shape[axis]), axis) for at in range(2 * AROUND + 1)]
        picture = reduce(choose, shifted)
    return picture


def differences(kept: dict[str, Image.Image], now: dict[str, Image.Image]) -> dict[str, str]:
    """Return, by element, in what pictures of a state differ; an element that is new or gone differs."""
    found = {name: "is not shown" for name in kept.keys() - now.keys()} | {name: "has no kept picture" for name in now.keys() - kept.keys()}
    found |= {name: said for name in kept.keys() & now.keys() if (said := difference(kept[name], now[name]))}
    return dict(sorted(found.items()))


def keep(state: str, pictures: dict[str, Image.Image]) -> None:
    """Write the pictures of a state in the place of those that were kept; where they look the same, these stay."""
    folder = KEPT / state
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.png"):
        if path.stem not in pictures:
            path.unlink()
    before = kept(state)
    for name, picture in pictures.items():
        if name not in before or difference(before[name], picture):
            thrifty(picture).save(folder / f"{name}.png", optimize=True)


def thrifty(picture: Image.Image) -> Image.Image:
    """Return a picture in as few colours as leave it the same, judged twice as strictly as two pictures are; else as it is."""
    for colours in (12, 24, 48, 96, 256):
        fewer = picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        if not _apart(picture, fewer, strictness=2):
            return fewer
    return picture


def kept(state: str) -> dict[str, Image.Image]:
    """Return the kept pictures of a state by the names of their elements."""
    return {path.stem: Image.open(path).convert("RGB") for path in sorted((KEPT / state).glob("*.png"))}
