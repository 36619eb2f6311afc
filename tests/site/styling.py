"""Which selectors of sheets and scripts find something in the pages that load them."""

from __future__ import annotations

import re
from pathlib import Path

#: What holds while something is done, or is drawn beside an element: taken as holding.
STATE = re.compile(r"::[\w-]+|:(?:hover|focus-visible|focus|active|target|scope|popover-open|checked)(?![\w-])|:not\(\.scripted\)|\[data-theme[^]]*\]")
_ASKED = re.compile(r"""(?:querySelector(?:All)?|closest|matches)(?:\?\.)?\((["'])(.+?)\1\)""")
_ID = re.compile(r"""getElementById\((["'])([\w-]+)\1\)""")
#: The selectors of the rules of each sheet of a page, as the browser reads them, by the sheet's name.
RULES = """
    const selectors = (rules) => [...rules].flatMap((rule) => rule.selectorText ? [rule.selectorText] : selectors(rule.cssRules ?? []));
    const named = (sheet) => new URL(sheet.href).pathname.split("/").pop();
    return Object.fromEntries([...document.styleSheets].map((sheet) => [named(sheet), selectors(sheet.cssRules)]));"""
#: Which selectors find something: asked of this page, or of others by their addresses, without running their scripts.
FOUND = "return arguments[0].filter((selector) => document.querySelector(selector));"
FOUND_IN = """
    const [address, selectors, done] = arguments;
    fetch(address).then((answer) => answer.text()).then((text) => {
        const page = new DOMParser().parseFromString(text, "text/html");
        done(selectors.filter((selector) => page.querySelector(selector)));
    });"""


def split(text: str) -> list[str]:
    """Return the parts between the commas of a list of selectors.

    >>> split('a, :is(b, [c="d,e"])')
    ['a', ':is(b, [c="d,e"])']
    """
    parts, depth, quote = [""], 0, ""
    for letter in text:
        if quote or letter in "\"'":
            quote = "" if letter == quote else quote or letter
        elif letter in "([)]":
            depth += 1 if letter in "([" else -1
        if letter == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def alternatives(selector: str) -> list[str]:
    """Return every selector that a list of them holds, those of `:is()` written out.

    >>> alternatives(".a :is(b, :is(c, d)) e, f")
    ['.a b e', '.a c e', '.a d e', 'f']
    """
    return [each for one in split(selector) for each in _written_out(one)]


def _written_out(selector: str) -> list[str]:
    before, found, rest = selector.partition(":is(")
    if not found:
        return [selector]
    depth, end = 1, 0
    while depth:
        depth += {"(": 1, ")": -1}.get(rest[end], 0)
        end += 1
    return [each for inner in split(rest[: end - 1]) for each in _written_out(_joined(before, inner) + rest[end:])]


def _joined(before: str, inner: str) -> str:
    """Return a compound selector with the name of an element, if there is one, first."""
    head, _, compound = before.rpartition(" ")
    return f"{head} {inner}{compound}".strip() if compound and inner[0].isalpha() else before + inner


def at_rest(selector: str) -> str:
    """Return a selector that finds what the given one finds in some state.

    >>> at_rest(".bar:hover"), at_rest("figure ::before"), at_rest("html:not(.scripted) .bar")
    ('.bar:is(*)', 'figure :is(*)', 'html:is(*) .bar')
    """
    return STATE.sub(":is(*)", selector)


def of_script(path: Path) -> list[str]:
    """Return the selectors that a script asks for, those with a variable in them left out."""
    text = path.read_text(encoding="utf-8")
    asked = [selector for _, found in _ASKED.findall(text) for selector in alternatives(found)]
    return sorted({*asked, *(f"#{id}" for _, id in _ID.findall(text))})
