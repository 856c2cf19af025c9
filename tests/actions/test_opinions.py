"""Opinions (S32): drafted from what people said, changed by people sentence by sentence; every version stays. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import evaluation, rosters
from bot.actions.evaluation import drafting, opinions
from bot.actions.evaluation.opinions import Version
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.opinion import Half
from bot.domain.evaluation.refusals import NoOpinionOpen, NotRated, SentenceUnknown
from bot.domain.people import Role
from bot.domain.refusals import Refusal
from bot.domain.staffing import ChangeKind, StaffChange
from tests.actions.acts import hand_in
from tests.actions.begun import begins
from tests.actions.evaluating import grade, grades_alone
from tests.actions.office import Office
from tests.actions.opinions import ACHIEVED, DIRECTION, LACKING, enter, opened, opens
from tests.cast import DEAN, FIRST, GUEST, LI, MEMBER, VICE_DEAN, WANG

REPORT = (
    "述职报告\n一、存在的主要问题\n1.谈心谈话不够经常。\n2.理论学习不够系统。\n"
    "二、下一步打算\n1.每月与3名党员谈心。\n2.每季度讲一次党课。"
)


def lines(version: Version) -> list[tuple[Half, str]]:
    return [(sentence.half, sentence.text) for sentence in version.opinion.sentences]


def texts_of(version: Version, half: Half) -> list[str]:
    return [sentence.text for _, sentence in version.opinion.of(half)]


# -- the draft


@begins(enter)
def test_a_draft_brings_together_what_was_said_with_its_source(office: Office) -> None:
    version = opened(office)
    assert version.number == 1
    assert lines(version) == [
        (ACHIEVED, "带头讲党课。"),
        (LACKING, "谈心谈话偏少。"),
        (DIRECTION, "建议多下基层。"),
    ]
    assert all("第 1 条" in sentence.source for sentence in version.opinion.sentences)
    assert version.opinion.empty_halves == ()


@pytest.mark.parametrize(
    ("about", "refusal"), [(WANG, None), (MEMBER, NotRated), (DEAN, NotRated), (GUEST, NotRated)]
)
def test_only_who_is_evaluated_has_an_opinion(
    office: Office, about: str, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        assert opened(office, about).number == 1
    else:
        assert isinstance(office.refused(opens(office, about)), refusal)
        assert opinions.desk_case(office.work, office.cycle, office.person(DEAN)) == ()


@pytest.mark.parametrize(
    ("text", "half", "stands"),
    [
        ("谈得不错", Half.UNSORTED, []),  # nobody has said what it is
        ("优点：讲得好", ACHIEVED, ["讲得好。"]),
        ("不足：记录不全", LACKING, ["记录不全。"]),
    ],
)
def test_a_draft_holds_what_somebody_has_sorted_and_nothing_else(
    office: Office, text: str, half: Half, stands: Sequence[str]
) -> None:
    enter(office, text)
    assert texts_of(opened(office), half) == stands


def test_what_he_says_of_himself_is_no_opinion_about_him(office: Office) -> None:
    enter(office, "优点：我很努力", author=WANG)
    assert lines(opened(office)) == []


def test_what_was_corrected_is_told_as_it_is_now(office: Office) -> None:
    entry = enter(office)
    dean = office.person(DEAN)
    evaluation.correct(office.work, office.cycle, dean, entry.number, "优点：讲党课六次")
    assert lines(opened(office)) == [(ACHIEVED, "讲党课六次。")]


def test_inputs_come_in_the_plans_order_and_a_visit_is_said_once(office: Office) -> None:
    enter(office, "优点：点评得好", kind=Kind.COMMENT)
    enter(office, "优点：听了主题党日；不足：记录不全", kind=Kind.FIELDWORK, author=VICE_DEAN)
    enter(office, "优点：台账清楚", kind=Kind.FIELDWORK)
    enter(office, "优点：平时扎实", kind=Kind.EVERYDAY)
    version = opened(office)
    achieved = texts_of(version, ACHIEVED)
    assert [text[:2] for text in achieved] == ["平时", "调研", "台账", "点评"]
    assert "听了主题党日" in achieved[1]
    # Once in each part.
    assert texts_of(version, LACKING)[0].startswith("调研")


def test_kinds_that_the_plan_has_no_more_come_last(office: Office) -> None:
    enter(office, "优点：调研到", kind=Kind.FIELDWORK)
    enter(office, "优点：点评得好", kind=Kind.COMMENT)
    office.using(
        lambda plan: replace(
            plan, inputs=tuple(rule for rule in plan.inputs if rule.id != Kind.FIELDWORK)
        )
    )
    assert texts_of(opened(office), ACHIEVED)[0] == "点评得好。"


def test_his_own_problems_stand_behind_what_leaders_say(office: Office) -> None:
    hand_in(office, FIRST, REPORT)
    alone = opened(office)
    assert [half for half, _ in lines(alone)] == [LACKING, DIRECTION, DIRECTION]
    assert "谈心谈话不够经常、理论学习不够系统" in texts_of(alone, LACKING)[0]
    assert all(not sentence.said for sentence in alone.opinion.sentences)
    enter(office, "不足：谈心谈话偏少")
    office.now += timedelta(minutes=1)
    both = opened(office)
    lacking = texts_of(both, LACKING)
    assert lacking[0] == "谈心谈话偏少。"
    # What a leader names is not named again in other words.
    assert sum("谈心" in text for text in lacking) == 1
    assert both.opinion.unsaid_halves == (ACHIEVED,)


def test_what_his_predecessor_wrote_says_nothing_of_him(office: Office) -> None:
    hand_in(office, FIRST, REPORT)
    assert lines(opened(office))
    wang, member = office.person(WANG), office.person(MEMBER)
    rosters.change_staff(
        office.work,
        office.department.id,
        [
            StaffChange(ChangeKind.LEAVES, wang.name, wang.id, "", None),
            StaffChange(ChangeKind.MOVES, member.name, member.id, FIRST, None),
        ],
    )
    appointed = StaffChange(ChangeKind.APPOINTED, member.name, member.id, FIRST, Role.SECRETARY)
    rosters.change_staff(office.work, office.department.id, [appointed])
    assert lines(opened(office, MEMBER)) == []


# -- versions


@begins(enter)
def test_a_draft_that_nobody_touched_follows_what_is_said(office: Office) -> None:
    assert [opened(office).number, opened(office).number] == [1, 1]
    enter(office, "优点：考勤严格")
    second = opened(office)
    assert second.number == 2
    assert "考勤严格。" in texts_of(second, ACHIEVED)
    assert [facts["version"] for facts in office.trail("opinion.drafted")] == [1, 2]


@begins(enter)
def test_what_somebody_changed_stays_until_it_is_drafted_anew(office: Office) -> None:
    opened(office)
    dean = office.person(DEAN)
    opinions.change(office.work, office.cycle, dean, 1, "讲党课六次")
    enter(office, "优点：考勤严格")
    assert texts_of(opened(office), ACHIEVED) == ["讲党课六次。"]
    assert texts_of(opened(office, anew=True), ACHIEVED) == ["带头讲党课。", "考勤严格。"]


def test_what_the_committee_decided_with_in_hand_stays(office: Office) -> None:
    office.using(lambda plan: replace(grades_alone(plan), stages=plan.stages))
    enter(office)
    opened(office)
    grade(office)
    office.now += timedelta(minutes=1)
    enter(office, "优点：考勤严格")
    assert opened(office).number == 1
    kept = opinions.version_of(office.work, office.cycle, office.person(WANG))
    (since,) = drafting.entries_since(
        office.work, office.cycle, office.person(WANG), kept.opinion, kept.made_at
    )
    assert since.text == "优点：考勤严格"


@begins(enter)
@pytest.mark.parametrize(
    ("text", "author", "minutes_later", "counts"),
    [
        ("优点：考勤严格", DEAN, 1, True),
        ("优点：考勤严格", DEAN, 0, False),  # it was known
        ("考勤严格", DEAN, 1, False),  # nobody has said to which part it belongs
        ("优点：我很努力", WANG, 1, False),  # his own words
    ],
)
def test_what_was_said_after_an_opinion_and_belongs_in_it_is_known(
    office: Office, text: str, author: str, minutes_later: int, counts: bool
) -> None:
    version = opened(office)
    office.now += timedelta(minutes=minutes_later)
    enter(office, text, author=author)
    since = drafting.entries_since(
        office.work, office.cycle, version.person, version.opinion, version.made_at
    )
    assert bool(since) == counts


# -- sentence by sentence


Change = Callable[[Office, UnitOfWork], Version]
CHANGES: dict[str, tuple[Change, list[tuple[Half, str]]]] = {
    "a sentence is rewritten": (
        lambda office, work: opinions.change(
            work, office.cycle, office.person(DEAN), 2, "谈心谈话很少。记录不全"
        ),
        [
            (ACHIEVED, "带头讲党课。"),
            (LACKING, "谈心谈话很少。"),
            (LACKING, "记录不全。"),
            (DIRECTION, "建议多下基层。"),
        ],
    ),
    "a sentence is dropped": (
        lambda office, work: opinions.drop(work, office.cycle, office.person(DEAN), 3),
        [(ACHIEVED, "带头讲党课。"), (LACKING, "谈心谈话偏少。")],
    ),
    "a sentence moves to another part": (
        lambda office, work: opinions.sort_sentence(
            work, office.cycle, office.person(DEAN), 1, DIRECTION
        ),
        [
            (LACKING, "谈心谈话偏少。"),
            (DIRECTION, "带头讲党课。"),
            (DIRECTION, "建议多下基层。"),
        ],
    ),
    "a sentence is added": (
        lambda office, work: opinions.extend(
            work, office.cycle, office.person(DEAN), ACHIEVED, "考勤严格"
        ),
        [
            (ACHIEVED, "带头讲党课。"),
            (ACHIEVED, "考勤严格。"),
            (LACKING, "谈心谈话偏少。"),
            (DIRECTION, "建议多下基层。"),
        ],
    ),
}


@begins(enter)
@pytest.mark.parametrize(("change", "stands"), CHANGES.values(), ids=CHANGES)
def test_what_is_before_a_leader_is_changed_and_each_version_stays(
    office: Office, change: Change, stands: list[tuple[Half, str]]
) -> None:
    assert isinstance(office.refused(lambda work: change(office, work)), NoOpinionOpen)
    opened(office)
    assert isinstance(office.refused(lambda work: elsewhere(office, work)), NoOpinionOpen)
    changed = change(office, office.work)
    assert (changed.number, lines(changed)) == (2, stands)
    assert opinions.current(office.work, office.cycle, office.person(WANG)) == changed.opinion
    assert [facts["version"] for facts in office.trail("opinion.chat")] == [2]


def elsewhere(office: Office, work: UnitOfWork) -> None:
    """Another leader has nothing before him."""
    opinions.drop(work, office.cycle, office.person(VICE_DEAN), 1)


@begins(enter)
@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_sentence_that_is_not_there_is_named(office: Office, number: int) -> None:
    opened(office)
    dean = office.person(DEAN)
    refusal = office.refused(lambda work: opinions.drop(work, office.cycle, dean, number))
    assert isinstance(refusal, SentenceUnknown)
    assert (refusal.number, refusal.last) == (number, 3)


def test_changes_are_about_the_one_who_was_opened_last(office: Office) -> None:
    for about in (WANG, LI):
        enter(office, about=about)
        opened(office, about)
    dean = office.person(DEAN)
    assert opinions.desk_case(office.work, office.cycle, dean) == (office.person(LI),)
    assert opinions.drop(office.work, office.cycle, dean, 1).person == office.person(LI)
    opened(office)
    assert opinions.drop(office.work, office.cycle, dean, 1).person == office.person(WANG)


def test_of_whom_nobody_has_drafted_one_the_opinion_is_empty(office: Office) -> None:
    wang = office.person(WANG)
    assert opinions.current(office.work, office.cycle, wang) is None
    version = opinions.version_of(office.work, office.cycle, wang)
    assert (version.number, version.opinion.sentences) == (0, ())
