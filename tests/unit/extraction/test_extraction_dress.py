"""How text is set, by elements and styles one within the other."""

from __future__ import annotations

import pytest

from dvingest.extraction.fragment.dress import PLAIN, Dress, dress_of, dressed
from dvingest.extraction.fragment.tree import Element

BOLD, ITALIC = Dress(True, False, False, False), Dress(False, True, False, False)
RIGHT, CENTRE = Dress(False, False, True, False), Dress(False, False, False, True)


@pytest.mark.parametrize(
    ("around", "tag", "attributes", "expected"),
    [
        (PLAIN, "center", {}, CENTRE),
        (PLAIN, "p", {"align": "middle"}, CENTRE),
        (PLAIN, "p", {"style": "TEXT-ALIGN: right".lower()}, RIGHT),
        (PLAIN, "p", {"class": "text-right"}, RIGHT),
        (BOLD, "p", {}, BOLD),
        (BOLD, "em", {}, Dress(True, True, False, False)),
        (ITALIC, "strong", {}, Dress(True, True, False, False)),
        (ITALIC, "span", {"style": "font-weight: 600"}, Dress(True, True, False, False)),
        (BOLD, "span", {"style": "font-style: italic"}, Dress(True, True, False, False)),
        (RIGHT, "em", {}, Dress(False, True, True, False)),
        (CENTRE, "em", {}, Dress(False, True, False, True)),
        (RIGHT, "p", {"style": "text-align: center"}, CENTRE),
        (CENTRE, "p", {"style": "text-align: right"}, RIGHT),
    ],
)
def test_text_is_set_as_what_is_around_it_unless_its_own_element_says_otherwise(
    around: Dress, tag: str, attributes: dict[str, str], expected: Dress
) -> None:
    assert dressed(around, Element(tag, attributes, None, [])) == expected


def test_style_of_something_else_sets_no_text() -> None:
    assert dress_of({"style": "vertical-align: middle; color: red"}) == PLAIN
