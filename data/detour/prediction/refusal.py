"""Why a row cannot be predicted."""

from __future__ import annotations


class Unpredictable(ValueError):
    """A row that names something unknown, or lacks what its metric needs; the message is one line for its reader."""
