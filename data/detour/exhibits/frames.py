"""Frames that exhibits draw from: rows of the tables, in the shapes that charts need, sources kept."""

from __future__ import annotations

import pandas as pd

from detour import naming, registry, tables
from detour.checks import wording

#: Words that a chip's name opens with and a drawing can spare.
MAKERS = (
    "NVIDIA ",
    "Nvidia ",
    "Huawei ",
    "Ascend ",
    "AMD ",
    "Radeon ",
    "Instinct ",
    "GeForce ",
    "Cambricon ",
    "Siyuan ",
    "MLU",
    "Moore Threads ",
    "MTT ",
    "Biren ",
    "Jingjia ",
    "Lingjiu ",
    "T-Head ",
    "Zhenwu ",
    "Kunlunxin ",
    "Kunlun ",
    "MetaX ",
    "Enflame ",
    "CloudBlazer ",
    "Iluvatar CoreX ",
    "Iluvatar ",
    "Tiangai ",
    "Hygon DCU ",
    "Hygon ",
)


def specifications(quantities: list[str], subjects: list[str] | None = None) -> pd.DataFrame:
    """Return preferred specifications: one row a chip, one column a quantity, and `source`.

    Rows with an interval instead of a value are left out; units are those of the quantities.

    >>> specifications(["memory_bandwidth"], ["nvidia-h20"])["memory_bandwidth"].tolist()
    [4000.0]
    """
    frame = tables.load("specifications")
    frame = frame[(frame["preferred"] == "yes") & frame["quantity"].isin(quantities) & frame["value"].notna()]
    if subjects is not None:
        frame = frame[frame["subject"].isin(subjects)]
    frame = frame.drop_duplicates(["subject", "quantity"])
    wide = frame.pivot(index="subject", columns="quantity", values="value").reset_index().rename_axis(columns=None)
    sources = frame.groupby("subject")["source"].agg(join)
    return wide.assign(chip=wide["subject"].map(naming.name_of), source=wide["subject"].map(sources))


def rivals(quantity: str, subjects: list[str]) -> pd.DataFrame:
    """Return every specification row of a quantity for some chips, rivals included, with the chip's name.

    >>> sorted(set(rivals("memory_bandwidth", ["huawei-ascend-910c"])["preferred"]))
    ['no', 'yes']
    """
    frame = tables.load("specifications")
    frame = frame[(frame["quantity"] == quantity) & frame["subject"].isin(subjects)]
    return named(frame.assign(preferred_reason=[wording.plain(text, {}) for text in frame["preferred_reason"]]))


def short_name(chip: str) -> str:
    """Return the name of a chip without its maker and its maker's line of products.

    >>> short_name("nvidia-h20"), short_name("huawei-ascend-910b"), short_name("thead-hanguang-800")
    ('H20', '910B', 'Hanguang 800')
    """
    name = naming.name_of(chip)
    for word in MAKERS:
        name = name.replace(word, "")
    return name


def rows(table: str, **wanted) -> pd.DataFrame:
    """Return the rows of a table whose columns hold one of the wanted values, with the subject's name.

    >>> rows("claims", id=["c-ft25-h20-shipments-2024"])["value"].tolist()
    [1000000.0]
    """
    frame = tables.load(table)
    for column, values in wanted.items():
        frame = frame[frame[column].isin([values] if isinstance(values, str) else values)]
    return named(frame)


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the English name of its subject (or chip) in the column `name`."""
    column = next((each for each in ("subject", "chip_id", "actor") if each in frame), None)
    return frame.reset_index(drop=True) if column is None else frame.assign(name=frame[column].map(naming.name_of)).reset_index(drop=True)


def entries(ids: dict[str, str]) -> pd.DataFrame:
    """Return one row for each id or shorthand: `label`, `id`, `kind`, `value`, `low`, `high`, `unit`, `period`, `source`.

    `ids` maps the id to the label that the drawing shows. Where a row has no interval, low and high are its value.

    >>> entries({"c-ft25-h20-shipments-2024": "FT"})[["label", "value", "low"]].values.tolist()
    [['FT', 1000000.0, 1000000.0]]
    """
    found = []
    for ref, label in ids.items():
        entry = registry.find(ref)
        low, high = entry.ends()
        found.append(
            {
                "label": label,
                "id": entry.id,
                "kind": entry.kind,
                "value": entry.value,
                "low": low,
                "high": high,
                "unit": entry.unit,
                "period": entry.period,
                "source": ";".join(entry.sources),
            }
        )
    return pd.DataFrame(found)


def printed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows of entries as a data file holds them: each number also as it is written, bound included, and ends only where it has an interval.

    >>> frame = printed(entries({"es-020": "SemiAnalysis"}))
    >>> frame["text"].tolist(), frame["low"].isna().tolist()
    (['more than 1 million chips'], [True])
    """
    plain = frame["low"].eq(frame["value"]) & frame["high"].eq(frame["value"])
    text = [registry.find(id).written().replace("\N{NO-BREAK SPACE}", " ") for id in frame["id"]]
    return frame.assign(text=text, low=frame["low"].mask(plain), high=frame["high"].mask(plain))


def join(ids: pd.Series) -> str:
    """Return source ids as one cell, each once, sorted.

    >>> join(pd.Series(["s-b", "s-a;s-b"]))
    's-a;s-b'
    """
    return ";".join(sorted({part for cell in ids for part in tables.split(cell)}))


def day(dates: pd.Series) -> pd.Series:
    """Return dates known to the day, month or year as days; the first day stands for a month or a year.

    >>> day(pd.Series(["2022-10", "2023-10-17"])).dt.strftime("%Y-%m-%d").tolist()
    ['2022-10-01', '2023-10-17']
    """
    return pd.to_datetime(dates, format="ISO8601")
