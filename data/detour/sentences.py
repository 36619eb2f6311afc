"""Sentences of a source text, numbered from 1, and their digests.

A locator names a sentence by its number and by a digest of its bytes: it proves
where a claim was read without copying the text.
"""

from __future__ import annotations

import hashlib
import re

#: A sentence ends at a full stop, question or exclamation mark, with the closing
#: quotation mark or bracket that follows it, before white space.
_END = re.compile(r"""(?<=[.?!])\s+|(?<=[.?!]["'”’)\]])\s+""")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of `text` in order; every line break also ends one.

    >>> split_sentences("첫 문장이다. “둘째다.” 셋째\\n\\n제목")
    ['첫 문장이다.', '“둘째다.”', '셋째', '제목']
    """
    lines = (line.strip() for line in text.splitlines())
    parts = (part.strip() for line in lines if line for part in _END.split(line))
    return [part for part in parts if part]


def digest(sentence: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the UTF-8 bytes.

    >>> digest("첫 문장이다.")
    'a3a5992bd8831878'
    """
    return hashlib.sha256(sentence.encode("utf-8")).hexdigest()[:16]
