"""Law of the prose: no sourced number is typed; each that is, is named with its place."""

from __future__ import annotations

import pytest
from detour import tables
from detour.typed import typed_numbers


def test_every_typed_number_warns_with_its_place_and_an_allowed_one_does_not(book):
    said = "typed number {} in prose; allowed: a role that names it by id"
    places = [
        (3, "'1 million'"),
        (5, "'40 percent'"),
        (7, "'60'"),
        (9, "'$12'"),
        (11, "'7.5'"),
        (15, "'doubled'"),
        (17, "'3 million'"),
        (19, "'9'"),
        (19, "'8'"),
    ]
    assert book("prose").build().warnings == [f"index.md:{line}: WARNING: {said.format(number)}" for line, number in places]


@pytest.mark.parametrize(
    "text",
    [
        "12,000 chips",
        "€5",
        "3.5 times",
        "a third of 90",
        "20~30%",
        "1e6",
        "twice as many",
        "four hundred thousand",
        "5 million",
        "-3 degrees",
        "0.5",
        "10-fold",
        "2 x",
        "99.9",
    ],
)
def test_a_number_is_found_however_it_is_written(text):
    assert typed_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "in 2024",
        "the 1990s",
        "from 2023–2025",
        "on 17 October 2023",
        "the 3rd round",
        "Section 4",
        "chapter 2",
        "Python 3.11",
        "under ECCN 3A090",
        "CC BY 4.0",
        "the H20 and the A100",
        "UTF-8",
        "no number at all",
        "version 0.1.0",
    ],
)
def test_years_ordinals_sections_and_names_may_be_typed(text):
    assert typed_numbers(text) == []


def test_every_name_in_the_entities_may_be_typed():
    names = [name for name in tables.load("entities")["name_en"] if not name.isdigit()]
    assert [name for name in names if typed_numbers(f"We compare {name} with others.")] == []
