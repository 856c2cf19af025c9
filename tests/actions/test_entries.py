"""What is entered about somebody: corrected, sorted, and about whom it is. Rows of rules on the real database."""

from collections.abc import Callable

import pytest

from bot.actions import evaluation
from bot.actions.evaluation import sorting
from bot.actions.polls import speeches
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.inputs import Input, Kind
from bot.domain.evaluation.opinion import Half
from bot.domain.evaluation.refusals import EntryCorrected, EntryUnknown, NoSpeaker, NotRated
from bot.domain.plan import Part
from bot.domain.refusals import CardGone, Refusal
from bot.texts.listing import fits
from tests.actions.evaluating import SAID, enter, without_opinions
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, VICE_DEAN, WANG


def correct(
    office: Office, number: int, *, by: str, text: str = "优点：换了说法"
) -> Callable[[UnitOfWork], Input]:
    actor = office.person(by)
    return lambda work: evaluation.correct(work, office.cycle, actor, number, text)


def entries(office: Office, about: str = WANG) -> tuple[Input, ...]:
    return evaluation.inputs_of(office.work, office.cycle, office.person(about))


# -- entering


@pytest.mark.parametrize("about", [DEAN, ORGANISER, MEMBER, GUEST])
def test_only_who_is_evaluated_is_spoken_of(office: Office, about: str) -> None:
    assert isinstance(office.refused(lambda _: enter(office, about)), NotRated)
    assert entries(office, about) == ()


def test_numbers_count_through_the_department_and_the_words_lose_their_edges(
    office: Office,
) -> None:
    enter(office, WANG, f"  {SAID}\n")
    enter(office, LI)
    third = enter(office, WANG, kind=Kind.COMMENT)
    assert third.number == 3
    assert [entry.number for entry in entries(office)] == [1, 3]
    assert entries(office)[0].text == SAID


@pytest.mark.parametrize(
    ("author", "by", "entered_by", "heard"),
    [
        (DEAN, DEAN, "", False),
        (DEAN, ORGANISER, "何勤样", True),
        (DEAN, VICE_DEAN, "钱守样", True),
        (VICE_DEAN, ORGANISER, "何勤样", True),
    ],
)
def test_whose_words_are_entered_by_another_hears_of_it(
    office: Office, author: str, by: str, entered_by: str, heard: bool
) -> None:
    entry = enter(office, author=author, by=by)
    assert (entry.author, entry.entered_by) == (office.person(author).title, entered_by)
    assert (SAID in office.told(author)) == heard
    if by != author:
        assert office.sent(by) == []


def test_many_entries_of_a_day_are_told_in_one_part(office: Office) -> None:
    for number in range(3):
        enter(office, text=f"优点：第{number}件", by=ORGANISER)
    assert len(office.sent(DEAN)) == 1
    assert all(f"第{number}件" in office.told(DEAN) for number in range(3))


def test_many_entries_of_a_day_fit_a_message(office: Office) -> None:
    for number in range(12):
        enter(office, text=f"{number}{'很长的一句话' * 30}", by=ORGANISER)
    told = office.would_hear(DEAN)
    assert fits(told)
    assert "另有 4 条" in told


# -- correcting


@pytest.mark.parametrize(
    ("entered_by", "by", "may"),
    [
        (DEAN, DEAN, True),
        # A leader corrects any entry.
        (DEAN, VICE_DEAN, True),
        (ORGANISER, VICE_DEAN, True),
        # Who entered one for somebody else corrects that one, and learns of no other.
        (ORGANISER, ORGANISER, True),
        (DEAN, ORGANISER, False),
        (DEAN, WANG, False),
        (ORGANISER, MEMBER, False),
    ],
)
def test_who_may_correct_an_entry(office: Office, entered_by: str, by: str, may: bool) -> None:
    enter(office, by=entered_by)
    if not may:
        assert isinstance(office.refused(correct(office, 1, by=by)), EntryUnknown)
        assert [entry.stands for entry in entries(office)] == [True]
        return
    correct(office, 1, by=by)(office.work)
    before, after = entries(office)
    assert (before.stands, before.corrected_by) == (False, 2)
    assert (after.stands, after.corrects, after.author) == (True, 1, "赵建例")


@pytest.mark.parametrize(
    ("number", "refusal"), [(0, EntryUnknown), (1, EntryCorrected), (2, None), (3, EntryUnknown)]
)
def test_the_newest_of_a_chain_is_corrected(
    office: Office, number: int, refusal: type[Refusal] | None
) -> None:
    enter(office)
    correct(office, 1, by=DEAN)(office.work)
    act = correct(office, number, by=DEAN)
    if refusal is None:
        act(office.work)
        assert [entry.stands for entry in entries(office)] == [False, False, True]
    else:
        assert isinstance(office.refused(act), refusal)


# -- whom a comment without a name is about


@pytest.mark.parametrize(
    ("minutes", "found"),
    [(0, True), (8, True), (23, True), (24, False)],  # eight to speak, fifteen to be commented on
)
def test_a_comment_without_a_name_is_about_who_speaks_or_has_just_spoken(
    office: Office, minutes: int, found: bool
) -> None:
    speeches.begin_speech(office.work, office.cycle, office.person(WANG))
    begun = office.now
    office.now = begun.replace(minute=begun.minute) + minutes * speeches.MORE
    if found:
        assert evaluation.speaker(office.work, office.cycle).account == WANG
    else:
        refusal = office.refused(lambda work: evaluation.speaker(work, office.cycle))
        assert isinstance(refusal, NoSpeaker)


def test_without_a_meeting_nobody_is_meant(office: Office) -> None:
    refusal = office.refused(lambda work: evaluation.speaker(work, office.cycle))
    assert isinstance(refusal, NoSpeaker)


# -- sorting what nobody has marked


UNMARKED = "常去学生宿舍。会议开得太长。"


def asked(office: Office, *entered: Input) -> list[list[int]]:
    """Which sentences the card asks about: entry and place."""
    card = sorting.card(office.work, office.cycle, office.person(DEAN), entered)
    return office.card(card.id).subject["remarks"] if card else []


@pytest.mark.parametrize(
    ("text", "remarks"),
    [
        (UNMARKED, [[1, 0], [1, 1]]),
        ("优点：常去宿舍；不足：会议太长", []),
        ("", []),
    ],
)
def test_only_what_nobody_has_marked_is_asked_about(
    office: Office, text: str, remarks: list[list[int]]
) -> None:
    assert asked(office, enter(office, text=text)) == remarks


def test_nobody_is_asked_where_the_plan_has_no_opinions(office: Office) -> None:
    office.using(without_opinions)
    assert not office.cycle.plan.has(Part.OPINION)
    assert asked(office, enter(office, text=UNMARKED)) == []


def test_what_is_asked_in_one_breath_stands_on_one_card(office: Office) -> None:
    asked(office, enter(office, text="常去学生宿舍。"))
    remarks = asked(office, enter(office, LI, text="会议开得太长。"))
    assert remarks == [[1, 0], [2, 0]]


@pytest.mark.parametrize("half", [Half.ACHIEVED, Half.LACKING, Half.DIRECTION, Half.NOTED])
def test_a_tap_says_once_to_which_part_a_sentence_belongs(office: Office, half: Half) -> None:
    dean, entry = office.person(DEAN), enter(office, text=UNMARKED)
    card = sorting.card(office.work, office.cycle, dean, [entry])
    assert card is not None
    asked_card = office.card(card.id)
    answers = {"q0": (half.value,)}

    def answer(work: UnitOfWork) -> sorting.Sorted:
        return sorting.answer(work, office.cycle, dean, asked_card, answers)

    done = answer(office.work)
    assert done.halves == (half,)
    # What he left open on this card he is not asked in the next breath.
    assert done.following is None
    assert [remark.half for remark in entries(office)[0].remarks] == [half, Half.UNSORTED]
    assert isinstance(office.refused(answer), CardGone)


def test_what_somebody_else_has_sorted_stays_as_it_is(office: Office) -> None:
    dean, vice = office.person(DEAN), office.person(VICE_DEAN)
    entry = enter(office, text="常去学生宿舍。")
    cards = [sorting.card(office.work, office.cycle, who, [entry]) for who in (dean, vice)]
    halves = []
    for who, card, half in zip((dean, vice), cards, (Half.ACHIEVED, Half.LACKING), strict=True):
        assert card is not None
        answers = {"q0": (half.value,)}
        done = sorting.answer(office.work, office.cycle, who, office.card(card.id), answers)
        halves.append(done.halves)
    assert halves == [(Half.ACHIEVED,), ()]
