"""The domain: roles that write a number by its id, and links to its entry in a register.

    {claim}`c-…`   {ev}`sp-…` or {ev}`subject/quantity`   {assume}`a-…`   {result}`r-…`

A leading `!` writes the number without its unit, `@low` or `@high` behind the id an end of its interval; `words <id>` links words instead.
{src}, {entity}, {quantity}, {word} and {finding} write names ({word} a term: Sphinx has a role {term}), {published} links a file published beside the pages.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole
from sphinx.util.nodes import make_refnode

from detour import registry, tables
from detour.versions import releases

LOGGER = logging.getLogger(__name__)
ROLES = {"claim": "claim", "ev": "evidence", "assume": "assumption", "result": "result"}
_HANGUL, _HAN = re.compile(r"[가-힣]"), re.compile(r"[\u4e00-\u9fff]")
#: A run that begins and ends with Hangul, or with Han characters, whatever Latin letters and digits stand inside it.
_FORMS = re.compile(
    r"((?:(?<=[(, ])[A-Za-z0-9.]+ ?)?[가-힣](?:[가-힣A-Za-z0-9. -]*[가-힣A-Za-z0-9])?|[\u4e00-\u9fff](?:[\u4e00-\u9fffA-Za-z0-9.·-]*[\u4e00-\u9fffA-Za-z0-9])?)"
)
NAMES = {"src": "source", "entity": "entity", "quantity": "quantity", "word": "term", "finding": "finding"}


class NumberRole(XRefRole):
    """A role that shows a number of one kind, and links it to its entry."""

    def run(self):
        """Return the link; a leading `!` is ours here, where Sphinx takes it for "no link"."""
        self.disabled = False
        return super().run()

    def process_link(self, env, refnode, has_explicit_title, title, target):
        """Look the id up and write its number; warn, naming the place, where it is not known."""
        kind = ROLES[refnode["reftype"]]
        bare = target.startswith("!")
        target = target.lstrip("!")
        try:
            entry = registry.find(target)
        except registry.UnknownId as error:
            LOGGER.warning("%s", error, location=(env.docname, self.lineno))
            return title, target
        if entry.kind != kind:
            LOGGER.warning("%r is %s, not %s", target, entry.kind, kind, location=(env.docname, self.lineno))
        refnode["kind"] = entry.kind
        env.get_domain("detour").note_use(env.docname, entry.id)
        return (title if has_explicit_title else entry.said(bare)), entry.id


class NameRole(XRefRole):
    """A role that shows the name of a source, entity, quantity or term, and links it."""

    def process_link(self, env, refnode, has_explicit_title, title, target):
        """Look the name up; warn where the id is not known."""
        kind = NAMES[refnode["reftype"]]
        names = display_names(kind)
        if target not in names:
            LOGGER.warning("%s", releases.gone(target) or f"no {kind} has the id {target!r}", location=(env.docname, self.lineno))
        refnode["kind"] = kind
        env.get_domain("detour").note_use(env.docname, target)
        return (title if has_explicit_title else names.get(target, target)), target


def display_names(kind: str) -> dict[str, str]:
    """Return what a name role writes, by id."""
    if kind == "source":
        frame = tables.load("sources")
        return {row.id: f"{row.publisher}{f' ({row.published[:4]})' if row.published else ''}" for row in frame.itertuples()}
    if kind == "finding":
        return tables.load("findings").set_index("id")["title"].to_dict()
    if kind == "quantity":
        return tables.load("quantities").set_index("id")["name"].to_dict()
    if kind == "term":
        return tables.load("terms").set_index("id")["name_en"].to_dict()
    return {row.id: _with_forms(row) for row in tables.load("entities").itertuples()}


def _with_forms(row) -> str:
    forms = ", ".join(form for form in (row.name_ko, row.name_zh) if form)
    return f"{row.name_en} ({forms})" if forms else row.name_en


class DetourDomain(Domain):
    """Numbers and names as cross-references to the registers."""

    name = "detour"
    label = "The Inference Detour"
    roles = {**{role: NumberRole(innernodeclass=nodes.inline) for role in ROLES}, **{role: NameRole(innernodeclass=nodes.inline) for role in NAMES}}
    initial_data = {"uses": {}, "exhibits": {}}
    data_version = 2

    def note_use(self, docname: str, id: str) -> None:
        """Remember that a page names an id."""
        self.data["uses"].setdefault(docname, set()).add(id)

    def clear_doc(self, docname: str) -> None:
        """Forget what a page named, before it is read again."""
        self.data["uses"].pop(docname, None)
        self.data["exhibits"] = {label: each for label, each in self.data["exhibits"].items() if each["docname"] != docname}

    def resolve_xref(self, env, fromdocname, builder, typ, target, node: addnodes.pending_xref, contnode):
        """Return the link to the register entry, with the class that shows the kind of number."""
        kind = node.get("kind", ROLES.get(typ, typ))
        slug = registry.PAGES[kind]
        page = next((doc for doc in sorted(env.found_docs) if doc.rpartition("/")[2] == slug), None)
        contnode["classes"] = ["number" if typ in ROLES else "name", f"number-{kind}"] if typ in ROLES else ["name"]
        contnode.children = tagged(contnode.astext()) if kind == "entity" else contnode.children
        if page is None:
            return contnode
        # The title says the kind of number to those who do not see its underline; a name needs none.
        return make_refnode(builder, fromdocname, page, target, contnode, registry.WORDS[kind] if typ in ROLES else None)

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode):
        """Return nothing: ids are named with their role."""
        return []


def tagged(text: str) -> list[nodes.Node]:
    """Return a name with its Korean and Chinese forms marked as such, for voices and typefaces.

    >>> [node.astext() for node in tagged("Huawei (화웨이, 华为)")]
    ['Huawei (', '화웨이', ', ', '华为', ')']
    >>> [node.get("classes") for node in tagged("화웨이, 华为")[::2]]
    [['language-ko'], ['language-zh']]
    """
    parts: list[nodes.Node] = []
    for part in filter(None, _FORMS.split(text)):
        language = "ko" if _HANGUL.search(part) else "zh" if _HAN.search(part) else ""
        parts.append(nodes.inline(part, part, classes=[f"language-{language}"]) if language else nodes.Text(part))
    return parts


def setup(app: Sphinx) -> None:
    """Add the domain, and its roles without prefix, as authors write them."""
    app.add_domain(DetourDomain)
    app.add_role("published", PublishedRole())
    for name, role in DetourDomain.roles.items():
        app.add_role(name, _in_domain(name, role))


class PublishedRole(ReferenceRole):
    """A role that links a file under `data/` of the site by its name."""

    def run(self):
        """Return the link, relative to the page."""
        address = "../" * self.env.docname.count("/") + "data/" + self.target
        return [nodes.reference(self.rawtext, self.title, internal=True, refuri=address, classes=["data"])], []


def _in_domain(name: str, role: XRefRole):
    def run(typ, rawtext, text, lineno, inliner, options=None, content=()):
        return role(f"detour:{name}", rawtext, text, lineno, inliner, options or {}, content)

    return run
