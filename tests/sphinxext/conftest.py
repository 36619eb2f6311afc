"""Builds tiny books: the extension as it is, the project's own tables, no theme, no network."""

from __future__ import annotations

import io
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from detour import citation, validation
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOTS = Path(__file__).parent.parent / "roots"
CONFIG = {
    "extensions": ["myst_nb", "detour.sphinxext"],
    "html_theme": "basic",
    "html_math_renderer": "mathml",
    "language": "en",
    "exclude_patterns": ["_build"],
    "numfig": True,
    "numfig_format": {"figure": "Figure %s"},
    "nb_execution_raise_on_error": True,
    "myst_enable_extensions": ["dollarmath", "colon_fence"],
    "detour_packages": False,
}


@dataclass
class Built:
    """What a build left: the site, and what was said on the way."""

    out: Path
    status: str
    warnings: list[str]
    env: object

    def page(self, name: str = "index") -> BeautifulSoup:
        return BeautifulSoup((self.out / f"{name}.html").read_text(encoding="utf-8"), "lxml")

    @property
    def executed(self) -> list[str]:
        return sorted(re.findall(r"executed (\S+) in", self.status))


@dataclass
class Book:
    """A tiny book of its own, which can be changed and built again."""

    source: Path

    @property
    def out(self) -> Path:
        return self.source.parent / "out"

    def build(self, **more) -> Built:
        """Build with what every tiny book is configured with, and more."""
        status, warning = io.StringIO(), io.StringIO()
        with patch_docutils(), docutils_namespace():
            app = Sphinx(self.source, None, self.out, self.source.parent / "doctrees", "html", confoverrides=CONFIG | more, status=status, warning=warning)
            app.build()
        said = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue()).replace(f"{self.source}/", "")
        return Built(self.out, re.sub(r"\x1b\[[0-9;]*m", "", status.getvalue()), said.splitlines(), app.env)


@pytest.fixture(scope="module", autouse=True)
def tables_are_sound():
    """Take the tables as sound: other tests hold them, and each check costs seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "check", list)
        yield


@pytest.fixture(scope="session", autouse=True)
def citations_are_formatted_once():
    """Format the same records once for all tiny books: every one publishes the citations of all claims."""
    kept, real = {}, citation.collection

    def once(items, write_text=citation.text):
        key = json.dumps(items, sort_keys=True)
        if key not in kept:
            kept[key] = real(items, write_text)
        return dict(kept[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(citation, "collection", once)
        yield


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """Return a function that gives a fresh copy of one of the tiny books by its name."""
    return lambda name: Book(shutil.copytree(ROOTS / name, tmp_path_factory.mktemp(name) / "book"))
