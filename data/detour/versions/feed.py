"""The Atom feed of what changed between versions: one entry a version, with its number-level changes as XHTML (RFC 4287).

It is written with the standard library: a feed of a dozen elements does not earn a dependency
such as feedgen, which brings lxml and dateutil to every reader of the tables and dates entries by the clock.
"""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable

from detour import citation
from detour.versions.history import Step

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
#: Of which every identifier in the feed is made: a name of the report's own, which holds wherever the site lies.
_SPACE = uuid.uuid5(uuid.NAMESPACE_OID, "inference-detour")


def identifier(name: str) -> str:
    """Return a permanent identifier, the same from every build and at every address.

    >>> identifier("changes") == identifier("changes")
    True
    """
    return uuid.uuid5(_SPACE, name).urn


def label(version: str) -> str:
    """Return the label under which the page of changes lists a version.

    >>> label("0.1.0")
    'sec-changes-0-1-0'
    """
    return "sec-changes-" + version.replace(".", "-")


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text or None
    return element


def feed(steps: list[Step], listed: Callable[[Step], str]) -> str:
    """Return the feed of versions, newest first; `listed` writes the changes of one as a list in well-formed XHTML.

    Addresses are absolute where `CITATION.cff` knows the site's, else relative to the feed, as RFC 4287 allows.
    """
    ET.register_namespace("", ATOM)
    cff = citation.report()
    base = str(cff.get("url", "")).rstrip("/") + "/" if cff.get("url") else ""
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _add(root, "id", identifier("changes"))
    _add(root, "title", f"Changes to {cff['title'].partition(':')[0]}")
    _add(root, "subtitle", "Number-level changes between versions: what moved from what to what, because of which source.")
    _add(root, "updated", f"{steps[0].date}T00:00:00Z")
    _add(root, "link", rel="self", href=f"{base}changes.atom", type="application/atom+xml")
    _add(root, "link", rel="alternate", href=f"{base}book/changes.html", type="text/html")
    _add(_add(root, "author"), "name", cff["authors"][0]["name"])
    _add(root, "rights", "CC BY 4.0; facts keep their sources’ terms.")
    for step in steps:
        _entry(root, step, base, listed(step))
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _entry(root: ET.Element, step: Step, base: str, html: str) -> None:
    entry = _add(root, "entry")
    _add(entry, "id", identifier(f"changes/{step.version}"))
    _add(entry, "title", f"Version {step.version}" + ("" if step.released else " (in preparation)"))
    _add(entry, "updated", f"{step.date}T00:00:00Z")
    _add(entry, "link", rel="alternate", href=f"{base}book/changes.html#{label(step.version)}", type="text/html")
    _add(entry, "summary", step.summary)
    content = _add(entry, "content", type="xhtml")
    content.append(ET.fromstring(f'<div xmlns="{XHTML}">{html}</div>'))
