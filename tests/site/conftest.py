"""The whole book, built strictly, twice, from two copies of the tree that share nothing but the package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from detour.tables import ROOT


def copy_of_the_tree(target: Path) -> Path:
    """Copy what a clone would hold: files that git tracks or would track."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


@pytest.fixture(scope="session")
def build_command() -> list[str]:
    """Return the strict build, as `make book` runs it."""
    return [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "-W", "-n", "--keep-going"]


def without_network() -> list[str]:
    """Return what to put before a command so that it has the loopback interface alone, or nothing where that is not allowed."""
    prefix = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    try:
        allowed = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return []
    return prefix if allowed else []


@pytest.fixture(scope="session")
def builds(tmp_path_factory, build_command) -> list[Path]:
    """Return the HTML folders of two strict builds, each executed from nothing and without a network."""
    roots = [copy_of_the_tree(tmp_path_factory.mktemp(name)) for name in ("first", "second")]
    running = [subprocess.Popen([*without_network(), *build_command], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for root in roots]
    for process in running:
        output, _ = process.communicate(timeout=800)
        assert process.returncode == 0, output[-4000:]
    return [root / "_build" / "html" for root in roots]


@pytest.fixture(scope="session")
def site(builds) -> Path:
    """Return the HTML folder of one strict build."""
    return builds[0]
