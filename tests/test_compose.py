"""Laws of several versions on one host: each under its own address for ever, the latest beside them, nothing outside."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from detour import compose


def site(folder: Path, version: str, text: str) -> Path:
    for name in ("book", "data"):
        (folder / name).mkdir(parents=True)
    (folder / "book" / "index.html").write_text(text)
    (folder / "data" / "datapackage.json").write_text(json.dumps({"version": version, "created": "2026-11-21T00:00:00Z"}))
    return folder


def archive(folder: Path, version: str, text: str, name: str = "") -> Path:
    built = site(folder / f"built-{version}", version, text)
    path = folder / (name or f"v{version}.tar.gz")
    with tarfile.open(path, "w:gz") as tar:
        tar.add(built, arcname=".")
    return path


def test_each_version_is_served_from_a_folder_of_its_own(tmp_path):
    archives = [archive(tmp_path, "0.9.0", "ninth"), archive(tmp_path, "0.10.0", "tenth")]
    compose.compose(tmp_path / "out", site(tmp_path / "now", "0.11.0", "now"), archives)
    pages = {path.relative_to(tmp_path / "out").as_posix(): path.read_text() for path in (tmp_path / "out").rglob("book/index.html")}
    assert pages == {"latest/book/index.html": "now", "v/0.9.0/book/index.html": "ninth", "v/0.10.0/book/index.html": "tenth"}


def test_versions_are_listed_newest_first(tmp_path):
    archives = [archive(tmp_path, "0.9.0", "ninth"), archive(tmp_path, "0.10.0", "tenth")]
    compose.compose(tmp_path / "out", site(tmp_path / "now", "0.11.0", "now"), archives)
    index = json.loads((tmp_path / "out" / "versions.json").read_text())
    assert index["latest"] == {"version": "0.11.0", "date": "2026-11-21", "path": "latest/"}
    assert [each["path"] for each in index["versions"]] == ["v/0.10.0/", "v/0.9.0/"]


def test_every_link_of_the_two_pages_leads_to_a_page(tmp_path):
    out = tmp_path / "out"
    compose.compose(out, site(tmp_path / "now", "0.11.0", "now"), [archive(tmp_path, "0.9.0", "ninth")])
    for page in (out / "index.html", out / "v" / "index.html"):
        soup = BeautifulSoup(page.read_text(), "lxml")
        addresses = [link["href"] for link in soup.find_all("a")] + [meta["content"].partition("url=")[2] for meta in soup.select("meta[http-equiv=refresh]")]
        assert addresses
        assert [address for address in addresses if not (page.parent / address).is_file()] == []
        assert not soup.find_all("script") and soup.html["lang"] == "en" and soup.title.get_text()


def test_an_archive_stays_byte_for_byte(tmp_path):
    path = archive(tmp_path, "0.9.0", "ninth")
    compose.compose(tmp_path / "out", site(tmp_path / "now", "0.11.0", "now"), [path])
    with tarfile.open(path) as tar:
        for member in tar:
            if member.isfile():
                assert (tmp_path / "out" / "v" / "0.9.0" / member.name).read_bytes() == tar.extractfile(member).read()


def test_an_archive_under_another_versions_name_is_refused(tmp_path):
    wrong = archive(tmp_path, "0.9.0", "ninth", name="v0.8.0.tar.gz")
    with pytest.raises(compose.Unfit, match=r"v/0\.8\.0/ holds version 0\.9\.0"):
        compose.compose(tmp_path / "out", site(tmp_path / "now", "1.0", "now"), [wrong])


@pytest.mark.parametrize("name", ["site.tar.gz", "v.tar.gz", "v1.0-rc.tar.gz", "1.0.tar.gz"])
def test_a_file_that_names_no_version_is_refused(name):
    with pytest.raises(compose.Unfit, match="not the archive of a version"):
        compose.version_of(Path(name))


@pytest.mark.parametrize("member", ["../outside.html", "/tmp/outside.html"])
def test_nothing_lands_outside(tmp_path, member):
    path = tmp_path / "v1.0.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        info = tarfile.TarInfo(member)
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))
    with pytest.raises((tarfile.TarError, compose.Unfit)):
        compose.unpack(path, tmp_path / "sub" / "out")
    assert not (tmp_path / "outside.html").exists() and not (tmp_path / "sub" / "outside.html").exists()


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept").write_text("kept")
    with pytest.raises(compose.Unfit, match="is not empty"):
        compose.compose(tmp_path / "out", site(tmp_path / "now", "1.0", "now"), [])


def test_what_is_wrong_is_said_in_one_line(tmp_path):
    (tmp_path / "half").mkdir()
    with pytest.raises(SystemExit, match="^compose: .* holds no finished site"):
        compose.main([str(tmp_path / "out"), "--latest", str(tmp_path / "half")])


def test_the_command_says_what_it_composed(tmp_path, capsys):
    (tmp_path / "archives").mkdir()
    archive(tmp_path / "archives", "0.9.0", "ninth")
    compose.main([str(tmp_path / "out"), "--latest", str(site(tmp_path / "now", "1.0", "now")), "--archives", str(tmp_path / "archives")])
    assert capsys.readouterr().out == f"{tmp_path / 'out'}: latest and 1 published version\n"
