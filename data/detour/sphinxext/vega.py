"""Vega, put beside the pages at build time, and the charts compiled for it: what an exhibit needs to go live.

The policy of the pages forbids code made from text, so expressions are interpreted;
and it forbids asking other hosts, so all of it lies here. The page loads none of it
before someone asks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import vl_convert
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from detour.exhibits import svg
from detour.sphinxext import assets

#: Our file in `_static`.
NAME = "vega.js"
#: The script of the inputs by which readers move values.
CONTROLS = "controls.js"
#: The modules of Vega that a chart of ours uses, as vl-convert carries them. Maps, trees, words and forces are left out: a quarter of the bytes.
MODULES = {
    "vega-interpreter": ("2.0.0", "{expressionInterpreter}"),
    "vega-dataflow": ("6.1.0", "{transforms}"),
    "vega-transforms": ("5.1.0", "* as data"),
    "vega-view-transforms": ("5.1.0", "* as views"),
    "vega-encode": ("5.1.0", "* as encode"),
    "vega-view": ("6.1.0", "{View}"),
    "vega-parser": ("7.1.0", "{parse}"),
}
_SNIPPET = "Object.assign(transforms, data, views, encode); window.detourVega = {View, parse, expressionInterpreter};"
#: The terms ask that they go with every copy.
_TERMS = Path(__file__).with_name("vega-licence.txt")


@lru_cache(maxsize=1)
def bundle() -> str:
    """Return Vega and its interpreter as one script that sets `detourVega` and nothing else."""
    imports = [f'import {names} from "https://cdn.jsdelivr.net/npm/{module}@{version}/+esm";' for module, (version, names) in MODULES.items()]
    try:
        script = vl_convert.javascript_bundle("\n".join([*imports, _SNIPPET]))
    except RuntimeError as error:
        raise ExtensionError(f"vl-convert {vl_convert.__version__} carries other versions of Vega than vega.MODULES names: {str(error)[:300]}") from error
    return f'/*\n{_TERMS.read_text(encoding="utf-8")}*/\n(() => {{\n"use strict";\n{script}\n}})();\n'


def compiled(spec: dict) -> str:
    """Return a Vega-Lite specification as Vega, in one line of JSON; marks that tell nothing let the pointer through."""
    vega = vl_convert.vegalite_to_vega(spec, vl_version=svg.vl_version())
    for mark in _marks(vega):
        if "tooltip" not in mark.get("encode", {}).get("update", {}):
            mark["interactive"] = False
    return json.dumps(vega, separators=(",", ":"))


def _marks(part: dict):
    for mark in part.get("marks", []):
        if mark["type"] == "group":
            yield from _marks(mark)
        else:
            yield mark


class Kept:
    """What was drawn or compiled before, by a digest of what it was made from."""

    def __init__(self, folder: Path):
        """Keep things in a folder, which is made where there is none."""
        self.folder = folder
        self.used: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, kind: str, source: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes made from `source`; make them unless they were made before."""
        name = f"{hashlib.sha256(f'{vl_convert.__version__} {kind} {source}'.encode()).hexdigest()[:32]}.{kind}"
        self.used.add(name)
        path = self.folder / name
        if not path.is_file():
            waiting = path.with_suffix(".new")
            waiting.write_bytes(make())
            waiting.replace(path)
        return path.read_bytes()

    def tidy(self) -> None:
        """Drop what nothing has asked for."""
        for path in self.folder.iterdir():
            if path.name not in self.used:
                path.unlink()


def folder(app: Sphinx) -> Path:
    """Return where builds keep what they drew."""
    return Path(app.srcdir) / "_build" / ".detour" / "drawn"


def place(app: Sphinx) -> None:
    """Put the script beside the pages before any page asks for its address."""
    if app.builder.name != "html":
        return
    target = Path(app.outdir) / "_static" / NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    modules = json.dumps([MODULES, _SNIPPET, _TERMS.read_text(encoding="utf-8")])
    script = Kept(folder(app).with_name("vega")).get("js", modules, lambda: bundle().encode())
    if not target.is_file() or target.read_bytes() != script:
        target.write_bytes(script)


def announce(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give a page with exhibits our script and sheet, and tell the script where Vega lies."""
    if 'class="exhibit-foot"' not in (context.get("body") or ""):
        return
    context.setdefault("detour_scripts", []).append("exhibits.js")
    context.setdefault("detour_styles", []).append("exhibits.css")
    address = assets.address(app, pagename, NAME)
    context.setdefault("detour_head", []).append(Markup('<meta name="detour-vega" content="{}">').format(address))
    if 'class="face-set"' in context["body"]:
        address = assets.address(app, pagename, CONTROLS)
        context["detour_head"].append(Markup('<meta name="detour-controls" content="{}">').format(address))


def setup(app: Sphinx) -> None:
    """Place the script first; tell pages of it when they are laid out."""
    app.connect("builder-inited", place)
    app.connect("html-page-context", announce)
