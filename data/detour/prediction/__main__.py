"""`python -m detour.prediction`: fit again, and write what is found into `assumptions.csv`; says what moved."""

from __future__ import annotations

import csv
import io

from detour import tables
from detour.prediction import refit, training_refit
from detour.tables import DATA


def main() -> None:
    """Fit the calibration rows and put the result in place of what the assumptions hold."""
    path, found = tables.folder(DATA) / "assumptions.csv", refit.rows() | training_refit.rows()
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        fields, held = list(reader.fieldnames or ()), list(reader)
    for row in held:
        for column, value in found.get(row["id"], {}).items():
            if row[column] != value:
                print(f"{row['id']} {column}: {row[column]} -> {value}")
                row[column] = value
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(held)
    path.write_text(out.getvalue(), encoding="utf-8")


main()
