"""Where two texts agree: exactly how far, what a template takes away, and how passages are gathered."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.report.copying import (
    GatheredPassage,
    Imprint,
    SharedPassage,
    gather_passages,
    shared_passages,
)


def own(length: int, seed: int) -> str:
    """Text that nobody else wrote."""
    return "".join(random.Random(seed).choices([chr(0x4E00 + at) for at in range(2000)], k=length))


RUN = own(90, 1)


def told(mine: str, other: str, *templates: str) -> list[str]:
    found = shared_passages(
        Imprint.of(mine), Imprint.of(other), templates=map(Imprint.of, templates)
    )
    for passage in found:
        assert mine[passage.start : passage.end] == passage.text
    return [passage.text for passage in found]


@pytest.mark.parametrize("length", [30, 63, 64, 65, 72, 73, 90])
def test_a_run_is_found_to_its_last_character_wherever_it_stands(length: int) -> None:
    run = RUN[:length]
    assert told(run, run) == [run]  # both texts are nothing else
    assert told(f"鼠{run}鼠", f"牛{run}牛") == [run]
    assert told(run, f"牛{run}") == [run]
    assert told(f"鼠{run}", run) == [run]
    assert told(f"{run}鼠", f"牛{run}") == [run]


def test_twenty_nine_characters_are_a_set_phrase() -> None:
    assert told(RUN[:29], RUN[:29]) == []


@pytest.mark.parametrize(
    ("template", "left"),
    [
        (RUN, []),
        (RUN[:20], [RUN[20:]]),
        (RUN[70:], [RUN[:70]]),
        (RUN[40:55], [RUN[:40], RUN[55:]]),
        (RUN[40:50], [RUN]),  # too short to be met
        (RUN[20:50], [RUN[50:]]),  # what is left before it is too short
        (RUN[35:65], [RUN[:35]]),
        (own(60, 9), [RUN]),
    ],
)
def test_what_a_template_says_is_taken_out(template: str, left: list[str]) -> None:
    assert told(RUN, RUN, template) == left


def test_templates_are_taken_out_in_any_order() -> None:
    late, early = RUN[70:], RUN[:20]
    assert told(RUN, RUN, late, early) == told(RUN, RUN, early, late) == [RUN[20:70]]
    assert told(RUN, RUN, RUN[10:40], RUN[20:50]) == [RUN[50:]]


def test_the_place_in_the_other_text_is_told_too() -> None:
    mine, other = f"鼠鼠鼠{RUN[:40]}", f"牛。{RUN[:40]}牛"
    (passage,) = shared_passages(Imprint.of(mine), Imprint.of(other))
    assert (passage.start, passage.end) == (3, 43)
    assert (passage.other_start, passage.other_end) == (2, 42)


@pytest.mark.parametrize(
    ("text", "bare", "places"),
    [
        ("学，习", "学习", [0, 2]),
        (" a_1 ", "a1", [1, 3]),
        ("，。", "", []),
    ],
)
def test_space_and_punctuation_do_not_count(text: str, bare: str, places: list[int]) -> None:
    imprint = Imprint.of(text)
    assert (imprint.bare, list(imprint.places)) == (bare, places)


@pytest.mark.parametrize(("length", "prints"), [(7, 0), (8, 1), (9, 1), (15, 1)])
def test_a_short_text_has_one_fingerprint(length: int, prints: int) -> None:
    assert len(Imprint.of(own(length, 4)).prints) == prints


@given(st.integers(15, 120), st.integers(0, 40))
@settings(max_examples=30)
def test_every_shared_run_of_fifteen_has_a_fingerprint_in_common(length: int, at: int) -> None:
    mine = own(40, 5) + own(length, 6) + own(30, 7)
    other = own(at, 8) + own(length, 6)
    assert Imprint.of(mine).in_common(Imprint.of(other)) >= 1
    same = Imprint.of(mine)
    assert same.in_common(same) == len(same.prints)


def passage(start: int, end: int) -> SharedPassage:
    return SharedPassage(start, end, "", 0, 0)


@pytest.mark.parametrize(
    ("shared", "gathered"),
    [
        ({}, []),
        ({1: [(0, 40)]}, [(0, 40, (1,))]),
        ({1: [(0, 40)], 2: [(0, 40)]}, [(0, 40, (1, 2))]),
        ({1: [(0, 40)], 2: [(20, 60)]}, [(20, 40, (1, 2))]),  # half of the shorter
        ({1: [(0, 40)], 2: [(21, 61)]}, [(0, 40, (1,)), (21, 61, (2,))]),
        ({1: [(0, 100)], 2: [(50, 60)]}, [(50, 60, (1, 2))]),
        ({1: [(0, 40)], 2: [(40, 80)]}, [(0, 40, (1,)), (40, 80, (2,))]),
        ({1: [(0, 40), (10, 50)]}, [(10, 40, (1,))]),  # the same source is named once
        # The most shared first, then in the order of the text.
        (
            {1: [(0, 40), (100, 140), (200, 240)], None: [(100, 140)]},
            [(100, 140, (1, None)), (0, 40, (1,)), (200, 240, (1,))],
        ),
    ],
)
def test_passages_of_many_reports_are_named_once(
    shared: dict[int | None, list[tuple[int, int]]],
    gathered: list[tuple[int, int, tuple[int | None, ...]]],
) -> None:
    passages = {source: [passage(*place) for place in places] for source, places in shared.items()}
    assert gather_passages(passages) == tuple(GatheredPassage(*place) for place in gathered)
