"""A fault in a table, and the line that tells an analyst how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in one place: file, row (the file's line for one-line rows), column, message."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        """Return `file:row:column: what is wrong and what is allowed`.

        >>> print(Fault("claims.csv", 7, "unit", "unknown unit 'parsecs'; allowed: units in detour/units.txt"))
        claims.csv:7:unit: unknown unit 'parsecs'; allowed: units in detour/units.txt
        """
        return f"{self.file}:{self.row}:{self.column}: {self.message}"
