"""Opinions that come back as a file (S32): whose they are, what was changed in them, and what is kept of it by a tap. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.actions.evaluation import opinions, returning
from bot.actions.evaluation.returning import Returned
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.opinion import Half
from bot.domain.evaluation.refusals import NoParts, OpinionMoved, OpinionTwice, WhoseOpinion
from bot.domain.manuscript import Manuscript, Reservation
from bot.domain.refusals import CardGone, Refusal
from tests.actions.begun import office_after
from tests.actions.office import Office
from tests.actions.opinions import ACHIEVED, DIRECTION, LACKING, enter, opened
from tests.cast import DEAN, LI, ORGANISER, WANG
from tests.domain.report.building import manuscript

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


def two_drafted(office: Office) -> None:
    for about in (WANG, LI):
        enter(office, about=about)
        opened(office, about)


drafted = office_after(two_drafted)


def test_a_file_that_is_as_it_was_changes_nothing(drafted: Office) -> None:
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


def test_whom_a_file_lacks_or_nobody_knows_is_said(drafted: Office) -> None:
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
