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

import numpy as np
import pandas as pd

#: Environment variable naming a folder of other tables, on which a process is to work.
OTHER = "DETOUR_DATA"
#: Folder of the tables that are published; the package `detour` lies inside it.
PUBLISHED = Path(__file__).resolve().parent.parent
#: Folder of the data package: the published one, unless the environment names another.
DATA = Path(os.environ.get(OTHER) or PUBLISHED).resolve()
#: Folder of the whole project.
ROOT = PUBLISHED.parent
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


def records(name: str, data: Data = DATA) -> list[dict]:
    """Return the rows of a table, each a dictionary of its own: text empty where missing, numbers NaN.

    >>> records("quantities")[0]["id"] == load("quantities")["id"][0]
    True
    """
    return [row.copy() for row in shared(name, data)]


def shared(name: str, data: Data = DATA) -> list[dict]:
    """Return the rows of a table as dictionaries that nobody changes: a row that altered tables leave as it was is the very same one."""
    _note_reading(name)
    return _records(name, home(name, data))


def split(cell: str) -> list[str]:
    """Return the parts of a cell that holds several values.

    >>> split("financial-times; reuters")
    ['financial-times', 'reuters']
    """
    return [part.strip() for part in cell.split(";") if part.strip()]


def forget() -> None:
    """Forget tables read before, so that the next reading sees the files as they are."""
    _load.cache_clear()
    _records.cache_clear()
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


@lru_cache(maxsize=64)
def _records(name: str, held: Data) -> list[dict]:
    if not isinstance(held, Altered):
        return _rows(_load(name, held))
    frame, before = held.frames[name], load(name, held.under)
    places = before.index.get_indexer(frame.index)
    same = (places >= 0) & _same(frame, before.iloc[places])
    old, made = shared(name, held.under), iter(_rows(frame[~same]))
    return [old[place] if as_it_was else next(made) for place, as_it_was in zip(places, same, strict=True)]


def _rows(frame: pd.DataFrame) -> list[dict]:
    return [dict(zip(frame, row, strict=True)) for row in zip(*(_plain(frame[column]).tolist() for column in frame), strict=True)]


def _plain(column: pd.Series) -> pd.Series:
    """Return a column of values that Python has: None in place of a whole number that is missing."""
    return column.astype(object).where(column.notna(), None) if column.dtype == "Int64" else column


def _same(frame: pd.DataFrame, other: pd.DataFrame) -> np.ndarray:
    """Return which rows of a frame are those of another in every cell."""
    same = np.ones(len(frame), dtype=bool)
    for column in frame:
        now, then = (np.asarray(_plain(each[column])) for each in (frame, other))
        same &= (now == then) | ((now != now) & (then != then))
    return same
