"""Laws of locators' sentences: numbered from one, the same bytes for ever, nothing lost."""

from __future__ import annotations

import re

import pytest
from detour.sentences import digest, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("First. Second? Third!", ["First.", "Second?", "Third!"]),
        ("첫 문장이다. 둘째다.", ["첫 문장이다.", "둘째다."]),
        ("“그는 말했다.” 그리고 갔다.", ["“그는 말했다.”", "그리고 갔다."]),
        ("It rose 3.5 percent to 1.2 million. Then it fell.", ["It rose 3.5 percent to 1.2 million.", "Then it fell."]),
        ("A heading\n\nA line. Another", ["A heading", "A line.", "Another"]),
        ("  spaces   around.   \n\t\n", ["spaces   around."]),
        ("끝(참고.) 다음", ["끝(참고.)", "다음"]),
        ("줄\r\n바꿈\r\n", ["줄", "바꿈"]),
        ("", []),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text, sentences):
    assert split_sentences(text) == sentences


@pytest.mark.parametrize("text", ["가. 나? 다!\n라", "a.b c.d. e", "“x.” ‘y.’ (z.)", "no end", "1. 2. 3."])
def test_no_letter_is_lost_and_none_is_added(text):
    assert re.sub(r"\s", "", "".join(split_sentences(text))) == re.sub(r"\s", "", text)


def test_a_digest_is_that_of_the_bytes_and_never_changes():
    assert digest("첫 문장이다.") == "a3a5992bd8831878"
    assert re.fullmatch("[0-9a-f]{16}", digest(""))
    assert digest("a") != digest("a ") != digest("A")
