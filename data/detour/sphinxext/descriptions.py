"""What a page says of itself in one breath: its answer, or its first words, as plain text."""

from __future__ import annotations

import re

from docutils import nodes

#: Search pages show about this much of a description.
LEAST, MOST = 80, 200
_SENTENCE = re.compile(r"[.?!][”’\")]*()(?=\s)")
_CLAUSE = re.compile(r"()[;:,](?=\s)")
_WORD = re.compile(r"()(?=\s)")
_ELSEWHERE = (nodes.figure, nodes.table, nodes.Admonition, nodes.literal_block)


def trim(text: str, least: int = LEAST, most: int = MOST) -> str:
    """Return the beginning of a text: up to the end of a sentence if one ends in good time, else of a clause, else of a word.

    >>> trim("One sentence. Another one, which is longer than may be shown.", 5, 30)
    'One sentence.'
    >>> trim("A first clause is shown, and a second one is not.", 20, 30)
    'A first clause is shown …'
    >>> trim("A single clause that is longer than may be shown.", 20, 30)
    'A single clause that is …'
    >>> trim("4,000\xa0GB/s in  all."), trim("Short.")
    ('4,000\xa0GB/s in all.', 'Short.')
    """
    text = re.sub(r"[ \t\r\n]+", " ", text).strip()
    if len(text) <= most:
        return text
    for end, rest in ((_SENTENCE, ""), (_CLAUSE, " …"), (_WORD, " …")):
        if places := [match.start(1) for match in end.finditer(text, least, most)]:
            return text[: places[-1]] + rest
    return text[:most]


def of_page(doctree: nodes.document, slug: str) -> str:
    """Return the first paragraph of a chapter's answer, or else of the page, trimmed."""
    answers = [section for section in doctree.findall(nodes.section) if f"sec-{slug}-answer" in section["ids"]]
    for part in (*answers, doctree):
        for paragraph in part.findall(nodes.paragraph):
            if not _stands_elsewhere(paragraph) and paragraph.astext().strip():
                return trim(paragraph.astext())
    return ""


def _stands_elsewhere(node: nodes.Node) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, _ELSEWHERE) or "cell" in node.get("classes", ()):
            return True
    return False
