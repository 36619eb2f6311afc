"""Words of likelihood and of confidence, and how text may use them.

Likelihood is of an event, and its word stands with its band: "likely (55–80%)".
Confidence is ours, in what we know, and never stands in one sentence with a likelihood.
The bands are those of the Intelligence Community Directive 203, read in s-icd203-copy.
"""

from __future__ import annotations

import re

from detour.sentences import split_sentences

#: Words of likelihood by their band, in percent.
BANDS: dict[tuple[int, int], tuple[str, ...]] = {
    (1, 5): ("almost no chance",),
    (5, 20): ("very unlikely", "highly improbable"),
    (20, 45): ("unlikely", "improbable", "improbably"),
    (45, 55): ("roughly even chance", "roughly even odds"),
    (55, 80): ("likely", "probable", "probably"),
    (80, 95): ("very likely", "highly probable"),
    (95, 99): ("almost certain", "almost certainly", "nearly certain"),
}
#: Words that say a likelihood that nothing bounds.
UNBOUNDED = (
    "presumably",
    "in all likelihood",
    "odds are",
    "chances are",
    "more likely",
    "most likely",
    "less likely",
    "least likely",
    "highly likely",
    "highly unlikely",
    "quite likely",
    "doubtless",
)
_BAND = {word: band for band, words in BANDS.items() for word in words}
_WORDS = re.compile(rf"\b(?:{'|'.join(sorted((*_BAND, *UNBOUNDED), key=len, reverse=True))})\b", re.IGNORECASE)
_GIVEN = re.compile(r"\s*\((\d+)–(\d+)\s?%\)")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_CONFIDENCE = re.compile(r"\bconfiden(?:ce|t|tly)\b", re.IGNORECASE)
#: A likelihood with its band, as one expression.
EXPRESSION = re.compile(_WORDS.pattern + _GIVEN.pattern, re.IGNORECASE)


def band(word: str) -> str:
    """Return a word of likelihood with its band, as text writes it; raise KeyError for any other word.

    >>> band("likely")
    'likely (55–80%)'
    """
    low, high = _BAND[word.lower()]
    return f"{word} ({low}–{high}%)"


def misuses(text: str) -> list[str]:
    """Return what is wrong with the words of likelihood in a text; what it quotes is not its own.

    >>> misuses("It is likely (55–80%) to ship, “probably” in May.")
    []
    >>> misuses("It will probably ship.")
    ["'probably' without its band; allowed: probably (55–80%)"]
    >>> misuses("We say with high confidence that it is likely (55–80%).")
    ["'likely' in one sentence with 'confidence'; allowed: likelihood and confidence in sentences of their own"]
    """
    text = _QUOTED.sub("·", text)
    found = [wrong for match in _WORDS.finditer(text) for wrong in [_unbanded(match[0], text[match.end() :])] if wrong]
    for sentence in split_sentences(text):
        word, ours = _WORDS.search(sentence), _CONFIDENCE.search(sentence)
        if word and ours:
            found.append(f"{word[0]!r} in one sentence with {ours[0]!r}; allowed: likelihood and confidence in sentences of their own")
    return found


def _unbanded(word: str, behind: str) -> str:
    """Return what is wrong with one word, or nothing where its own band stands behind it."""
    if word.lower() in UNBOUNDED:
        return f"{word!r} has no band; allowed: {', '.join(map(band, ('unlikely', 'likely', 'very likely')))} and the other words of the method page"
    given = _GIVEN.match(behind)
    if given and (int(given[1]), int(given[2])) == _BAND[word.lower()]:
        return ""
    return f"{word!r} {'with another band' if given else 'without its band'}; allowed: {band(word)}"
