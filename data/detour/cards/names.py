"""Cards of names: sources, entities and terms with their Korean and Chinese forms, quantities, findings of the audit."""

from __future__ import annotations

from functools import lru_cache

from detour import naming, quantity, registry, tables
from detour.cards.parts import Card, Part, address, document, documents, entity, line, lines, link, listed, plain, sentence, sources
from detour.checks import findings
from detour.naming import written_date
from detour.sentences import split_sentences


@lru_cache(maxsize=4)
def _rows(table: str) -> dict[str, dict]:
    return tables.load(table).set_index("id").to_dict("index")


def source(id: str, title: str) -> Card:
    """Return the card of a source: what it is, whose, when, and how good."""
    row = sources()[id]
    where = address(row)
    return Card(
        id,
        "source",
        (row["kind"], f"grade {row['grade']}"),
        "",
        Part(title, lang=row["language"]),
        lines(
            line("Publisher", row["publisher"], Part(", ") if where else "", where, source=True),
            line("Date", written_date(row["published"])),
            line("Grade", sentence(f"{row['grade']}: {plain(row['grade_reason'])}")),
        ),
    )


def forms(row: dict) -> tuple[Part, ...]:
    """Return the Korean and Chinese forms of a name or a term."""
    return tuple(Part(row[f"name_{lang}"], lang=lang) for lang in ("ko", "zh") if row[f"name_{lang}"])


def name(id: str, title: str) -> Card:
    """Return the card of an entity."""
    row = _rows("entities")[id]
    return Card(
        id,
        "entity",
        (row["kind"].replace("_", " "),),
        "",
        Part(title),
        lines(
            line("What", sentence(row["note"])),
            line("Belongs to", entity(row["parent"])),
            line("Also", ", ".join(tables.split(row["aliases"]))),
        ),
        forms(row),
    )


def measure(id: str, title: str) -> Card:
    """Return the card of a quantity: what is measured, and in which unit."""
    row = _rows("quantities")[id]
    units = [quantity.unit_label(unit) or unit for unit in (row["unit"], *tables.split(row["also"])) if unit]
    return Card(id, "quantity", ("quantity",), "", Part(title), lines(line("Meaning", sentence(row["definition"])), line("Unit", ", ".join(units))))


def term(id: str, title: str) -> Card:
    """Return the card of a term: what the word means here, and where that is taken from."""
    row = _rows("terms")[id]
    return Card(
        id,
        "term",
        (row["area"],),
        "",
        Part(title),
        lines(
            line("Meaning", row["definition"]),
            line("Also", ", ".join(tables.split(row["aliases"]))),
            line("Quantity", link(row["quantity"], naming.quantity_names()[row["quantity"]]) if row["quantity"] else None),
            line("See also", *listed(link(each, registry.named(each)[1]) for each in tables.split(row["see_also"]))),
            line("Source", *document(row["source"]), source=True) if row["source"] else None,
        ),
        forms(row),
    )


def finding(id: str, title: str) -> Card:
    """Return the card of a finding: the verdict, and the first sentence of why."""
    row = next(row for row in findings.rows() if row["id"] == id)
    return Card(
        id,
        "finding",
        (row["kind"], row["verdict"]),
        "",
        Part(title),
        lines(
            line("Verdict", Part(row["verdict"], strong=True)),
            line("Why", plain(split_sentences(row["explanation"])[0])),
            line("Rests on", documents(tables.split(row["sources"])), source=True),
        ),
    )
