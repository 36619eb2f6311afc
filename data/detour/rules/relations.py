"""Rules across rows and files: what ids name, who is preferred, what derives from what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from detour import tables
from detour.faults import Fault
from detour.graph import cycle
from detour.rules.base import Tables, fault, key

#: A source's id as a word in a text.
SOURCE_ID = re.compile(r"(?<![\w-])s-[a-z0-9]+(?:-[a-z0-9]+)*")
EVIDENCE = ("specifications", "attributes", "estimates", "series", "events", "thresholds", "measurements")
#: Fields that hold several ids, and the tables that they may name.
LISTS = {
    ("claims", "outlets"): ("entities",),
    ("findings", "claims"): ("claims",),
    ("findings", "evidence"): (*EVIDENCE, "outcomes"),
    ("findings", "sources"): ("sources",),
    ("terms", "attested"): ("sources",),
    ("terms", "see_also"): ("terms",),
    ("assumptions", "informed_by"): (*EVIDENCE, "claims"),
    ("comparisons", "statements"): (*EVIDENCE, "claims", "sources"),
}
#: Groups in which exactly one row is preferred.
RIVALS = {
    "specifications": ["subject", "quantity", "unit", "as_of"],
    "attributes": ["subject", "quantity"],
    "estimates": ["subject", "scope", "quantity", "period", "unit"],
    "series": ["subject", "scope", "quantity", "period", "unit"],
}


def references_name_known_ids(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every id that points to a table, by the foreign keys of `datapackage.json`, is an id there."""
    for name, frame in frames.items():
        for foreign in tables.resource(name, data)["schema"]["foreignKeys"]:
            column, target = foreign["fields"][0], foreign["reference"]["resource"]
            known = {"", *frames[target][foreign["reference"]["fields"][0]]}
            for index in frame.index[~frame[column].isin(known)]:
                yield fault(data, name, index, column, f"{frame[column][index]!r} is not known; allowed: an id in {target}")


def lists_name_known_ids(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every id in a list of ids exists in one of the tables it may come from."""
    for (name, column), targets in LISTS.items():
        known = {value for target in targets for value in frames[target][key(target)]}
        for index, cell in frames[name][column].items():
            for part in tables.split(cell):
                if part not in known:
                    yield fault(data, name, index, column, f"{part!r} is not known; allowed: ids in {', '.join(targets)}")


def text_names_known_sources(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every source id that a text names in passing is a source of ours."""
    known = set(frames["sources"]["id"])
    for name, frame in frames.items():
        for column in _texts(frame):
            for index, cell in frame[column][frame[column].str.contains("s-", regex=False)].items():
                for named in set(SOURCE_ID.findall(cell)) - known:
                    yield fault(data, name, index, column, f"{named!r} is not known; allowed: an id in sources")


def _texts(frame: pd.DataFrame) -> list[str]:
    """Return the columns of free text, in which ids are words among others."""
    fixed = {"id", "source", "sources", "derived_from", "attested", "record_id", "url", "replaced_by"}
    return [column for column in frame if column not in fixed and pd.api.types.is_string_dtype(frame[column])]


def nothing_is_orphaned(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every source, entity and quantity is used by a row of another table, or is named in a text or as a parent."""
    for target in ("sources", "entities", "quantities"):
        used = _used(frames, data, target)
        for index, value in frames[target]["id"].items():
            if value not in used:
                yield fault(data, target, index, "id", f"no row uses {value!r}; allowed: only what is used")


def _used(frames: Tables, data: Path, target: str) -> set[str]:
    used = set()
    for name in frames:
        for foreign in tables.resource(name, data)["schema"]["foreignKeys"]:
            if foreign["reference"]["resource"] == target:
                used |= set(frames[name][foreign["fields"][0]])
    for (name, column), targets in LISTS.items():
        if target in targets:
            used |= {part for cell in frames[name][column] for part in tables.split(cell)}
    if target == "sources":
        used |= {named for frame in frames.values() for column in _texts(frame) for cell in frame[column] for named in SOURCE_ID.findall(cell)}
    if target == "entities":
        used |= _named(frames)
    return used


def _named(frames: Tables) -> set[str]:
    """Return the companies that a text names by the English name or a spelling of it: search finds the text by their other names."""
    whole = "\n".join(cell for name, frame in frames.items() if name != "entities" for column in _texts(frame) for cell in frame[column])
    companies = frames["entities"][frames["entities"]["kind"] == "company"]
    spellings = {row.id: [row.name_en, *tables.split(row.aliases)] for row in companies.itertuples()}
    return {id for id, forms in spellings.items() if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", whole) for form in forms)}


def one_row_is_preferred(frames: Tables, data: Path) -> Iterator[Fault]:
    """Among rivals exactly one row is preferred, with a reason; or none, and each row says why not."""
    for name, columns in RIVALS.items():
        frame = frames[name]
        for _, group in frame.groupby(columns, dropna=False):
            chosen = group.index[group["preferred"] == "yes"]
            if not len(chosen) and (group["preferred_reason"] != "").all():
                continue
            if len(chosen) != 1:
                message = f"{len(chosen)} rows of {len(group)} rivals are preferred; allowed: exactly one, or none with a reason in each row"
                yield fault(data, name, group.index[0], "preferred", message)
            elif len(group) > 1 and not frame.loc[chosen[0], "preferred_reason"]:
                yield fault(data, name, chosen[0], "preferred_reason", "empty beside rivals; allowed: the reason for the choice")


def ranks_have_reasons(frames: Tables, data: Path) -> Iterator[Fault]:
    """A claim that is preferred or deprecated says why."""
    claims = frames["claims"]
    for index in claims.index[(claims["rank"] != "normal") & (claims["rank_reason"] == "")]:
        yield fault(data, "claims", index, "rank_reason", "empty beside a rank other than normal; allowed: the reason")


def nothing_descends_from_itself(frames: Tables, data: Path) -> Iterator[Fault]:
    """No source derives from itself and no entity belongs to itself, directly or through others."""
    for name, origin in (("lineage", "derived_from"), ("entities", "parent")):
        frame = frames[name][frames[name][origin] != ""]
        loop = cycle(list(zip(frame[key(name)], frame[origin], strict=True)))
        if loop:
            index = frame.index[(frame[key(name)] == loop[0]) & (frame[origin] == loop[1])][0]
            yield fault(data, name, index, origin, f"circular: {' > '.join(loop)}; allowed: a chain that ends at an original")


def articles_have_lineage(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every article derives from something."""
    sources = frames["sources"]
    for index in sources.index[(sources["kind"] == "seed") & ~sources["id"].isin(frames["lineage"]["source"])]:
        yield fault(data, "sources", index, "id", "an article without lineage; allowed: at least one row in lineage.csv")


def ids_are_unique_everywhere(frames: Tables, data: Path) -> Iterator[Fault]:
    """An id names one row of one table, so that prose can name it alone."""
    seen: dict[str, str] = {}
    for name in ("sources", "entities", "quantities", "terms", "claims", "findings", "assumptions", *EVIDENCE):
        for index, value in frames[name][key(name)].items():
            if seen.setdefault(value, name) != name:
                yield fault(data, name, index, key(name), f"{value!r} is also an id in {seen[value]}; allowed: an id of its own")


def claims_come_from_articles(frames: Tables, data: Path) -> Iterator[Fault]:
    """A claim's source is one whose text can be held against its locator."""
    sources = frames["sources"].set_index("id")["source_file"]
    claims = frames["claims"]
    for index in claims.index[claims["source"].map(sources) == ""]:
        yield fault(data, "claims", index, "source", "a source without text; allowed: a source whose source_file is given")


RULES = (
    references_name_known_ids,
    lists_name_known_ids,
    text_names_known_sources,
    nothing_is_orphaned,
    one_row_is_preferred,
    ranks_have_reasons,
    nothing_descends_from_itself,
    articles_have_lineage,
    ids_are_unique_everywhere,
    claims_come_from_articles,
)
