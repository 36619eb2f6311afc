"""A page for every exhibit, with all its faces: drawing, words, table, files, snippets, citation."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup, escape
from sphinx.application import Sphinx

from detour import address, citation, licences, naming, registry, tables
from detour.exhibits import cells
from detour.exhibits.controls import bound
from detour.sharing import sheets
from detour.sphinxext import standalone, vega
from detour.sphinxext.figures import figure_numbers, foot
from detour.sphinxext.templates import publisher, render

#: Files of an exhibit under `data/figures/`: ending, name, what it is for.
FILES = (
    ("csv", "CSV", "the data, all digits, with the sources of each row"),
    ("svg", "SVG", "the drawing with its title, sources and terms, for print and for editing"),
    ("png", "PNG", "the same as an image, at twice its size"),
    ("vl.json", "Specification", "Vega-Lite with its data: opens in any Vega editor, and in Altair"),
)
CITATIONS = (("bib", "BibTeX", citation.bibtex), ("ris", "RIS", citation.ris), ("json", "CSL-JSON", citation.csl))


def pages(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """Write the files of every exhibit, and yield its page."""
    if app.builder.name != "html" or not (tables.ROOT / "_toc.yml").is_file():
        return
    exhibits = app.env.get_domain("detour").data["exhibits"]
    out, kept = Path(app.outdir), vega.Kept(vega.folder(app))
    for folder in ("data/figures", "cite"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    known = {label: {"title": each["title"], "slug": each["docname"].rpartition("/")[2]} for label, each in exhibits.items()}
    numbers = figure_numbers(app)
    for label, each in sorted(exhibits.items()):
        item = citation.record(label, known)
        number = numbers.get(label, "Figure")
        files = written(kept, label, number, each, item) | {
            f"cite/{label}.{ending}": content.encode() for ending, content in citation.collection([item], citation.text).items()
        }
        for name, content in files.items():
            _write(out / name, content)
        yield f"figures/{label}", _context(app, label, number, each, item, files), "page.html"
    kept.tidy()
    _forget(out, set(exhibits))


def written(kept: vega.Kept, label: str, number: str, each: dict, item: dict) -> dict[str, bytes]:
    """Return the files of an exhibit by their path in the site; drawing and compiling is done once for the same input."""
    base, notes = f"data/figures/{label}", notes_of(number, each, item)
    svg = standalone.standalone(each["wide"], each["title"], each["alt"], notes, citation.place(item))
    texts = {
        "Title": each["title"],
        "Description": each["alt"],
        "Author": item["publisher"],
        "Source": notes[0],
        "Copyright": notes[1],
        "URL": citation.place(item),
    }
    described = json.dumps(texts, ensure_ascii=False)
    compiled = {size: kept.get("json", json.dumps(spec), lambda spec=spec: vega.compiled(spec).encode()).decode() for size, spec in each["specs"].items()}
    controls = each.get("controls", [])
    parts = [f"{json.dumps(size)}:{text}" for size, text in compiled.items()] + ([f'"controls":{json.dumps(controls)}'] if controls else [])
    about = {"title": each["title"], "caption": each["caption"], "sources": notes[0], "terms": notes[1], "permalink": citation.place(item)}
    return {
        f"{base}.csv": sheets.guarded(each["csv"]).encode(),
        f"{base}.svg": svg.encode(),
        f"{base}.png": kept.get("png", svg + described, lambda: standalone.png(svg, texts)),
        f"{base}.vl.json": (json.dumps(bound(each["specs"]["wide"], controls) | {"description": each["alt"], "usermeta": about}, indent=1) + "\n").encode(),
        f"{base}.live.js": f"detourLive({json.dumps(label)},{{{','.join(parts)}}});\n".encode(),
    }


def notes_of(number: str, each: dict, item: dict) -> list[str]:
    """Return what stands under a picture that travels alone: sources, terms, and where it is from."""
    year, month, day = item["issued"]["date-parts"][0]
    return [
        f"Sources: {'; '.join(publisher(source) for source in each['sources'])}.",
        licences.note(each["sources"]),
        f"{number} of {item['container-title']}. Version {item['version']}, {year}-{month:02}-{day:02}. {citation.place(item)}",
    ]


def rows(each: dict) -> list[list[dict]]:
    """Return the cells of an exhibit's data: what the CSV holds, what readers see, and what it links to."""
    reader = csv.reader(io.StringIO(each["csv"]))
    next(reader)
    found = [[_cell(text, column) for text, column in zip(row, each["columns"], strict=True)] for row in reader]
    for row in found:
        _without_points(dict(zip((column["name"] for column in each["columns"]), row, strict=True)))
    return found


def _without_points(row: dict[str, dict]) -> None:
    """Leave the ends of an interval out of sight where they are the number itself: there is no interval."""
    numbers = Counter(cell["text"] for cell in row.values())
    for name, low in row.items():
        high = row.get(name.replace("low", "high"))
        if "low" in name and high and low["text"] == high["text"] and numbers[low["text"]] > 2:
            low["shown"] = high["shown"] = ""


def _cell(text: str, column: dict) -> dict:
    kind = column["kind"]
    links = [(f"../book/sources.html#{source}", publisher(source)) for source in tables.split(text)] if kind == "source" else []
    if kind == "id":
        links = [(entry, part) for part in tables.split(text) if (entry := _entry(part))]
        links = links if len(links) == len(tables.split(text)) else []
    return {"text": text, "shown": cells.written(text, kind), "links": links}


def _entry(id: str) -> str | None:
    """Return the address of the register entry with that id, or None where there is none."""
    if id in naming.entity_names():
        return f"../book/{registry.PAGES['entity']}.html#{id}"
    try:
        found = registry.find(id)
    except registry.UnknownId:
        return None
    return f"../book/{registry.PAGES[found.kind]}.html#{found.id}"


def _context(app: Sphinx, label: str, number: str, each: dict, item: dict, files: dict[str, bytes]) -> dict:
    """Return what the layout shows: the title, as markup, and the body."""
    shown = {path: size(len(content)) for path, content in files.items()}
    permalink = f"../{each['docname']}.html#{label}"
    order = cells.reading_order(each["columns"])
    shown_columns, shown_rows = [each["columns"][at] for at in order], [[row[at] for at in order] for row in rows(each)]
    body = render(
        "figure-page.html.jinja",
        **{
            "label": label,
            "number": number,
            "each": each,
            "columns": shown_columns,
            "rows": shown_rows,
            "files": FILES,
            "citations": CITATIONS,
            "sizes": shown,
        },
        foot=Markup(foot(label, each, number, "../", permalink, "../book/sources.html")),
        chapter=app.env.titles[each["docname"]].astext(),
        permalink=permalink,
        wide=Markup(each["wide"]),
        narrow=Markup(each["narrow"]),
        heading=next((at for at, column in enumerate(shown_columns) if column["kind"] == "text"), -1),
        cited=citation.text(item),
        bibtex=citation.bibtex(item),
        snippets=snippets(label, each),
        public=bool(address.site()),
    )
    return {"title": escape(f"{number}: {each['title']}"), "body": body}


def size(count: int) -> str:
    """Write a number of bytes.

    >>> size(812), size(20_512)
    ('812 bytes', '21 kB')
    """
    return f"{count} bytes" if count < 1000 else f"{count / 1000:.0f} kB"


def snippets(label: str, each: dict) -> list[tuple[str, str]]:
    """Return how to load the data in pandas and in R, by their public address where the report has one."""
    path = address.of(f"data/figures/{label}.csv") if address.site() else f"{label}.csv"
    dates = [column["name"] for column in each["columns"] if column["kind"] == "date"]
    parsed = f", parse_dates={json.dumps(dates)}" if dates else ""
    pandas = (
        f'import pandas as pd\n\ndata = pd.read_csv("{path}", keep_default_na=False, na_values=[""]{parsed})\ndata["source"] = data["source"].str.split(";")'
    )
    r = f'data <- read.csv("{path}", na.strings = "", encoding = "UTF-8", check.names = FALSE)'
    r += "".join(f"\ndata${name} <- as.Date(data${name})" for name in dates) + '\ndata$source <- strsplit(data$source, ";", fixed = TRUE)'
    return [("pandas", pandas), ("R", r)]


def _forget(out: Path, labels: set[str]) -> None:
    """Take away page and files of figures that are no more."""
    for path in (*(out / "figures").glob("fig-*"), *(out / "data" / "figures").glob("fig-*"), *(out / "cite").glob("fig-*")):
        if path.name.partition(".")[0] not in labels:
            path.unlink()


def _write(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)


def setup(app: Sphinx) -> None:
    """Add the pages when all chapters are written."""
    app.connect("html-collect-pages", pages)
