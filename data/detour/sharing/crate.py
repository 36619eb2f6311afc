"""The site as an RO-Crate, made by ro-crate-py: pages, data and notebooks, whose they are, and what they rest on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import unquote

from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from detour import citation, tables

#: The version of RO-Crate that is written, whatever the library's default becomes.
VERSION = "1.3"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: Letters outside ASCII in an address; RO-Crate wants them as they are.
_ENCODED = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")
_KINDS = {"paper": "ScholarlyArticle", "press": "NewsArticle", "seed": "NewsArticle"}


@dataclass(frozen=True)
class File:
    """A file of the site: what a reader must know of it."""

    title: str
    description: str
    mediatype: str
    size: int


def description(files: dict[str, File], home: str = "") -> str:
    """Return the metadata of a site as JSON-LD text; files are named by their paths in it, and `home` is its address, if it has one."""
    crate = ROCrate(version=VERSION)
    _about(crate, home)
    for path, file in sorted(files.items()):
        about = {"name": file.title, "description": file.description, "encodingFormat": file.mediatype, "contentSize": str(file.size)}
        crate.add_file(dest_path=path, properties=about)
    crate.root_dataset["mainEntity"] = crate.get("book/index.html")
    cited = tables.load("sources").query("url_status == 'exact'").drop_duplicates("url")
    crate.root_dataset["citation"] = [crate.add(_source(crate, row)) for row in cited.itertuples()]
    return json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1) + "\n"


def _about(crate: ROCrate, home: str) -> None:
    """Say of the whole what `CITATION.cff` says of the report."""
    report, root = citation.report(), crate.root_dataset
    licence = {"@type": "CreativeWork", "name": "Creative Commons Attribution 4.0", "description": "Facts taken from others keep their sources' terms."}
    authors = [
        crate.add(ContextEntity(crate, f"#author-{number}", {"@type": "Organization", "name": author["name"]} | ({"url": home} if home else {})))
        for number, author in enumerate(report["authors"], 1)
    ]
    crate.name, crate.description, crate.license = report["title"], report["abstract"], crate.add(ContextEntity(crate, LICENCE, licence))
    crate.keywords = report["keywords"]
    root["datePublished"] = str(report["date-released"])
    root["version"] = str(report["version"])
    root["author"], root["publisher"], root["inLanguage"] = authors if authors[1:] else authors[0], authors[0], "en"
    if home:
        root["url"] = f"{home}/"


def _source(crate: ROCrate, row) -> ContextEntity:
    """Return a source as a work that is cited; RO-Crate wants its public address, so sources without one stay in the table."""
    about = {"@type": _KINDS.get(row.kind, "CreativeWork"), "name": row.title, "identifier": row.id}
    about |= {"datePublished": row.published} if row.published else {}
    return ContextEntity(crate, _ENCODED.sub(lambda letters: unquote(letters[0]), row.url), about)
