"""Who a name in the tables means: the house behind a speaker, an estimator, a page.

A party is the id of an entity, or the words of the tables where the name is no entity.
Whoever speaks for a company or a house of analysts is that company or house, because
two of its people are not two witnesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from functools import cached_property, lru_cache

import pandas as pd

from detour import tables
from detour.checks.grades import standing
from detour.tables import Data

#: Entities that can stand behind a number.
_HOUSES = ("company", "analyst_firm", "outlet", "agency", "university")
#: Documents whose publisher may name the house with further words ("Nvidia developer blog").
_OWN = ("vendor", "filing", "paper", "dataset", "analyst", "regulator")
#: Estimators who are nobody in particular: the page is asked instead.
_NOBODY = re.compile(r"^(?:press|analysts|experts|industry|sources|compilation|authors|broker note|s-[a-z0-9-]+ only)", re.IGNORECASE)
#: How publisher and title of a page say whose report it copies.
_SAID = (
    re.compile(r"\((?:copy of|after|from) (?:the |an? )?([A-Z][^()]*?)\)"),
    re.compile(r"\((?:[\w ]+, )?citing ([A-Z][^()]*?)\)"),
    re.compile(r"[(\[,]\s*([A-Z][^()\[\],]*?)(?:-based| copy| syndication)(?=[)\],])"),
    re.compile(r"\bafter (?:the )?([A-Z]\w*(?: [A-Z]\w*)*)[\])]"),
)
#: How the reason for a grade says it.
_RELAYS = re.compile(r"(?:relay(?:s|ing)?|carrying|names|text of|copy of|relay of)(?: an?| the)? ([A-Z][A-Za-z']+(?: [A-Z][a-z]+)*)")
#: What an entity is that the table does not have.
_UNKNOWN = {"kind": "", "parent": ""}
#: Names for no one outlet.
_VAGUE = {"press", "pdf", "english", "chinese"}


def _plain(name: str) -> str:
    return re.sub(r"^the ", "", name.strip().casefold())


def spoken(estimator: str) -> str:
    """Return the name of who made an estimate, without through whom it came, and nothing for nobody in particular.

    >>> spoken("IDC via Reuters"), spoken("Epoch AI (sum of quarterly medians)"), spoken("press tests"), spoken("company via SCMP")
    ('IDC', 'Epoch AI', '', 'company')
    """
    if _NOBODY.match(estimator):
        return ""
    return re.split(r" via |, | \(", re.sub(r"^derived from ", "", estimator))[0].strip()


class Parties:
    """Names of entities, and the documents, as two tables give them."""

    def __init__(self, entities: pd.DataFrame, sources: pd.DataFrame):
        """Take the tables of entities and sources."""
        self.entities = entities.set_index("id").to_dict("index")
        self.sources = sources.set_index("id").to_dict("index")

    def among(self, sources: pd.DataFrame) -> Parties:
        """Return the same names with the documents of another table of sources."""
        other = copy(self)
        other.sources = sources.set_index("id").to_dict("index")
        return other

    @cached_property
    def _names(self) -> dict[str, str]:
        found = {}
        for id, row in self.entities.items():
            if row["kind"] in (*_HOUSES, "person", "group"):
                for name in (row["name_en"], *tables.split(row["aliases"])):
                    found.setdefault(_plain(name), id)
        return found

    @cached_property
    def _prefix(self) -> re.Pattern:
        names = sorted((re.escape(name) for name in self._names), key=len, reverse=True)
        return re.compile(rf"(?:{'|'.join(names) or '(?!)'})(?!\w)")

    def house(self, entity: str) -> str:
        """Return the house that an entity speaks for: the employer of a person, the owner of a group, the maker of a chip."""
        row = self.entities.get(entity, {"kind": "", "parent": ""})
        parent = self.entities.get(row["parent"], {"kind": ""})
        speaks_for = parent["kind"] in _HOUSES if row["kind"] not in ("person", *_HOUSES) else row["kind"] == "person" and parent["kind"] in _HOUSES[:2]
        return self.house(row["parent"]) if speaks_for else entity

    def owners(self, party: str) -> tuple[str, ...]:
        """Return the companies that a company belongs to, the nearest first: firms of one owner are not two witnesses."""
        found: list[str] = []
        while (row := self.entities.get(party, _UNKNOWN))["kind"] == "company":
            party = row["parent"]
            if self.entities.get(party, _UNKNOWN)["kind"] != "company" or party in found:  # a circle is another rule's fault
                break
            found.append(party)
        return tuple(found)

    def named(self, name: str, starts: bool = False) -> str:
        """Return the party of a name in words; with `starts`, of the longest known name that the words start with."""
        plain = _plain(name.partition(" (")[0])
        match = self._prefix.match(plain) if starts else None
        known = self._names.get(plain) or (self._names[match[0]] if match else "")
        return self.house(known) if known else name.partition(" (")[0].strip()

    def document(self, id: str) -> str:
        """Return the party behind a document: whose report it says that it copies, else its publisher."""
        return self.documents(id)[0]

    def documents(self, id: str) -> tuple[str, ...]:
        """Return all parties whose report a document says that it copies, else its publisher alone."""
        row = self.sources[id]
        told = [*self._copied(row)] or [self._author(row)]
        return tuple(dict.fromkeys(self.named(each, starts=True) for each in told if each)) or (self._publisher(id, row),)

    def _publisher(self, id: str, row: dict) -> str:
        if row["kind"] == "seed" or row["publisher"].startswith(("unnamed", "public repository", "Public GitHub", "not stated")):
            return id
        if row["kind"] == "filing" or row["publisher"].startswith("press"):
            return self.named(row["title"].strip("["), starts=True)
        if row["publisher"] == "GitHub":
            return row["author"] or id
        return self.named(re.split(r" via |, (?!.*&)", row["publisher"])[0], starts=row["kind"] in _OWN)

    def _author(self, row: dict) -> str:
        """Return an author who is a house: an entity, or named again in title or publisher, as a person who writes is not."""
        author = spoken(row["author"])
        again = author and row["kind"] in ("press", "analyst", "dataset") and author.split()[0] in f"{row['publisher']} {row['title']}"
        return author if author and (again or _plain(author) in self._names) else ""

    def _copied(self, row: dict) -> Iterable[str]:
        if row["kind"] in ("seed", "relayed"):
            return
        said = [match[1] for text in (row["publisher"], row["title"]) for pattern in _SAID for match in [pattern.search(text)] if match]
        said += [match[1] for match in _RELAYS.finditer(row["grade_reason"]) if row["kind"] in ("press", "repository")]
        yield from (name for each in said if _plain(each) not in _VAGUE for name in re.split(r" and | via .*|, ", each) if name)

    def speaker(self, claim: dict) -> str:
        """Return who first said a claim: the house of the speaker, else the first outlet, else the article.

        A speaker without a name is known through the first outlet alone, and so is that outlet.
        """
        first = next(iter(tables.split(claim["outlets"])), "")
        outlet = claim["source"] if first in ("", "unnamed-korean-outlet") else first
        kind = self.entities.get(claim["speaker"], {"kind": ""})["kind"]
        house = self.house(claim["speaker"])
        return outlet if not claim["speaker"] or kind == "group" and house == claim["speaker"] else house

    def weak(self, id: str) -> bool:
        """Return whether a document shows no evidence of its own, by its standing."""
        known = standing(self.sources[id]["grade_reason"])
        return known is not None and not known.own


def parties(data: Data = tables.DATA) -> Parties:
    """Return the parties that some tables name."""
    return _parties(tables.beneath(("entities", "sources"), data))


@lru_cache(maxsize=4)
def _parties(data: Data) -> Parties:
    named, sources = tables.home("entities", data), tables.load("sources", data)
    return Parties(tables.load("entities", data), sources) if named is data else _parties(named).among(sources)
