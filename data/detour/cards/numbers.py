"""Cards of numbers: claims, rows of evidence, assumptions, computed results."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from detour import bylines, naming, quantity, registry, tables
from detour.cards import came, roots
from detour.cards.parts import Card, Line, Part, document, documents, entity, entries, line, lines, link, plain, sentence, sources
from detour.checks import grades, outcome, rivals
from detour.results import engine
from detour.results.forms import in_short

#: How many rivals and findings of the audit a card shows, and inputs of a result that has more than `ALL`; the register shows all.
MOST = {"rivals": 2, "findings": 2, "inputs": 5}
ALL = 8


@lru_cache(maxsize=1)
def _claims() -> dict[str, dict]:
    return tables.load("claims").set_index("id", drop=False).to_dict("index")


@lru_cache(maxsize=1)
def _evidence() -> dict[str, dict]:
    return {row[column]: row | {"table": table} for table, column in registry.EVIDENCE.items() for row in tables.records(table)}


@lru_cache(maxsize=4)
def _by_claim(table: str, column: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in outcome.rows() if table == "outcomes" else tables.records(table):
        for id in tables.split(row[column]):
            found.setdefault(id, []).append(row)
    return found


def claim(id: str, title: str) -> Card:
    """Return the card of a claim: who said it, where it was read, how good that is, what became of it."""
    row, entry = _claims()[id], registry.find(id)
    shown = "" if entry.text and row["kind"] != "date" else entry.written()
    source = sources()[row["source"]]
    outcomes = _by_claim("outcomes", "claim").get(id, [])  # says what the reason for the grade's digit says, and more
    reason = "" if outcomes else f": {sentence(source['grade_reason'])} {plain(sentence(row['information_reason']))}"
    rank = "" if row["rank"] == "normal" else row["rank"]
    return Card(
        id,
        "claim",
        tuple(filter(None, (row["kind"], row["status"], rank))),
        shown,
        Part(title),
        lines(
            line("Interval", interval(entry)),
            line("Period", "" if entry.text else registry.written_date(row["period"])),
            line("Printed", Part(row["printed"], lang=source["language"])),
            line("Said by", *([entity(row["speaker"]), role(row["speaker"], row["speaker_role"])] if row["speaker"] else ["the article itself"])),
            roots.chain(id),
            line("Read in", *document(row["source"]), source=True),
            line("Grade", f"{source['grade']}{row['information']}, {_meaning(row['information'])}", reason),
            roots.roots(id),
            line(row["rank"].capitalize(), plain(row["rank_reason"])),
            _rivals(id),
            *(each for row in outcomes for each in (_outcome(row), came.written(row))),
            _findings(id),
        ),
    )


def role(speaker: str, said: str) -> str:
    """Return a speaker's role as it stands behind the name, without what the name says already.

    >>> role("dylan-patel", "chief analyst of SemiAnalysis"), role("analysts", "unnamed analysts"), role("huawei", "")
    (', chief analyst of SemiAnalysis', ', unnamed', '')
    """
    named = set(re.findall(r"\w+", naming.name_of(speaker).lower()))
    more = set(re.findall(r"\w+", said.lower())) - named - {"company", "of"}
    return "" if not more else ", unnamed" if more == {"unnamed"} else f", {said}"


@lru_cache(maxsize=8)
def _meaning(digit: str) -> str:
    return grades.words("claims", "information")[digit].partition(":")[0]


def _outcome(row: dict) -> Line | None:
    when = registry.written_date(row["as_of"])
    return line("Outcome", Part(row["outcome"], strong=True), f" as of {when}: {plain(sentence(row['what_happened']))}")


def _findings(id: str) -> Line | None:
    found = [[Part(row["verdict"], strong=True), Part(": "), link(row["id"], row["title"])] for row in _by_claim("findings", "claims").get(id, [])]
    return line("Audit", *_few(found, MOST["findings"], lambda rest: Part(f"and {rest} more")))


def _few(found: list[list[Part]], most: int, more: Callable[[int], Part]) -> list[Part]:
    """Return the first few entries, the last of them with how many more there are."""
    rest = len(found) - most
    return entries(found if rest <= 0 else [*found[: most - 1], [*found[most - 1], Part("; "), more(rest)]])


def _rivals(id: str) -> Line | None:
    """Return the line of what others say of the same thing; nothing where no row, or only one of its own table, could."""
    own = rivals.row(id)
    if own is None:
        return None
    found = rivals.of(id)
    shown = _few([_rival(row, own) for row in found], MOST["rivals"], lambda rest: link(found[-rest].id, f"and {rest} more"))
    return line("Rivals", *shown) if shown else line("Rivals", "none found" if own.table in rivals.SENSES else "")


def _rival(row: rivals.Row, own: rivals.Row) -> list[Part]:
    notes = [bylines.source_names()[row.source], "" if row.table == "claims" or row.sense == own.sense else row.sense]
    notes += [f"counted in {row.unit}" if row.unit != own.unit and quantity.is_count(row.unit) and quantity.is_count(own.unit) else ""]
    notes += ["claim" if row.table == "claims" else "", "preferred" if row.chosen else ""]
    return [link(row.id, registry.find(row.id).written()), Part(f" {', '.join(filter(None, notes))}")]


def evidence(id: str, title: str) -> Card:
    """Return the card of a row of evidence: what it rests on, and what stands beside it."""
    row, entry = _evidence()[id], registry.find(id)
    grade = sources()[row["source"]]["grade"]
    basis = row.get("basis") or (row["category"].replace("_", " ") if row["table"] == "events" else row["table"].rstrip("s"))
    return Card(
        id,
        "evidence",
        (basis,),
        entry.written(),
        Part(title),
        lines(
            line("Interval", interval(entry)),
            line("Period", registry.written_date(row.get("period", ""))),
            line("Applies", " until ".join(registry.written_date(row[end]) for end in ("in_force", "until") if row.get(end))),
            line("As of", registry.written_date(row.get("as_of", ""))),
            line(*said_by(row)),
            line("Conditions", row.get("condition", "") or _conditions(row)),
            line("Source", *document(row["source"]), f", grade {grade}", source=True),
            roots.chain(id),
            roots.roots(id),
            _choice(id, row),
            _rivals(id),
        ),
    )


#: How what a row rests on is said of who said it; of everything else, that it was stated.
_SAID = {"estimated": "Estimated by", "projected": "Projected by", "reported": "Reported by"}


def said_by(row: dict) -> tuple[str, str]:
    """Return who said the number of a row of evidence, behind how it was said; nobody where the row names none.

    >>> said_by({"basis": "reported", "estimator": "company"}), said_by({"basis": "projected", "estimator": "company via SCMP"})
    (('Reported by', 'the company itself'), ('Projected by', 'the company via SCMP'))
    """
    who = row.get("estimator") or ""
    who = "the company itself" if who == "company" else re.sub("^company ", "the company ", who)
    return _SAID.get(row.get("basis", ""), "Stated by"), who


def _conditions(row: dict) -> str:
    """Return under which conditions a run was measured."""
    if row["table"] != "measurements":
        return ""
    sizes = {"input_len": "in", "output_len": "out", "batch": "batch"}
    words = [row["workload"], row["precision"], *(f"{sizes[name]} {_size(row[name])}" for name in sizes if _size(row[name]))]
    return ", ".join(word for word in words if word)


def _size(cell) -> str:
    if isinstance(cell, str):
        return cell
    return "" if pd.isna(cell) else quantity.number(float(cell))


def _choice(id: str, row: dict) -> Line | None:
    """Return whether a row was chosen among rivals of its own definition, and why."""
    own = rivals.row(id)
    if own is None:
        return None
    if own.chosen:
        return line("Preferred", plain(own.reason))
    chosen = [each for each in rivals.of(id) if each.chosen and each.table == own.table]
    if row.get("preferred") != "no":
        return None
    if own.reason or not chosen:
        return line("Not preferred", plain(own.reason))
    why = f", because: {plain(chosen[0].reason)}" if chosen[0].reason else ""
    return line("Another row is preferred", link(chosen[0].id, registry.find(chosen[0].id).written()), why)


def assumption(id: str, title: str) -> Card:
    """Return the card of an assumption: why this, and what would change it."""
    row = tables.load("assumptions").set_index("id").loc[id]
    entry = registry.find(id)
    leans = tables.split(row["informed_by"])
    return Card(
        id,
        "assumption",
        ("chosen by us",),
        entry.written(),
        Part(title),
        lines(
            line("Low to high", interval(entry)),
            line("Why", plain(sentence(row["reason"])), source=True),
            line("Leans on", *([link(leans[0], registry.find(leans[0]).written()), f" and {len(leans) - 1} more" if leans[1:] else ""] if leans else [])),
            line("Would change it", sentence(row["would_change"])),
        ),
    )


def result(id: str, title: str) -> Card:
    """Return the card of a computed number: its relation, and its inputs with their values; of very many, first those that make its interval."""
    entry, definition = engine.entry(id), engine.definitions()[id]
    inputs = {symbol: registry.find(ref) for symbol, ref in definition.inputs.items()}
    shown = engine.widest(definition.function, inputs, engine.counted(definition, inputs), MOST["inputs"]) if len(inputs) > ALL else list(inputs)
    return Card(
        id,
        "result",
        ("computed by us",),
        entry.written(),
        Part(title),
        lines(
            line("Interval", interval(entry)),
            line("Relation", Part(in_short(definition.relation) if len(shown) < len(inputs) else definition.relation, tex=True)),
            *(Line(Part(symbol, tex=True), (link(inputs[symbol].id, inputs[symbol].written()), Part(f" {inputs[symbol].label}"))) for symbol in shown),
            line("Inputs", f"{len(inputs)}; those that make its interval come first" if len(shown) < len(inputs) else ""),
            line("Counted over", ", ".join(definition.reads), source=True),
            line("Rests on", documents(entry.sources) or ("our assumptions" if inputs else ""), source=True),
        ),
    )


def interval(entry: registry.Entry) -> str:
    """Return the interval of a number beside its value, as prose writes it; nothing where the number is its own interval.

    >>> interval(registry.find("es-018")).replace(chr(160), " ")
    '737,400–1,247,000 chips'
    """
    if entry.text or math.isnan(entry.value):
        return ""
    low, high = entry.ends()
    return quantity.write(low=low, high=high, unit=entry.unit, digits=entry.digits or 4) if low < high else ""
