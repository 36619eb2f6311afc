"""Several versions of the site composed into one folder for any static host.

    python -m detour.compose OUT --latest SITE [--archives FOLDER]

SITE is a built site, a folder or an archive of it; FOLDER holds one archive for each published version,
named by its tag (`v0.1.0.tar.gz`). OUT gets `v/0.1.0/` for each, `latest/`, a first page that leads to
the latest, a page that lists all, and `versions.json`. A version once published is never built again:
its folder is its archive, byte for byte. Only Python's own library is needed.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import tarfile
import tempfile
from pathlib import Path

_TAG = re.compile(r"v(\d+(?:\.\d+)*)\.tar\.gz")
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{head}
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


class Unfit(ValueError):
    """An archive or folder that is not the site it should be."""


def compose(out: Path, latest: Path, archives: list[Path]) -> list[dict]:
    """Write the folder `out`, which must be new or empty, and return its versions, newest first."""
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise Unfit(f"{out} is not empty; allowed: a new folder, so that nothing of an earlier one stays")
    unpack(latest, out / "latest")
    for archive in archives:
        unpack(archive, out / "v" / version_of(archive))
    versions = [about(out, f"v/{name}/") for name in sorted(map(version_of, archives), key=_order, reverse=True)]
    for each in versions:
        if each["path"] != f"v/{each['version']}/":
            raise Unfit(f"the archive of {each['path']} holds version {each['version']}; allowed: the version of its tag")
    index = {"latest": about(out, "latest/"), "versions": versions}
    _write(out / "versions.json", json.dumps(index, indent=1) + "\n")
    _write(out / "index.html", _redirect())
    (out / "v").mkdir(exist_ok=True)
    _write(out / "v" / "index.html", _listing(versions))
    return versions


def version_of(archive: Path) -> str:
    """Return the version that an archive's name gives.

    >>> version_of(Path("v0.1.0.tar.gz"))
    '0.1.0'
    """
    match = _TAG.fullmatch(archive.name)
    if not match:
        raise Unfit(f"{archive.name} is not the archive of a version; allowed: names such as v0.1.0.tar.gz")
    return match[1]


def _order(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def unpack(site: Path, target: Path) -> None:
    """Put a site, a folder or an archive of one, where it is to be served from; nothing may land outside."""
    if site.is_dir():
        shutil.copytree(site, target)
    else:
        with tempfile.TemporaryDirectory() as folder, tarfile.open(site) as archive:
            archive.extractall(folder, filter="data")
            shutil.copytree(folder, target)
    if not (target / "book" / "index.html").is_file():
        raise Unfit(f"{site} holds no finished site; allowed: the folder _build/html, or an archive of what is in it")


def about(out: Path, path: str) -> dict[str, str]:
    """Return version and date of a site, as its own data package gives them."""
    package = json.loads((out / path / "data" / "datapackage.json").read_text(encoding="utf-8"))
    return {"version": package["version"], "date": package.get("created", "")[:10], "path": path}


def _redirect() -> str:
    head = '<title>The latest version</title>\n<meta http-equiv="refresh" content="0; url=latest/book/index.html">\n<link rel="canonical" href="latest/book/index.html">'
    return _PAGE.format(head=head, body='<p><a href="latest/book/index.html">The latest version</a>, <a href="v/index.html">all versions</a></p>')


def _listing(versions: list[dict]) -> str:
    """Return the page that lists every version."""
    lines = [
        f'<li><a href="{html.escape(each["version"])}/book/index.html">Version {html.escape(each["version"])}</a>, {html.escape(each["date"])}</li>'
        for each in versions
    ]
    body = "<h1>All versions</h1>\n<ul>\n" + "\n".join(['<li><a href="../latest/book/index.html">The latest</a></li>', *lines]) + "\n</ul>"
    return _PAGE.format(head="<title>All versions</title>", body=body)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> None:
    """Compose what the command line names; say in one line what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m detour.compose", description="Compose versions of the site into one folder.")
    parser.add_argument("out", type=Path, help="new folder for all versions")
    parser.add_argument("--latest", type=Path, required=True, help="the latest site: a folder or an archive")
    parser.add_argument("--archives", type=Path, help="folder with an archive for each published version, named by its tag")
    given = parser.parse_args(arguments)
    archives = sorted(given.archives.glob("*.tar.gz")) if given.archives else []
    try:
        versions = compose(given.out, given.latest, archives)
    except (Unfit, OSError, tarfile.TarError) as error:
        raise SystemExit(f"compose: {error}") from error
    print(f"{given.out}: latest and {len(versions)} published version{'' if len(versions) == 1 else 's'}")


if __name__ == "__main__":
    main()
