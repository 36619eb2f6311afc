"""Laws of the roles: prose names a number, the page shows it with its unit and links it to its row."""

from __future__ import annotations

import pytest
from conftest_of_books import copy_of
