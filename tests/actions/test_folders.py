"""What goes up, folder by folder: which papers there are, for whom, and what stands on them. Rows of rules on the real database."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time

import docx
import pytest
from docx.enum.section import WD_ORIENT

from bot.actions import evaluation, notices
from bot.actions.evaluation import opinions
from bot.actions.exporting import reporting
from bot.actions.exporting.artefacts import is_left_out
from bot.actions.exporting.dossier import Dossier, Papers
from bot.actions.exporting.folders import (
    ballots,
    grades,
    kept,
    meeting,
    procedure,
    publicity,
    rectification,
    reports,
)
from bot.actions.exporting.folders import opinions as opinions_folder
from bot.actions.polls import meetings, presence
from bot.actions.polls import releasing as ballots_released
from bot.domain.evaluation.inputs import Kind
from bot.domain.polls.announcing import Said
from bot.domain.polls.poll import Audience
from bot.domain.words import filled
from tests.actions.acts import entered, hand_in
from tests.actions.begun import begins
from tests.actions.evaluating import enter, grade, grades_alone
from tests.actions.hall import MANY, close, counted, opened, vote
from tests.actions.office import Office
from tests.actions.test_polls.test_events import announces
from tests.actions.test_publications import published
from tests.cast import DEAN, FIRST, GUEST, LI, MEMBER, ORGANISER, SECOND, THIRD, WANG
from tests.papers import text_of

SAID = "优点：全年带头讲党课六次；不足：谈心谈话偏少"
NOTICE = Said(day=date(2026, 12, 21), clock=time(14, 30), place="系楼302")


def dossier(office: Office, reader: str | None = None) -> Dossier:
    """The year as this reader may have it, or as the administrator has it."""
    person = office.person(reader) if reader else None
    work, cycle = office.work, office.cycle
    sheets = [
        sheet
        for sheet in evaluation.sheets(work, cycle)
        if person is None or sheet.person != person.id
    ]
    return Dossier(work, cycle, office.roster, tuple(sheets), person)


def made(office: Office, papers: Papers, reader: str | None = None) -> dict[str, bytes]:
    """The papers of a folder by the name that people see."""
    year = dossier(office, reader)
    words = year.cycle.plan.words
    return {filled(paper.name, words): paper.content for paper in papers(year)}


def names(office: Office, papers: Papers, reader: str | None = None) -> list[str]:
    return list(made(office, papers, reader))


def rated(office: Office) -> None:
    """All inputs of 王文例, and his grade."""
    for kind in (Kind.EVERYDAY, Kind.FIELDWORK, Kind.COMMENT):
        enter(office, text=SAID, kind=kind)
    poll = counted(office, 1, 2)
    ballots_released.release_one(office.work, poll.id, office.person(DEAN), Audience.LEADERSHIP)
    grade(office)


def opinion(office: Office, account: str = WANG) -> None:
    opinions.open_(office.work, office.cycle, office.person(DEAN), office.person(account))


# -- the meeting


def announced(office: Office) -> None:
    announces(office, NOTICE)(office.work)


def attended(office: Office) -> None:
    organiser, wang, guest = map(office.person, (ORGANISER, WANG, GUEST))
    presence.open_attendance(office.work, office.cycle, office.department, organiser)
    for person in (wang, guest):
        presence.sign_in(office.work, office.cycle, office.department, person, actor=person)


def on_leave(office: Office) -> None:
    member = office.person(MEMBER)
    presence.take_leave(office.work, office.cycle, member, member, "出差")


@pytest.mark.parametrize(
    ("situation", "papers"),
    [
        ((), []),
        ((on_leave,), []),
        (
            (announced,),
            [
                "会议通知.docx",
                "会议议程.docx",
                "会议签到表.docx",
                "参会情况统计表.docx",
                "会议记录.docx",
            ],
        ),
        ((attended,), ["会议议程.docx", "会议签到表.docx", "参会情况统计表.docx", "会议记录.docx"]),
    ],
)
def test_a_meeting_has_papers_once_it_is_announced_or_attended(
    office: Office, situation: Sequence[Callable[[Office], None]], papers: Sequence[str]
) -> None:
    for each in situation:
        each(office)
    assert names(office, meeting.papers) == papers


@begins(announced)
@pytest.mark.parametrize(
    ("came", "minutes", "total"),
    [
        (False, "应到54人，请假1人，实到＿＿＿＿人", ["合计", "54", "1", ""]),
        (True, "应到54人，实到1人，请假1人", ["合计", "54", "1", "2"]),
    ],
)
def test_who_came_stands_on_the_papers_where_attendance_was_taken_and_is_left_open_else(
    office: Office, came: bool, minutes: str, total: Sequence[str]
) -> None:
    on_leave(office)
    if came:
        attended(office)
    papers = made(office, meeting.papers)
    record = text_of(papers["会议记录.docx"])
    assert minutes in record
    assert "主持人\n＿＿＿＿" in record
    # The reason of a leave is for the organiser alone.
    assert "出差" not in record
    table = docx.Document(io.BytesIO(papers["参会情况统计表.docx"])).tables[0]
    assert [cell.text for cell in table.rows[-1].cells] == total
    signatures = text_of(papers["会议签到表.docx"])
    assert ("列席" in signatures) == came


@begins(announced)
def test_the_notice_of_the_meeting_is_what_the_group_was_told(office: Office) -> None:
    notice = text_of(made(office, meeting.papers)["会议通知.docx"])
    for words in ("各支部：", "2026年12月21日（周一）14:30", "系楼302", "中共示例系总支部委员会"):
        assert words in notice


@begins(announced)
@pytest.mark.parametrize(("reader", "reads"), [(DEAN, True), (WANG, False)])
def test_the_minutes_have_the_comments_that_the_reader_may_read(
    office: Office, reader: str | None, reads: bool
) -> None:
    enter(office, text="优点：抓党建思路清", kind=Kind.COMMENT)
    assert (
        "抓党建思路清" in text_of(made(office, meeting.papers, reader)["会议记录.docx"])
    ) == reads


@begins(announced)
def test_who_reported_in_writing_stands_in_the_minutes_so(office: Office) -> None:
    meetings.set_written(
        office.work, office.cycle, office.person(ORGANISER), office.person(LI), "出差"
    )
    facts = reporting.year_facts(dossier(office))
    assert facts.meeting is None  # it is ahead
    office.at("2026-12-21T15:00")
    facts = reporting.year_facts(dossier(office))
    assert facts.meeting is not None
    assert (facts.meeting.on_site, facts.meeting.written) == (7, 1)
    assert "书面" in text_of(made(office, meeting.papers)["会议记录.docx"])


# -- the plan, the reports


def test_the_notice_goes_up_once_it_was_given(office: Office) -> None:
    assert names(office, procedure.papers) == ["工作方案要点.docx"]
    assert notices.post(office.work, office.cycle, office.person(ORGANISER))
    assert len(names(office, procedure.papers)) == 2


def test_the_newest_report_goes_up_as_it_was_handed_in(office: Office) -> None:
    assert names(office, reports.papers) == []
    hand_in(office, THIRD)
    hand_in(office, THIRD, "述职报告\n第二版")
    papers = made(office, reports.papers)
    assert papers == {"第三支部张立范述职报告.txt": "述职报告\n第二版".encode()}


# -- ballots, opinions, grades


def not_released(office: Office) -> None:
    counted(office)


def out(office: Office) -> None:
    poll = counted(office, 1, 2)
    ballots_released.release_one(office.work, poll.id, office.person(DEAN))


def still_open(office: Office) -> None:
    poll = opened(office)
    vote(office, poll, MANY, 1, 2)


def closed_only(office: Office) -> None:
    still_open(office)
    close(office)


@pytest.mark.parametrize(
    ("office", "reader", "goes_up"),
    [
        (still_open, None, False),
        (closed_only, None, False),
        (not_released, None, False),
        (out, None, True),
        (out, WANG, False),
        (out, LI, True),
    ],
    indirect=["office"],
)
def test_a_ballot_goes_up_once_it_is_released_and_to_nobody_whom_it_is_about(
    office: Office,
    reader: str | None,
    goes_up: bool,
) -> None:
    papers = names(office, ballots.papers, reader)
    assert ("现场测评统计表.docx" in papers) == goes_up
    assert ("现场测评统计表（A票）.docx" in papers) == goes_up
    assert ("现场测评结果1.png" in papers) == goes_up


@pytest.mark.parametrize(
    ("drafted", "graded", "goes_up"),
    [(False, False, False), (True, False, False), (False, True, False), (True, True, True)],
)
def test_an_opinion_goes_up_once_the_grade_is_decided(
    office: Office, drafted: bool, graded: bool, goes_up: bool
) -> None:
    office.using(lambda plan: replace(grades_alone(plan), stages=plan.stages))
    if drafted:
        enter(office, text=SAID)
        opinion(office)
    if graded:
        grade(office)
    papers = names(office, opinions_folder.papers)
    assert papers == ["第一支部王文例综合评价意见.docx"] * goes_up


def test_drafts_sheets_and_what_a_branch_rests_on_stay_in_the_house(office: Office) -> None:
    office.using(lambda plan: replace(grades_alone(plan), stages=plan.stages))
    enter(office, text=SAID)
    opinion(office)
    papers = names(office, kept.papers)
    assert "第一支部王文例评价意见.docx" in papers
    assert "第一支部2026年度党建工作评价依据.docx" in papers
    assert sum(name.endswith("考核等次表.docx") for name in papers) == 8
    # Of the others there is nothing to say yet.
    assert sum(name.endswith(("评价意见.docx", "评价依据.docx")) for name in papers) == 2
    assert not [name for name in names(office, kept.papers, WANG) if "王文例" in name]


@pytest.mark.parametrize(("reader", "may"), [(None, True), (DEAN, True), (WANG, False)])
def test_who_is_evaluated_himself_gets_no_list_of_all(
    office: Office, reader: str | None, may: bool
) -> None:
    office.using(grades_alone)
    assert names(office, grades.papers, reader) == []
    grade(office)
    assert bool(names(office, grades.papers, reader)) == may
    person = office.person(reader or DEAN)
    assert is_left_out(office.roster, person) == (not may)
    assert (reporting.paper(dossier(office, reader)) is not None) == may


@begins(rated)
def test_the_list_of_grades_has_lines_to_sign_and_no_scores(office: Office) -> None:
    words = text_of(made(office, grades.papers)["考核等次汇总表.docx"])
    assert "填报单位（盖章）：中共示例系总支部委员会" in words
    assert "负责人（签字）：" in words
    assert "王文例\n第一支部\n书记\n较好" in words
    sheet = evaluation.sheet_of(office.work, office.cycle, office.person(WANG))
    assert sheet.ballot is not None
    total = sheet.ballot.result.scores[0].total
    assert total is not None
    assert str(int(total)) not in words


# -- what was public, what is put right


def test_notices_and_clean_copies_go_up_once_somebody_has_released_them(office: Office) -> None:
    assert names(office, publicity.papers) == []
    published(office)
    assert names(office, publicity.papers) == [
        "2026年度述职报告公示.docx",
        "第一支部王文例述职报告.docx",
        "第三支部张立范述职报告.docx",
    ]


def test_each_branch_that_puts_something_right_has_its_list_across_the_page(
    office: Office,
) -> None:
    assert names(office, rectification.papers) == []
    entered(office, FIRST, SECOND)
    entered(office, THIRD)
    assert names(office, rectification.papers) == [
        "第一支部整改清单.docx",
        "第二支部整改清单.docx",
        "第三支部整改清单.docx",
    ]
    content = made(office, rectification.papers)["第一支部整改清单.docx"]
    document = docx.Document(io.BytesIO(content))
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    words = text_of(content)
    assert "共1条，已销号0条" in words
    assert "核验人（签字）：" in words
