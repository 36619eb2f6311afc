"""The `citation_*` pairs that Google Scholar and Zotero read, from the same record as every citation.

Google Scholar wants title, authors and date, and addresses in full
(https://scholar.google.com/intl/en/scholar/inclusion.html, "Indexing"). Zotero's
translator "Embedded Metadata" (github.com/zotero/translators) makes a book section of a page
that names the book in `citation_inbook_title`, and a book of one whose `og:type` is `book`.
"""

from __future__ import annotations


def pairs(item: dict, pdf: str = "") -> list[tuple[str, str]]:
    """Return names and contents, in the order in which a citation is read.

    >>> from detour import citation
    >>> dict(pairs(citation.record("audit")))["citation_title"]
    'What does not add up'
    """
    date = "/".join(f"{part:02}" for part in item["issued"]["date-parts"][0])
    found = [("citation_title", item["title"])]
    found += [("citation_author", author["literal"]) for author in item["author"]]
    found += [("citation_publication_date", date), ("citation_online_date", date)]
    if item["type"] == "chapter":
        found.append(("citation_inbook_title", item["container-title"]))
    found += [("citation_publisher", item["publisher"]), ("citation_language", "en")]
    if "URL" in item:
        found += [("citation_public_url", item["URL"]), ("citation_fulltext_html_url", item["URL"])]
    if "://" in pdf:
        found.append(("citation_pdf_url", pdf))
    return found
