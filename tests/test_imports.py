"""Laws of the rooms: who may import whom, who may touch files, and that nothing public goes undocumented."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from detour.tables import DATA, ROOT
from detour.typed import typed_numbers

PACKAGE = DATA / "detour"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
CHAPTERS = sorted((ROOT / "book").glob("*.md"))
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
#: What each room must not import; a name stands for itself and for all below it.
FORBIDDEN = {
    "tables.py": ["detour.models", "detour.exhibits", "detour.results", "detour.sphinxext", "sphinx", "docutils", "altair"],
    "quantity.py": ["detour.models", "detour.exhibits", "detour.results", "detour.sphinxext", "sphinx", "docutils", "altair"],
    "registry.py": ["detour.models", "detour.exhibits", "detour.sphinxext", "sphinx", "docutils", "altair"],
    "models": [
        "detour.tables",
        "detour.registry",
        "detour.exhibits",
        "detour.results",
        "detour.sphinxext",
        "sphinx",
        "altair",
        "pandas",
        "pathlib",
        "os",
        "io",
    ],
    "results": ["detour.exhibits", "detour.sphinxext", "sphinx", "docutils", "altair", "pathlib", "os", "io"],
    "checks": ["detour.exhibits", "detour.sphinxext", "sphinx", "docutils", "altair", "pathlib", "os", "io"],
    "rules": ["detour.exhibits", "detour.results", "detour.sphinxext", "sphinx", "docutils", "altair"],
    **dict.fromkeys(
        ["address.py", "citation.py", "highwire.py", "linked.py", "picture.py", "reviews.py", "signposts.py"],
        ["detour.sphinxext", "sphinx", "docutils", "jinja2"],
    ),
    "exhibits": ["detour.sphinxext", "sphinx", "docutils", "pathlib", "os", "io"],
    "sharing": ["detour.exhibits", "detour.results", "detour.sphinxext", "sphinx", "docutils", "altair"],
}
NETWORK = ["urllib.request", "requests", "httpx", "aiohttp", "socket", "http.client", "ftplib"]
WRITES = {"write_text", "write_bytes", "to_parquet", "to_excel", "to_json", "savefig", "save", "mkdir", "touch", "unlink", "open", "fetch", "urlopen"}


def name(path: Path) -> str:
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).as_posix()


def imports(tree: ast.AST) -> set[str]:
    """Return every module that a file imports, anywhere in it, and every name taken from a package."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def touches(modules: set[str], forbidden: list[str]) -> list[str]:
    return sorted({module for module in modules for each in forbidden if module == each or module.startswith(f"{each}.")})


def calls(tree: ast.AST) -> set[str]:
    """Return the last name of everything that a file calls."""
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {each.attr if isinstance(each, ast.Attribute) else each.id for each in functions if isinstance(each, (ast.Attribute, ast.Name))}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("path", [path for path in FILES if room(path) in FORBIDDEN], ids=name)
def test_a_room_imports_only_what_it_may(path):
    assert touches(imports(ast.parse(path.read_text(encoding="utf-8"))), FORBIDDEN[room(path)]) == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_asks_the_network(path):
    assert touches(imports(ast.parse(path.read_text(encoding="utf-8"))), NETWORK) == []


@pytest.mark.parametrize("path", [path for path in FILES if room(path) in ("models", "results", "checks", "exhibits", "rules")], ids=name)
def test_models_results_checks_and_exhibits_write_no_file(path):
    assert calls(ast.parse(path.read_text(encoding="utf-8"))) & WRITES == set()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_of_sphinx_is_patched(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    outside = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if node.module and node.module.split(".")[0] in ("sphinx", "myst_nb", "docutils", "jupyter_cache", "nbclient")
    }
    targets = [target for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Attribute)]
    assert [ast.unparse(target) for target in targets if isinstance(target.value, ast.Name) and target.value.id in outside] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_public_name_is_documented(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [
        node
        for parent in [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
        for node in parent.body
        if isinstance(node, documented) and not node.name.startswith("_")
    ]
    assert ast.get_docstring(tree), "the module"
    assert [node.name for node in public if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_has_at_most_250_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_a_chapter_imports_only_detour_and_opens_nothing(path):
    for cell in CELL.findall(path.read_text(encoding="utf-8")):
        code = "\n".join(line for line in cell.splitlines() if not line.startswith(":"))
        tree = ast.parse(code)
        assert [module for module in imports(tree) if module.split(".")[0] != "detour"] == []
        assert calls(tree) & (WRITES | {"read_csv", "read_text", "Path", "load"}) == set()
        assert [node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))] == []
        assert "://" not in code and not re.search(r"^[%!]", code, re.MULTILINE)


def words(node: ast.AST) -> str:
    """Return what is typed in a text of an exhibit; a dot stands for what is computed."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(words, node.values))
    if isinstance(node, ast.FormattedValue):
        return words(node.value) if isinstance(node.value, ast.IfExp) else "·"
    if isinstance(node, ast.BinOp):
        return words(node.left) + words(node.right)
    if isinstance(node, ast.IfExp):
        return f"{words(node.body)} | {words(node.orelse)}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join" and node.args:
        each = node.args[0]
        return words(node.func.value) + (words(each.elt) if isinstance(each, (ast.GeneratorExp, ast.ListComp)) else "·")
    return "·"


@pytest.mark.parametrize("path", [path for path in FILES if room(path) == "exhibits"], ids=name)
def test_no_number_is_typed_in_the_words_of_an_exhibit(path):
    """Words for units may stand there (percent, million); digits come from the rows."""
    typed = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            texts = [keyword.value for keyword in node.keywords if keyword.arg in ("title", "caption", "alt")]
            if getattr(node.func, "id", "") == "Exhibit":
                texts += node.args[1:4]
            typed += [f"line {text.lineno}: {number!r}" for text in texts for number in typed_numbers(words(text)) if re.search(r"\d", number)]
    assert typed == []
