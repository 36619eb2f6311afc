"""Whether every claim was read where it says: locators held against the texts of the sources."""

from __future__ import annotations

from pathlib import Path

from detour import tables
from detour.faults import Fault
from detour.sentences import digest, split_sentences


def verify(folder: Path, data: Path = tables.DATA) -> list[Fault]:
    """Return a fault for every claim whose sentence is not in the text with that number and digest.

    `folder` holds the source texts under the names in the column `source_file`.
    A printed figure that is not in its sentence is a fault too.
    """
    files = tables.load("sources", data).set_index("id")["source_file"]
    claims = tables.load("claims", data)
    texts: dict[str, list[str]] = {}
    found = []
    for index, claim in claims.iterrows():
        file = files.get(claim["source"], "")
        if file not in texts:
            path = folder / file
            if not file or not path.is_file():
                message = f"no text {file!r} in {folder}; allowed: the texts that sources.csv names in source_file"
                found.append(Fault("claims.csv", index + 2, "source", message))
                continue
            try:
                texts[file] = split_sentences(path.read_text(encoding="utf-8"))
            except UnicodeDecodeError:
                found.append(Fault("claims.csv", index + 2, "source", f"the text {file!r} is not UTF-8; allowed: the text as it was read"))
                continue
        found += _held(claim, index + 2, texts[file])
    return found


def _held(claim, row: int, sentences: list[str]) -> list[Fault]:
    number = int(claim["sentence"])
    if number > len(sentences):
        return [Fault("claims.csv", row, "sentence", f"{number} is past the end; allowed: 1 to {len(sentences)}")]
    sentence = sentences[number - 1]
    if digest(sentence) != claim["digest"]:
        return [Fault("claims.csv", row, "digest", f"{claim['digest']} is not the digest of sentence {number}; allowed: {digest(sentence)}")]
    if claim["printed"] and claim["printed"] not in sentence:
        return [Fault("claims.csv", row, "printed", f"{claim['printed']!r} is not in sentence {number}; allowed: words of that sentence")]
    return []
