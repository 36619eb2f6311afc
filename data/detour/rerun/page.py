"""The page of a chapter with other assumptions: a process of its own, in which every number is one of the changed tables.

`python -m detour.rerun.page FOLDER` reads `job.json` and `executed.ipynb` there and writes the folder `out`.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import sys
from pathlib import Path

import nbformat
import yaml
from jupyter_book.sphinx import build_sphinx

from detour import address, tables
from detour.rerun import differences
from detour.rerun.assumed import Change
from detour.results import engine

_HEADING = re.compile(r"^(\([a-z0-9-]+\)=\n#+ .*)$", re.MULTILINE)
_TITLE = re.compile(r"^# (.*)$", re.MULTILINE)
_LINK = re.compile(r'(<(?:a|link)\b[^>]*?) href="([^"]*)"([^>]*>)')
#: The search of the site, which has no index of this page.
_SEARCH = re.compile(r'<a class="bar bar-search".*?</a>\n?|<form class="site-search".*?</form>\n?', re.DOTALL)
#: What Jupyter Book's own command line passes to its builder.
_ASKED = {"external_toc_path": "_toc.yml", "latex_individualpages": False}
#: What the redirect in the folder says to whoever sees it.
_FRONT = (
    '<!DOCTYPE html>\n<meta charset="utf-8">\n<title>{0}</title>\n<meta http-equiv="refresh" content="0; url=book/{0}.html">\n<a href="book/{0}.html">{0}</a>\n'
)


def source(folder: Path, slug: str, book: nbformat.NotebookNode) -> Path:
    """Return a book of that chapter, in which every other page is its headings, so that numbers and references are those of the report."""
    made = folder / "source"
    for name in ("_static", "_templates"):
        shutil.copytree(tables.ROOT / "book" / name, made / "book" / name)
    (made / "data").symlink_to(tables.PUBLISHED)  # a page may show code of the package
    shutil.copy(tables.ROOT / "_toc.yml", made)
    (made / "_config.yml").write_text(yaml.safe_dump(_settings(slug)), encoding="utf-8")
    for path in (tables.ROOT / "book").glob("*.md"):
        if path.stem != slug:
            (made / "book" / path.name).write_text("\n\n".join(_HEADING.findall(path.read_text(encoding="utf-8"))) + "\n", encoding="utf-8")
    nbformat.write(book, made / "book" / f"{slug}.ipynb")
    return made


def _settings(slug: str) -> dict:
    """Return the settings of the site, with the extension for one chapter in the place of its own."""
    settings = yaml.safe_load((tables.ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings["execute"] = {"execute_notebooks": "off"}
    settings["sphinx"] |= {"extra_extensions": ["detour.rerun.extension"], "local_extensions": {}}
    settings["sphinx"]["config"] |= {"detour_rerun": slug, "nb_execution_mode": "off"}
    return settings


def noted(book: nbformat.NotebookNode, note: str) -> None:
    """Put a note under the title of a chapter, and say in the title what it is."""
    cell = next(each for each in book.cells if each.cell_type == "markdown" and _TITLE.search(each.source))
    cell.source = _TITLE.sub(lambda match: f"# Rerun: {match[1]}\n\n{note}", cell.source, count=1)


def rewritten(html: str, page: str, out: Path, place: Path) -> str:
    """Return a page whose links to what is not in the folder `out` lead to the published site, or nowhere where there is none.

    `page` is its path in `out`, and `place` the folder in which all will lie.
    """

    def put(match: re.Match) -> str:
        head, target, rest = match.groups()
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), re.split("[#?]", target)[0])) if target else page
        if target.startswith(("#", "data:", "mailto:")) or "://" in target or (out / path).is_file():
            return match[0]
        found = _published(path, place / posixpath.dirname(page))
        if found is None:
            return "" if head.startswith("<link") else head + rest
        mark = re.search("[#?].*", target)
        return f'{head} href="{found}{mark[0] if mark else ""}"{rest}'

    return _LINK.sub(put, _SEARCH.sub("", html))


def _published(path: str, folder: Path) -> str | None:
    """Return the address of a file of the published site as seen from a folder, or None where that site is not known."""
    if address.site():
        return f"{address.site()}/{path}"
    site = tables.ROOT / "_build" / "html"
    return posixpath.relpath((site / path).as_posix(), folder.as_posix()) if (site / path).is_file() else None


def build(folder: Path) -> int:
    """Write everything that readers are given into `out`; return the status of the build."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    slug, changed = job["slug"], [Change(**each) for each in job["changes"]]
    found = differences.entries(job["published"], map(engine.entry, job["published"]))
    book = nbformat.read(folder / "executed.ipynb", 4)
    noted(book, differences.note(changed, found, job["scenarios"]))
    made, out = source(folder, slug, book), folder / "out"
    status = build_sphinx(made, out, path_config=made / "_config.yml", confoverrides=_ASKED, noconfig=True, warningiserror=True, quiet=True)
    if status:
        return 1
    for path in (out / "book").glob("*.html"):
        if path.stem != slug:
            path.unlink()
    (out / "index.html").write_text(_FRONT.format(slug), encoding="utf-8")
    for path in (out / "objects.inv", out / ".buildinfo", out / "search.html"):
        path.unlink(missing_ok=True)
    page = out / "book" / f"{slug}.html"
    page.write_text(rewritten(page.read_text(encoding="utf-8"), f"book/{slug}.html", out, Path(job["place"])), encoding="utf-8", newline="\n")
    (out / "changes.csv").write_text(differences.table(changed, found), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1])))
