"""Exhibits of the page on method about training: how far runs are missed by chip, scale and kind of model, and what each mechanism of the model buys."""

from __future__ import annotations

import numpy as np
import pandas as pd

from detour import naming
from detour.exhibits.base import Exhibit
from detour.exhibits.method_predictions import bars
from detour.prediction import training_mechanisms, training_study
from detour.prediction.errors import Misses
from detour.quantity import number

#: What rows are told apart by, as the table has it.
BY = {"chip": "chip", "scale": "chips in the run", "model": "kind of model"}


def parts() -> pd.DataFrame:
    """Return the median error of each part of each set, the error of nine in ten behind it, and of how many rows."""
    found = {}
    for by, head in BY.items():
        for name, words in training_study.SETS.items():
            for part, some in training_study.parts(training_study.ours(name), [by]).items():
                found.setdefault((head, naming.name_of(part) if by == "chip" else part), {})[words] = told(some)
    table = pd.DataFrame.from_dict(found, orient="index").fillna("–")[list(training_study.SETS.values())]
    table.index = pd.MultiIndex.from_tuples(table.index, names=["by", "part"])
    return table


def told(some: Misses) -> str:
    """Return the errors of some rows as a cell has them.

    >>> told(Misses((None, None), np.log([1.1, 0.8])))
    '15% (19%) of 2'
    """
    median, ninth = (f"{number(100 * float(np.quantile(some.shares, share)), 2)}%" for share in (0.5, 0.9))
    return f"{median} ({ninth}) of {len(some.pairs)}"


def losses() -> pd.DataFrame:
    """Return the errors on rows whose source was left out: of the model, without each mechanism, and of one MFU for all."""
    found = training_study.without()
    rows = [("The whole model", "", found["all"])]
    rows += [(f"Without: {each.name}", each.without, found[each.id]) for each in training_mechanisms.MECHANISMS]
    rows.append(("One MFU for every run", "", training_study.of_constant("source")))
    source = ";".join(sorted({row["source"] for row, _ in found["all"].pairs}))
    errors = [[100 * float(np.quantile(some.shares, share)) for share in (0.5, 0.9)] for _, _, some in rows]
    frame = pd.DataFrame(errors, columns=["median_error_percent", "ninth_error_percent"])
    frame = frame.assign(label=[label for label, _, _ in rows], instead=[instead for _, instead, _ in rows], source=source)
    return frame.sort_values("ninth_error_percent", kind="stable").reset_index(drop=True)


def bought() -> Exhibit:
    """Show the error that nine in ten stay below without each mechanism."""
    frame = losses()
    ninth, median = (frame.set_index("label")[f"{name}_error_percent"] for name in ("ninth", "median"))
    base, own = ninth["The whole model"], ninth[ninth.index.str.startswith("Without")]
    most = own.idxmax()
    name = most.removeprefix("Without: ")
    idle = int((own < base + 1).sum())
    below = int((median[own.index] < median["The whole model"]).sum())
    return Exhibit(
        label="fig-method-train-mechanisms",
        title=f"Most is bought by {name[0].lower()}{name[1:]}: without, the error that nine in ten runs stay below is {number(own[most], 2)}% and not "
        f"{number(base, 2)}%; {idle} of {len(own)} mechanisms buy less than a point of it",
        caption="Absolute error that nine in ten runs stay below, on rows whose source the fit did not see: with all mechanisms, with one taken out and the rest "
        f"fitted again, and of one fitted MFU for every run. Of {len(own)} mechanisms taken out, {below} leave the median error lower than the "
        f"{number(median['The whole model'], 2)}% of the whole model: a mechanism shows in the runs that need it. The line is the whole model.",
        alt=f"Bars of the error that nine in ten runs stay below, from {number(ninth.min(), 3)}% to {number(ninth.max(), 3)}%: "
        + ", ".join(f"{label} {number(error, 2)}%" for label, error in ninth.items())
        + ".",
        draw=lambda width: bars(frame.assign(error=frame["ninth_error_percent"]), base, width, "Nine in ten below, %"),
        frame=frame,
    )
