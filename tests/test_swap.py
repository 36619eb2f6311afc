"""Laws of publication: readers see the old site or the new one, whole, whatever happens in between."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from detour import swap
from detour.cli import main


def site(folder: Path, text: str) -> Path:
    (folder / "book").mkdir(parents=True)
    (folder / "book" / "index.html").write_text(text)
    return folder


def shown(folder: Path) -> str:
    return (folder / "book" / "index.html").read_text()


def test_a_first_site_is_put_in_place(tmp_path):
    swap.publish(site(tmp_path / "built", "new"), tmp_path / "public" / "html")
    assert shown(tmp_path / "public" / "html") == "new"


def test_a_new_site_takes_the_place_of_the_old_whole(tmp_path):
    old = site(tmp_path / "html", "old")
    (old / "gone.html").write_text("a page that the new site has not")
    swap.publish(site(tmp_path / "built", "new"), old)
    assert shown(old) == "new"
    assert not (old / "gone.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built", "html"]


def test_what_was_built_stays_where_it_was(tmp_path):
    built = site(tmp_path / "built", "new")
    swap.publish(built, tmp_path / "html")
    assert shown(built) == "new"


def test_a_folder_without_a_finished_site_changes_nothing(tmp_path):
    old = site(tmp_path / "html", "old")
    (tmp_path / "half" / "book").mkdir(parents=True)
    with pytest.raises(swap.Unfinished, match="holds no finished site"):
        swap.publish(tmp_path / "half", old)
    assert shown(old) == "old"


def test_a_disk_that_fills_up_while_copying_changes_nothing(tmp_path, monkeypatch):
    old, built = site(tmp_path / "html", "old"), site(tmp_path / "built", "new")

    def full(source, target, **_):
        Path(target).mkdir()
        raise OSError("no space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(OSError, match="no space left"):
        swap.publish(built, old)
    assert shown(old) == "old"
    monkeypatch.undo()
    swap.publish(built, old)
    assert shown(old) == "new"


def test_a_publication_cut_off_between_its_two_renames_is_made_good(tmp_path):
    site(tmp_path / "html.old", "old")
    site(tmp_path / "html.new", "half a copy")
    swap.publish(site(tmp_path / "built", "new"), tmp_path / "html")
    assert shown(tmp_path / "html") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built", "html"]


def test_a_publication_that_fails_after_a_cut_off_one_brings_the_old_site_back(tmp_path, monkeypatch):
    site(tmp_path / "html.old", "old")
    monkeypatch.setattr(shutil, "copytree", lambda *_, **__: (_ for _ in ()).throw(OSError("no space left on device")))
    with pytest.raises(OSError, match="no space left"):
        swap.publish(site(tmp_path / "built", "new"), tmp_path / "html")
    assert shown(tmp_path / "html") == "old"


def test_the_command_says_where_the_site_is_or_why_there_is_none(tmp_path):
    built, target = site(tmp_path / "built", "new"), tmp_path / "html"
    good = CliRunner().invoke(main, ["publish", str(built), str(target)])
    assert (good.exit_code, good.stdout) == (0, f"site: {target}/book/index.html\n")
    (built / "book" / "index.html").unlink()
    bad = CliRunner().invoke(main, ["publish", str(built), str(target)])
    assert (bad.exit_code, bad.stderr) == (1, f"detour: {built} holds no finished site\n")
    assert shown(target) == "new"
