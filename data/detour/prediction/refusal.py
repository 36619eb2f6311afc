"""Why a row cannot be predicted."""

from __future__ import annotations


class Unpredictable(ValueError):
    """A row that names something unknown, or lacks what its metric needs; the message is one line for its reader, `column` where to mend it."""

    def __init__(self, message: str, column: str = "-"):
        """Keep the column beside the line."""
        super().__init__(message)
        self.column = column
