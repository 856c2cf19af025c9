"""Opinions (S32): drafted from what people said, changed by people, sent back as a file; every version stays. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import evaluation, rosters
from bot.actions.evaluation import drafting, opinions, returning
from bot.actions.evaluation.inputs import NewEntry
from bot.actions.evaluation.opinions import Version
from bot.actions.evaluation.returning import Returned
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.inputs import Input, Kind
from bot.domain.evaluation.opinion import Half
from bot.domain.evaluation.refusals import (
    NoOpinionOpen,
    NoParts,
    NotRated,
    OpinionMoved,
    OpinionTwice,
    SentenceUnknown,
    WhoseOpinion,
)
from bot.domain.manuscript import Manuscript, Reservation
from bot.domain.people import Role
from bot.domain.refusals import CardGone, Refusal
from bot.domain.staffing import ChangeKind, StaffChange
from tests.actions.acts import hand_in
from tests.actions.office import Office
from tests.actions.test_entries import grade, grades_alone
from tests.cast import DEAN, FIRST, GUEST, LI, MEMBER, ORGANISER, VICE_DEAN, WANG
from tests.domain.report.building import manuscript

ACHIEVED, LACKING, DIRECTION = Half.ACHIEVED, Half.LACKING, Half.DIRECTION
REPORT = (
    "述职报告\n一、存在的主要问题\n1.谈心谈话不够经常。\n2.理论学习不够系统。\n"
    "二、下一步打算\n1.每月与3名党员谈心。\n2.每季度讲一次党课。"
)
SAID = "优点：带头讲党课；不足：谈心谈话偏少；建议：多下基层"


def enter(
    office: Office,
    text: str = SAID,
    about: str = WANG,
    *,
    kind: str = Kind.EVERYDAY,
    author: str = DEAN,
) -> Input:
    actor = office.person(author)
    entry = NewEntry(kind, office.person(about), text, actor)
    return evaluation.add(office.work, office.cycle, actor, entry)


def opens(
    office: Office, about: str = WANG, *, by: str = DEAN, anew: bool = False
) -> Callable[[UnitOfWork], Version]:
    actor, person = office.person(by), office.person(about)
    return lambda work: opinions.open_(work, office.cycle, actor, person, anew=anew)


def opened(office: Office, about: str = WANG, *, by: str = DEAN, anew: bool = False) -> Version:
    return opens(office, about, by=by, anew=anew)(office.work)


def lines(version: Version) -> list[tuple[Half, str]]:
    return [(sentence.half, sentence.text) for sentence in version.opinion.sentences]


def texts_of(version: Version, half: Half) -> list[str]:
    return [sentence.text for _, sentence in version.opinion.of(half)]


# -- the draft


def test_a_draft_brings_together_what_was_said_with_its_source(office: Office) -> None:
    enter(office)
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
def test_what_nobody_has_sorted_is_in_no_draft(
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


def test_a_draft_that_nobody_touched_follows_what_is_said(office: Office) -> None:
    enter(office)
    assert [opened(office).number, opened(office).number] == [1, 1]
    enter(office, "优点：考勤严格")
    second = opened(office)
    assert second.number == 2
    assert "考勤严格。" in texts_of(second, ACHIEVED)
    assert [facts["version"] for facts in office.trail("opinion.drafted")] == [1, 2]


def test_what_somebody_changed_stays_until_it_is_drafted_anew(office: Office) -> None:
    enter(office)
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


@pytest.mark.parametrize(
    ("text", "author", "later", "counts"),
    [
        ("优点：考勤严格", DEAN, True, True),
        ("优点：考勤严格", DEAN, False, False),  # it was known
        ("考勤严格", DEAN, True, False),  # nobody has said to which part it belongs
        ("优点：我很努力", WANG, True, False),  # his own words
    ],
)
def test_what_came_after_an_opinion_and_belongs_in_it(
    office: Office, text: str, author: str, later: bool, counts: bool
) -> None:
    enter(office)
    version = opened(office)
    office.now += timedelta(minutes=later)
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


@pytest.mark.parametrize(("change", "stands"), CHANGES.values(), ids=CHANGES)
def test_what_is_before_a_leader_is_changed_and_each_version_stays(
    office: Office, change: Change, stands: list[tuple[Half, str]]
) -> None:
    enter(office)
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


@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_sentence_that_is_not_there_is_named(office: Office, number: int) -> None:
    enter(office)
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


def test_where_nobody_has_begun_there_is_an_empty_one(office: Office) -> None:
    wang = office.person(WANG)
    assert opinions.current(office.work, office.cycle, wang) is None
    version = opinions.version_of(office.work, office.cycle, wang)
    assert (version.number, version.opinion.sentences) == (0, ())


# -- as a file that comes back

PAGE = """{name}同志2026年度抓党建述职评议考核综合评价意见
一、肯定成绩
{achieved}
二、指出问题
{lacking}
三、明确方向
建议多下基层。"""


def page(name: str, achieved: str = "带头讲党课。", lacking: str = "谈心谈话偏少。") -> str:
    return PAGE.format(name=name, achieved=achieved, lacking=lacking)


def examines(
    office: Office, *pages: str, name: str = "意见.docx", file: Manuscript | None = None
) -> Callable[[UnitOfWork], Returned]:
    content = file or manuscript("\n".join(pages))
    organiser = office.person(ORGANISER)
    return lambda work: returning.examine(work, office.cycle, organiser, content, name)


@pytest.fixture
def drafted(office: Office) -> Office:
    for about in (WANG, LI):
        enter(office, about=about)
        opened(office, about)
    return office


def test_what_is_as_it_was_changes_nothing(drafted: Office) -> None:
    returned = examines(drafted, page("王文例"))(drafted.work)
    assert returned.changed == ()
    assert returned.unchanged == ("王文例",)
    assert returned.absent == ()  # a file with one page is about one


@pytest.mark.parametrize(
    ("achieved", "lacking", "changes"),
    [
        ("带头讲党课六次。", "谈心谈话偏少。", [(ACHIEVED, "带头讲党课。", "带头讲党课六次。")]),
        ("带头讲党课。考勤严格。", "谈心谈话偏少。", [(ACHIEVED, "", "考勤严格。")]),
        ("带头讲党课。", "（待补充）", [(LACKING, "谈心谈话偏少。", "")]),
    ],
)
def test_changes_are_shown_sentence_by_sentence_and_kept_by_a_tap(
    drafted: Office, achieved: str, lacking: str, changes: list[tuple[Half, str, str]]
) -> None:
    organiser = drafted.person(ORGANISER)
    returned = examines(drafted, page("王文例", achieved, lacking))(drafted.work)
    (opinion,) = returned.changed
    shown = [(change.half, change.before, change.after) for change in opinion.changes]
    assert (shown, opinion.number, opinion.is_older) == (changes, 1, False)
    assert opinions.version_of(drafted.work, drafted.cycle, opinion.person).number == 1
    card = drafted.card(returning.ask(drafted.work, organiser, returned.changed))
    (version,) = returning.confirm(drafted.work, drafted.cycle, organiser, card)
    assert (version.number, version.opinion) == (2, opinion.opinion)
    # What he did not touch keeps its source, and what he changes next is about this one.
    untouched = [sentence for sentence in version.opinion.sentences if sentence.half is DIRECTION]
    assert "第 1 条" in untouched[0].source
    assert opinions.desk_case(drafted.work, drafted.cycle, organiser) == (opinion.person,)
    again = drafted.refused(lambda work: returning.confirm(work, drafted.cycle, organiser, card))
    assert isinstance(again, CardGone)


def test_all_are_kept_or_none(drafted: Office) -> None:
    """Somebody has changed one of them meanwhile."""
    organiser, dean = drafted.person(ORGANISER), drafted.person(DEAN)
    pages = [page(name, "考勤严格。") for name in ("王文例", "李思样")]
    returned = examines(drafted, *pages)(drafted.work)
    card = drafted.card(returning.ask(drafted.work, organiser, returned.changed))
    opened(drafted, LI)
    opinions.drop(drafted.work, drafted.cycle, dean, 1)
    refusal = drafted.refused(lambda work: returning.confirm(work, drafted.cycle, organiser, card))
    assert isinstance(refusal, OpinionMoved)
    assert refusal.name == "李思样"
    wang = opinions.version_of(drafted.work, drafted.cycle, drafted.person(WANG))
    assert wang.number == 1


def test_a_second_file_closes_the_card_of_the_first(drafted: Office) -> None:
    organiser, dean = drafted.person(ORGANISER), drafted.person(DEAN)
    changed = examines(drafted, page("王文例", "考勤严格。"))(drafted.work).changed
    of_dean = returning.ask(drafted.work, dean, changed)
    first, second = (returning.ask(drafted.work, organiser, changed) for _ in range(2))
    with pytest.raises(CardGone):
        drafted.card(first)
    assert drafted.card(second).asked_by == organiser.id
    assert drafted.card(of_dean).asked_by == dean.id


def test_what_is_lacking_in_a_file_is_said(drafted: Office) -> None:
    several = [page("王文例"), page("王文丽"), "欧阳某同志2026年度综合评价意见\n一、肯定成绩\n好。"]
    returned = examines(drafted, *several)(drafted.work)
    assert [(unknown.name, unknown.meant) for unknown in returned.unknown] == [
        ("王文丽", "王文例"),
        ("欧阳某", ""),
    ]
    assert returned.absent == ()
    both = examines(drafted, page("王文例"), page("李思样"))(drafted.work)
    assert len(both.absent) == 6
    assert "张立范" in both.absent


def test_a_part_that_is_gone_is_said_and_an_unclear_page_left_out(drafted: Office) -> None:
    half = "王文例同志2026年度综合评价意见\n一、肯定成绩\n带头讲党课。"
    unclear = "李思样同志2026年度综合评价意见\n讲得好。"
    returned = examines(drafted, half, unclear)(drafted.work)
    (opinion,) = returned.opinions
    assert opinion.missing == (LACKING, DIRECTION)
    assert returned.unclear == ("李思样",)
    refusal = drafted.refused(examines(drafted, unclear))
    assert isinstance(refusal, NoParts)
    assert refusal.names == ("李思样",)


@pytest.mark.parametrize(
    ("pages", "name", "refusal", "whose"),
    [
        ((page("王文例"),), "意见.docx", None, [WANG]),
        ((page("李思样"), page("王文例")), "意见.docx", None, [LI, WANG]),
        ((page("王文例"), page("王文例")), "意见.docx", OpinionTwice, []),
        ((page("王文丽"),), "意见.docx", WhoseOpinion, []),
        # Without a title the file's name, or its head, tells whose it is.
        (("一、肯定成绩\n好。",), "王文例意见.docx", None, [WANG]),
        (("王文例\n一、肯定成绩\n好。",), "意见.docx", None, [WANG]),
        (("\n\n\n王文例\n一、肯定成绩\n好。",), "意见.docx", WhoseOpinion, []),
        (("王文例、李思样\n一、肯定成绩\n好。",), "意见.docx", WhoseOpinion, []),
        (("一、肯定成绩\n好。",), "意见.docx", WhoseOpinion, []),
    ],
)
def test_whose_opinions_a_file_holds(
    office: Office,
    pages: Sequence[str],
    name: str,
    refusal: type[Refusal] | None,
    whose: Sequence[str],
) -> None:
    content = manuscript("\n".join(pages))

    def look(work: UnitOfWork) -> Sequence[object]:
        return returning.file_case(work, office.cycle, content, name)

    if refusal is not None:
        assert isinstance(office.refused(look), refusal)
    else:
        assert list(look(office.work)) == [office.person(account) for account in whose]


@pytest.mark.parametrize(("made_of", "older"), [(1, True), (2, False)])
def test_a_file_of_an_earlier_version_says_so(drafted: Office, made_of: int, older: bool) -> None:
    opened(drafted)
    opinions.drop(drafted.work, drafted.cycle, drafted.person(DEAN), 3)
    sources = f"意见来源\n王文例同志（第{made_of}稿）"
    returned = examines(drafted, page("王文例"), sources)(drafted.work)
    assert [opinion.is_older for opinion in returned.opinions] == [older]


def test_changes_that_word_only_marks_are_said(drafted: Office) -> None:
    content = replace(manuscript(page("王文例")), reservations=frozenset({Reservation.REVISIONS}))
    assert examines(drafted, file=content)(drafted.work).tracked
    assert not examines(drafted, page("王文例"))(drafted.work).tracked
