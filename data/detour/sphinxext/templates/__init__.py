"""Templates of the registers: Jinja with autoescape on, because text from the tables is data."""

from __future__ import annotations

import re
from functools import lru_cache

from docutils.utils.math.latex2mathml import tex2mathml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from detour import bylines, licences, naming, quantity, registry, tables
from detour.cards.numbers import role
from detour.cards.parts import sentence
from detour.linked import script
from detour.rules.relations import SOURCE_ID

#: What may be the id of a claim, a finding, an assumption or a row of evidence; `registry.known` says whether it is.
_ROW_ID = re.compile(r"(?<![\w#-])(?:c|k|a|es|ev|se|sp|at|th)-[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-])")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the template environment, with the few filters that registers need."""
    env = Environment(loader=PackageLoader("detour.sphinxext", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(
        split=tables.split,
        name=naming.name_of,
        title_of=title_of,
        quantity=lambda id: naming.quantity_names().get(id, id),
        sentence=sentence,
        words=lambda text: text.replace("_", " "),
        linked=linked,
        data_block=data_block,
        theme=theme,
        formula=formula,
        capital=capital,
    )
    env.globals.update(write=quantity.write, publisher=publisher, row_number=row_number, licence_note=licences.note, page_of=page_of, role=role)
    return env


def render(name: str, **context) -> str:
    """Return a template rendered with the context, all text escaped."""
    return environment().get_template(name).render(**context)


def data_block(value: dict) -> Markup:
    """Return a JSON-LD document as it may stand in a script element."""
    return Markup(script(value))


def theme(slug: str) -> str:
    """Return a theme, which is the slug of its chapter, in words.

    >>> theme("domestic-gpu-makers")
    'domestic GPU makers'
    """
    return slug.replace("-", " ").replace("gpu", "GPU").replace("huawei", "Huawei")


def formula(tex: str) -> Markup:
    """Return a formula of ours as MathML in the fewest bytes that HTML needs.

    >>> formula("x")
    Markup('<math><mi>x</mi></math>')
    """
    return Markup(re.sub(r"\s*\n\s*", "", tex2mathml(tex)).replace(' xmlns="http://www.w3.org/1998/Math/MathML"', ""))


def capital(text: str) -> str:
    """Return the text with its first letter a capital.

    >>> capital("from the maker's guide")
    "From the maker's guide"
    """
    return text[:1].upper() + text[1:]


def title_of(id: str) -> str:
    """Return what an id is called in its register, or the id itself where it has no name.

    >>> title_of("t-hbm")
    'high-bandwidth memory'
    """
    try:
        return registry.named(id)[1]
    except registry.UnknownId:
        return id


def page_of(id: str) -> str:
    """Return the page that shows an entry, by its slug."""
    return registry.PAGES[registry.find(id).kind]


def linked(text: str) -> Markup:
    """Return the text, escaped, with every source id in it turned into the source's name and a link, and every id of a row into a link.

    >>> linked("Seen in s-epochcc & elsewhere.")
    Markup('Seen in <a class="src" href="sources.html#s-epochcc">Epoch AI (GitHub epoch-research/ai-chip-counts) 2026</a> &amp; elsewhere.')
    >>> linked("See es-030.")
    Markup('See <a class="src" href="evidence.html#es-030">es-030</a>.')
    """
    return Markup(_ROW_ID.sub(_row_link, SOURCE_ID.sub(_source_link, str(escape(text)))))


def _row_link(match: re.Match) -> str:
    id = match[0]
    return str(Markup('<a class="src" href="{0}.html#{1}">{1}</a>').format(registry.PAGES[registry.named(id)[0]], id)) if registry.known(id) else id


def _source_link(match: re.Match) -> str:
    name = bylines.source_names().get(match[0])
    return str(Markup('<a class="src" href="sources.html#{}">{}</a>').format(match[0], name)) if name else match[0]


def publisher(source: str) -> str:
    """Return publisher and year of a source, as a chart's source line names it."""
    return bylines.source_names()[source]


def row_number(row: dict) -> str:
    """Return the number of a row with its unit, or nothing where the row has none."""
    text = quantity.write(row["value"], row["low"], row["high"], row["unit"], "" if row.get("bound") == "exact" else row.get("bound", ""))
    return "" if text == "not stated" else text
