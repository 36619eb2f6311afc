"""Rules about single cells: text is plain, dates and periods exist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from detour import tables
from detour.checks import wording
from detour.faults import Fault
from detour.rules.base import Tables, fault, texts

#: The start of a text that a spreadsheet would take for a formula; numbers may start with a sign.
FORMULA = re.compile(r"^[=@\t\r＝＋－＠]|^[+-](?!\d[^|!(=@]*$)")
_LAWS = (
    (re.compile(r"</?[a-z!?]|(?:java|vb)script:|data:text/|&[a-z]{2,}\d*;|&#|\{[{%#]|`", re.IGNORECASE), "markup; allowed: plain text"),
    (FORMULA, "a spreadsheet would run this as a formula; allowed: text that starts with another character"),
    (
        re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\U000e0000-\U000e007f]"),
        "a control, invisible or lost character; allowed: visible text",
    ),
    (re.compile(r"^\s|\s$"), "space at the start or end; allowed: none"),
)
_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
_PART = re.compile(r"(?:FY)?(\d{4}(?:-\d{2})?(?:-\d{2})?)(?:([HQ])(\d))?")


def text_is_plain(frames: Tables, data: Path) -> Iterator[Fault]:
    """Cells hold text, not markup, formulas, control characters, stray space or decomposed letters."""
    for name, frame in frames.items():
        for column in texts(frame):
            for index, cell in enumerate(frame[column].tolist()):
                for message in _flaws(wording.words(cell) if name in ("findings", "outcomes") or column == "preferred_reason" else cell):
                    yield fault(data, name, index, column, message)


def _flaws(cell: str) -> Iterator[str]:
    for pattern, message in _LAWS:
        found = pattern.search(cell)
        if found:
            yield f"{cell[found.start() : found.start() + 20]!r}: {message}"
    if not unicodedata.is_normalized("NFC", cell):
        yield "letters in pieces (as some systems save Korean); allowed: composed letters (Unicode NFC)"


def exists(day: str) -> bool:
    """Return whether a date as exactly as known is in the calendar.

    >>> exists("2024-02-29"), exists("2023-02-29"), exists("2024-13"), exists("2024")
    (True, False, False, True)
    """
    try:
        date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        return False
    return day.isascii()


def start(period: str) -> str:
    """Return the first month or day of one period, as text that sorts by time.

    >>> start("2024Q3"), start("FY2024H1"), start("2024-05"), start("2024")
    ('2024-07', '2024-01', '2024-05', '2024')
    """
    day, part, number = _PART.fullmatch(period).groups()
    return f"{day}-{1 + (int(number) - 1) * (3 if part == 'Q' else 6):02}" if part else day


def dates_exist(frames: Tables, data: Path) -> Iterator[Fault]:
    """A date is in the calendar, as exactly as it is known."""
    for name, frame in frames.items():
        columns = [field["name"] for field in tables.fields(name, data) if field.get("constraints", {}).get("pattern") == _DATE]
        for column in columns:
            for index, cell in frame[column].items():
                if cell and not exists(cell):
                    yield fault(data, name, index, column, f"{cell!r} is not a date; allowed: YYYY, YYYY-MM or YYYY-MM-DD")


def periods_exist(frames: Tables, data: Path) -> Iterator[Fault]:
    """A period is in the calendar, and does not end before it starts."""
    for name in ("claims", "estimates", "series"):
        for index, cell in frames[name]["period"].items():
            starts = [start(part) for part in cell.split("/") if part]
            if not all(map(exists, starts)):
                yield fault(data, name, index, "period", f"{cell!r} is not in the calendar; allowed: months 01 to 12 and days of that month")
            elif _backwards(*starts, *starts[-1:]):
                yield fault(data, name, index, "period", f"{cell!r} ends before it starts; allowed: the earlier date first")
    for index, row in frames["thresholds"].iterrows():
        if _backwards(row["in_force"], row["until"]):
            yield fault(data, "thresholds", index, "until", f"{row['until']!r} is before {row['in_force']!r}; allowed: a date after in_force, or none")


def _backwards(first: str = "", second: str = "", *_) -> bool:
    shared = min(len(first), len(second))
    return second[:shared] < first[:shared]


def precision_fits_date(frames: Tables, data: Path) -> Iterator[Fault]:
    """An event known to the day has a full date, one known to the month has none."""
    length = {"day": 10, "month": 7}
    for index, row in frames["events"].iterrows():
        wanted = length.get(row["precision"], len(row["date"]))
        if len(row["date"]) != wanted:
            message = f"{row['precision']!r} beside the date {row['date']!r}; allowed: day with YYYY-MM-DD, month with YYYY-MM"
            yield fault(data, "events", index, "precision", message)


RULES = (text_is_plain, dates_exist, periods_exist, precision_fits_date)
