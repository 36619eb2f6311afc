"""A chapter with other assumptions: `detour rerun`, and what the first cell of its notebook calls.

Nothing of the package that reads tables may be imported here: a notebook imports this first, and says which tables the rest is to read.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path


def assume(assumptions: Mapping[str, float]) -> None:
    """Put assumptions in force in a notebook, by id: all that it imports of the package afterwards reads tables that hold them.

    Raises RuntimeError where the process has read the published tables already, and `Unusable` for a name or a value that is not allowed.

    >>> from detour import tables
    >>> assume({"a-cost-years": 5.0})
    Traceback (most recent call last):
    RuntimeError: the published tables are in use already; restart the kernel and run the notebook from its first cell
    """
    if "detour.tables" in sys.modules:
        raise RuntimeError("the published tables are in use already; restart the kernel and run the notebook from its first cell")
    folder = tempfile.mkdtemp(prefix="detour-rerun-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    other = Path(folder) / "data"
    os.environ["DETOUR_DATA"] = str(other)  # tables.OTHER, which must be set before it can be imported
    from detour.rerun import assumed

    assumed.write(assumed.changes({name: str(value) for name, value in assumptions.items()}), other)
