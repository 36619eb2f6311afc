"""The tables of the data package, read with the types that `datapackage.json` gives them.

Chapters, exhibits and results read tables only through :func:`load`, which also
notes the reading in a trace, so that a build knows what each page rests on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

#: Folder of the data package; the package `detour` lies inside it.
DATA = Path(__file__).resolve().parent.parent
#: Folder of the whole project.
ROOT = DATA.parent
#: Environment variable naming the file that notes which tables a process read.
TRACE = "DETOUR_TRACE"

#: Text is kept as Python strings whether or not pyarrow is there, so that patterns and order are Python's everywhere.
pd.options.mode.string_storage = "python"
_DTYPES = {"string": "str", "number": "float64", "integer": "Int64"}


class UnknownTable(KeyError):
    """No table of that name is in the data package."""


@dataclass(frozen=True, eq=False)
class Altered:
    """Tables of which some are in another state, held in memory: those of a folder, or of tables altered before."""

    under: Data
    frames: dict[str, pd.DataFrame]


#: Where tables come from: a folder with `datapackage.json`, or tables altered in memory.
Data = Path | Altered


def home(name: str, data: Data = DATA) -> Data:
    """Return what holds the rows of a table: the tables that altered it last, or the folder.

    >>> altered = Altered(DATA, {"claims": load("claims").head(3)})
    >>> home("claims", altered) is altered, home("events", altered) == DATA, len(load("claims", altered))
    (True, True, 3)
    """
    while isinstance(data, Altered) and name not in data.frames:
        data = data.under
    return data


def beneath(names: Iterable[str], data: Data = DATA) -> Data:
    """Return the tables under every layer that alters none of the named ones: what is computed from these alone is the same.

    >>> altered = Altered(DATA, {"claims": load("claims").head(3)})
    >>> beneath(["events"], altered) == DATA, beneath(["events", "claims"], altered) is altered
    (True, True)
    """
    while isinstance(data, Altered) and data.frames.keys().isdisjoint(names):
        data = data.under
    return data


def folder(data: Data = DATA) -> Path:
    """Return the folder that the tables were read from."""
    return folder(data.under) if isinstance(data, Altered) else data


@lru_cache(maxsize=8)
def descriptor(data: Path = DATA) -> dict:
    """Return the parsed `datapackage.json` of the folder `data`."""
    return json.loads((data / "datapackage.json").read_text(encoding="utf-8"))


def resources(data: Data = DATA) -> dict[str, dict]:
    """Return the resource descriptors by name, in the order of the data package.

    >>> list(resources())[:3]
    ['sources', 'entities', 'quantities']
    """
    return {resource["name"]: resource for resource in descriptor(folder(data))["resources"]}


def resource(name: str, data: Data = DATA) -> dict:
    """Return one resource descriptor; raise :class:`UnknownTable` for any other name."""
    try:
        return resources(data)[name]
    except KeyError:
        raise UnknownTable(f"no table {name!r}; there are {', '.join(resources(data))}") from None


def path_of(name: str, data: Path = DATA) -> Path:
    """Return the path of a table's file."""
    return data / resource(name, data)["path"]


def fields(name: str, data: Path = DATA) -> list[dict]:
    """Return the field descriptors of a table, in column order."""
    return resource(name, data)["schema"]["fields"]


def load(name: str, data: Data = DATA) -> pd.DataFrame:
    """Return a table as a frame of its own: text empty where missing, numbers NaN.

    >>> sorted(load("quantities").columns)
    ['also', 'definition', 'id', 'name', 'unit']
    """
    _note_reading(name)
    held = home(name, data)
    return (held.frames[name] if isinstance(held, Altered) else _load(name, held)).copy()


def split(cell: str) -> list[str]:
    """Return the parts of a cell that holds several values.

    >>> split("financial-times; reuters")
    ['financial-times', 'reuters']
    """
    return [part.strip() for part in cell.split(";") if part.strip()]


def forget() -> None:
    """Forget tables read before, so that the next reading sees the files as they are."""
    _load.cache_clear()
    descriptor.cache_clear()


@lru_cache(maxsize=64)
def _load(name: str, data: Path) -> pd.DataFrame:
    dtypes = {field["name"]: _DTYPES[field["type"]] for field in fields(name, data)}
    text = [column for column, dtype in dtypes.items() if dtype == "str"]
    frame = pd.read_csv(path_of(name, data), dtype=dtypes, encoding="utf-8", keep_default_na=False, na_values=[""])
    frame[text] = frame[text].fillna("")
    return frame


def _note_reading(name: str) -> None:
    trace = os.environ.get(TRACE)
    if trace:
        with open(trace, "a", encoding="utf-8") as file:
            file.write(name + "\n")
