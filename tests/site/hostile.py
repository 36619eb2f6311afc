"""Tables full of hostile text: what someone would put into a cell to run, break or mislead a page that trusted it."""

from __future__ import annotations

import csv
from pathlib import Path

from detour import tables

MARK = "QZX"
#: Kinds of hostile text; each carries the mark, so that a test can find where it went.
TEXTS = {
    "script": f"<script>window.pwned='{MARK}'</script>",
    "end of a data block": f"</script><script>window.pwned='{MARK}'</script><!--",
    "attribute": f'"\'> <img src=x onerror="window.pwned=\'{MARK}\'"> <a href="javascript:window.pwned=\'{MARK}\'">{MARK}</a> " onmouseover="window.pwned=1',
    "template": f"{{{{ 7 * 7 }}}} {{% raw %}} ${{{MARK}}} {{claim}}`{MARK}`",
    "markdown": f"[{MARK}](javascript:window.pwned=1) ![{MARK}](x) `{MARK}` <{MARK}> &lt;{MARK}&gt; &#60;",
    "drawing": f"<svg onload=\"window.pwned='{MARK}'\"><style>*{{display:none}}</style></svg> ]]> <math><mtext>{MARK}",
    "right to left": f"\u202e{MARK} \u2066{MARK}\u2069",
    "formula": f'=HYPERLINK("https://{MARK}.example","{MARK}")',
    "length": MARK + "w" * 10_000,
}

#: Fields that the package reads as words of its own: units, lists of ids, and what selects a row. The rules bind them.
BOUND = {
    "factor",
    "measured",
    "statements",
    "result",
    "unit",
    "replaced_by",
    "outlets",
    "claims",
    "evidence",
    "sources",
    "informed_by",
    "also",
    "metric",
    "qualifier",
    "precision",
    "model",
    "system",
    "period",
    "source_file",
    "text",
    "scope",
    "workload",
    "output_len",
    "attested",
    "see_also",
}

#: Entities whose English names no exhibit selects by.
NAMED = {"outlet", "person", "university", "place"}


def text_fields(resource: dict) -> list[str]:
    """Return the free text fields of a table: strings that no key, vocabulary or pattern binds."""
    schema = resource["schema"]
    bound = set(_names(schema.get("primaryKey", [])))
    for key in schema.get("foreignKeys", []):
        bound |= set(_names(key["fields"]))
    return [
        field["name"]
        for field in schema["fields"]
        if field["type"] == "string" and field["name"] not in bound and not {"enum", "pattern"} & set(field.get("constraints", {}))
    ]


def _names(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def poison(data: Path) -> dict[str, int]:
    """Put hostile text into every free text field of every table of a folder; return how many cells of each table.

    Each field gets each kind of text, in rows spread over the table; text that
    Korean or Chinese readers see, and lists of ids, stay what they are.
    """
    counts = {}
    for name, resource in tables.resources(data).items():
        path = data / resource["path"]
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, header = list(reader), reader.fieldnames
        fields = [field for field in text_fields(resource) if field not in BOUND]
        counts[name] = 0
        for offset, field in enumerate(fields):
            filled = [row for row in rows if row[field] and (name != "entities" or field != "name_en" or row["kind"] in NAMED)]
            for number, text in enumerate(TEXTS.values() if filled else ()):
                filled[(offset + number * max(1, len(filled) // len(TEXTS))) % len(filled)][field] = text
                counts[name] += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return counts
