import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report import Imprint, SharedPassage, gather_passages, shared_passages
from tests.domain.report.building import built, sample

NUMBERED, NO_HEADINGS = sample("numbered").text, sample("no_headings").text
PASSAGE = NUMBERED[NUMBERED.index("我总以教学") : NUMBERED.index("群众观念")]


def shared(mine: str, other: str, templates: Sequence[str] = ()) -> tuple[SharedPassage, ...]:
    return shared_passages(
        Imprint.of(mine), Imprint.of(other), templates=map(Imprint.of, templates)
    )


def own(length: int, seed: int) -> str:
    """Text that nobody else wrote."""
    return "".join(random.Random(seed).choices([chr(0x4E00 + at) for at in range(2000)], k=length))


def test_reports_of_two_authors_share_nothing() -> None:
    assert shared(NUMBERED, NO_HEADINGS) == ()


def test_a_copied_passage_is_found_in_both_places() -> None:
    other = NO_HEADINGS[:100] + PASSAGE + NO_HEADINGS[100:]
    (found,) = shared(NUMBERED, other)
    assert found.text == NUMBERED[found.start : found.end]
    assert PASSAGE.rstrip("\n三是。") in found.text
    assert found.text.strip("。\n") in other[found.other_start : found.other_end]


def test_other_punctuation_and_spaces_hide_no_copy() -> None:
    other = PASSAGE.replace("，", ",").replace("。", " . ")
    assert [found.text.startswith(PASSAGE[:10]) for found in shared(NUMBERED, other)] == [True]


def test_what_the_template_says_is_no_copy() -> None:
    other = NO_HEADINGS + PASSAGE
    assert shared(NUMBERED, other, templates=[PASSAGE]) == ()
    assert shared(built(), built(), templates=[built()]) == ()


def test_only_the_rest_of_a_passage_counts_beside_the_template() -> None:
    mine = own(100, 1) + own(60, 2) + own(40, 3) + own(100, 4)
    other = own(80, 5) + own(60, 2) + own(40, 3) + own(90, 6)
    (found,) = shared(mine, other, templates=[own(60, 2)])
    assert found.text == own(40, 3)
    assert other[found.other_start : found.other_end] == found.text


def test_short_runs_are_nothing() -> None:
    assert shared(own(50, 1) + own(29, 2) + own(50, 3), own(50, 4) + own(29, 2)) == ()
    assert shared("", NUMBERED) == ()
    assert not Imprint.of("不到八个字").prints


@given(st.integers(30, 200), st.integers(0, 60), st.integers(0, 60))
def test_every_long_run_is_found_whole(length: int, before: int, behind: int) -> None:
    run = own(length, 1)
    mine = (
        own(before, 2) + "鼠" + run + "鼠" + own(behind, 3)
    )  # no neighbours that are alike by chance
    other = own(behind, 4) + "牛" + run + "牛" + own(before, 5)
    assert [found.text for found in shared(mine, other)] == [run]
    assert Imprint.of(mine).in_common(Imprint.of(other))


@given(
    st.text(alphabet="党员学习 ，。\n", max_size=300),
    st.text(alphabet="党员学习 ，。\n", max_size=300),
)
def test_passages_stand_in_order_and_do_not_overlap(mine: str, other: str) -> None:
    found = shared(mine, other)
    ends = [0, *(passage.end for passage in found)]
    assert all(
        end <= passage.start < passage.end for end, passage in zip(ends, found, strict=False)
    )
    assert all(passage.text == mine[passage.start : passage.end] for passage in found)


def test_what_many_share_is_named_once_and_first() -> None:
    alone, common = own(60, 1), own(80, 2)
    mine = own(50, 3) + alone + own(50, 4) + common + own(50, 5)
    others = {
        7: own(40, 6) + alone + own(40, 7) + common,
        8: common,
        None: own(30, 8) + common[10:] + own(30, 9),
    }
    found = gather_passages({source: shared(mine, other) for source, other in others.items()})
    assert [(mine[one.start : one.end], set(one.sources)) for one in found] == [
        (common[10:], {7, 8, None}),
        (alone, {7}),
    ]
    assert gather_passages({}) == ()
