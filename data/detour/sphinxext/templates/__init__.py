"""Templates of the registers: Jinja with autoescape on, because text from the tables is data."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from detour import licences, quantity, registry, tables


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the template environment, with the few filters that registers need."""
    env = Environment(loader=PackageLoader("detour.sphinxext", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(split=tables.split, name=registry.name_of, sentence=sentence, words=lambda text: text.replace("_", " "))
    env.globals.update(write=quantity.write, publisher=publisher, row_number=row_number, licence_note=licences.note, page_of=page_of)
    return env


def render(name: str, **context) -> str:
    """Return a template rendered with the context, all text escaped."""
    return environment().get_template(name).render(**context)


def sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends in one.

    >>> sentence("No page found"), sentence("Why?")
    ('No page found.', 'Why?')
    """
    return text if not text or text[-1] in ".?!" else text + "."


def page_of(id: str) -> str:
    """Return the page that shows an entry, by its slug."""
    return registry.PAGES[registry.find(id).kind]


@lru_cache(maxsize=1)
def _publishers() -> dict[str, str]:
    return {row.id: f"{row.publisher} {row.published[:4]}".strip() for row in tables.load("sources").itertuples()}


def publisher(source: str) -> str:
    """Return publisher and year of a source, as a chart's source line names it."""
    return _publishers()[source]


def row_number(row: dict) -> str:
    """Return the number of a row with its unit, or nothing where the row has none."""
    text = quantity.write(row["value"], row["low"], row["high"], row["unit"], "" if row.get("bound") == "exact" else row.get("bound", ""))
    return "" if text == "not stated" else text
