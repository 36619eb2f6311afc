"""What a page loads: our own sheets and scripts, addressed by a digest of their bytes, and nothing of the theme's.

Other parts of the extension add to a page through four lists of its context:
`detour_head` and `detour_end` take markup for the head and the end of the body,
`detour_styles` and `detour_scripts` names of files in `_static`.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from functools import partial
from pathlib import Path

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx

#: What a page may load and do: its own host's files, no script or style inside the page, WebAssembly for the search.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
#: Files that the build itself puts beside ours, by the beginning of their names.
GENERATED = ("vega",)
_INLINE = re.compile(r"<(script|style)\b.*?</\1>\s*", re.DOTALL)
_FRAME = re.compile(r'<table class="dataframe">.*?</table>', re.DOTALL)
_NUMBER = re.compile(r"^\d+(\.\d+)*\.\s+")


def folders(app: Sphinx) -> list[Path]:
    """Return the folders of our own static files; those of other extensions are named by absolute paths."""
    return [Path(app.confdir) / folder for folder in app.config.html_static_path if not Path(folder).is_absolute()]


def static_file(app: Sphinx, name: str) -> Path:
    """Return the file that will be `_static/NAME`, from the folders that the configuration names."""
    for folder in folders(app):
        if (found := folder / name).is_file():
            return found
    return Path(app.outdir) / "_static" / name


def address(app: Sphinx, pagename: str, name: str) -> str:
    """Return the address of a static file as seen from a page; it changes when the file does.

    So a server may let browsers keep these files for ever.
    """
    digest = hashlib.sha256(static_file(app, name).read_bytes()).hexdigest()[:8]
    return f"{'../' * pagename.count('/')}_static/{name}?v={digest}"


def unnumbered(title: str) -> str:
    """Return a title without the number of its section.

    >>> unnumbered("2. Why fight?"), unnumbered("910C and H20")
    ('Why fight?', '910C and H20')
    """
    return _NUMBER.sub("", title)


def lay_out(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give the layout what it shows, before other parts add to it."""
    context["detour_policy"] = POLICY
    context["detour_title"] = _plain_title(context.get("title", ""))
    context["detour_unnumbered"] = _plain_title
    context["detour_kind"] = pagename.rpartition("/")[2]
    context["detour_contents"] = _contents(context) if context.get("display_toc") else ""
    context["detour_address"] = partial(address, app, pagename)
    context.setdefault("detour_styles", []).insert(0, "report.css")
    if 'class="highlight' in (context.get("body") or ""):
        context["detour_styles"].append("code.css")
    for name in ("detour_scripts", "detour_head", "detour_end"):
        context.setdefault(name, [])


def _plain_title(title: str) -> str:
    return unnumbered(Markup(title).striptags())


def _contents(context: dict) -> Markup:
    """Return the page's table of contents without the line of its own title."""
    inner = re.search(r"<ul>\s*<li><a[^>]*>.*?</a>\s*(<ul>.*</ul>)\s*</li>\s*</ul>", context.get("toc", ""), re.DOTALL)
    return Markup(inner[1].replace(' class="reference internal"', "")) if inner else Markup()


def keep_policy(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take out what other extensions and pandas wrote into a page and the policy would refuse: scripts, sheets, styles."""
    named = Counter()
    for raw in list(doctree.findall(nodes.raw)):
        if raw["format"] == "html" and (_INLINE.search(raw.astext()) or "dataframe" in raw.astext()):
            section = section_of(raw)
            named[section] += 1
            kept = lawful(raw.astext(), f"Table in {section}" if named[section] == 1 else f"Table {named[section]} in {section}")
            raw.parent.replace(raw, [nodes.raw("", kept, format="html")] if kept.strip() else [])


def section_of(node: nodes.Node) -> str:
    """Return the title of the section that a node stands in, or what a page without sections is called."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.section):
            return next(iter(node.findall(nodes.title))).astext()
    return "this page"


def lawful(html: str, label: str) -> str:
    """Return HTML without scripts and style sheets, and a frame's table without what pandas adds to it, as a region of that label.

    >>> lawful('<style scoped>p {}</style><table border="1" class="dataframe"><tr style="x"><th></th></tr></table>', "Table in Prices")
    '<div class="scroll" tabindex="0" role="region" aria-label="Table in Prices"><table class="dataframe"><tr><td></td></tr></table></div>'
    """
    html = _INLINE.sub("", html)
    if 'class="dataframe"' not in html:
        return html
    html = re.sub(r'(<t\w+) style="[^"]*"', r"\1", html).replace("<th></th>", "<td></td>").replace(' border="1"', "")
    return _FRAME.sub(lambda found: f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">{found[0]}</div>', html)


def prune(app: Sphinx, exception: Exception | None) -> None:
    """Take away what theme and Sphinx put beside the pages and no page loads."""
    if exception or app.builder.format != "html":
        return
    ours = {path.name for folder in folders(app) for path in folder.glob("*")}
    static = Path(app.outdir) / "_static"
    for path in static.glob("*"):
        if path.name not in ours and not path.name.startswith(GENERATED):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in ("searchindex.js", "_sphinx_design_static", "genindex.html"):
        leftover = Path(app.outdir) / name
        if leftover.exists():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


def leave_out_index(app: Sphinx, config) -> None:
    """Make no index of terms: the codebook is one."""
    config.html_use_index = False
    config.html_domain_indices = False


def setup(app: Sphinx) -> None:
    """Lay out each page before other parts add to it; tidy up after all of them."""
    app.connect("config-inited", leave_out_index)
    app.connect("html-page-context", lay_out, priority=100)
    app.connect("doctree-resolved", keep_policy, priority=900)
    app.connect("build-finished", prune, priority=900)
