"""The papers that go up fit every procedure that a plan can be begun with, in words and marks."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bot.domain.plan import Part, Plan
from bot.domain.planfile.procedures import PROCEDURES, procedure
from bot.domain.polls.meeting import Agenda, OrderKind
from bot.exports.grade_list import GradeLine, grade_list
from bot.exports.meeting_record import (
    Attendee,
    Minutes,
    Turnout,
    attendance_list,
    attendance_statistics,
    meeting_notice,
    minutes_form,
)
from bot.exports.procedure import notice_paper, plan_paper
from bot.exports.work_report import (
    GradeFacts,
    ItemFacts,
    MeetingFacts,
    PublicityFacts,
    YearFacts,
    work_report,
)
from bot.texts.polls import events
from tests.papers import CHATTY, text_of
from tests.test_procedures import PLACEHOLDER, WRONG

DAY = date(2027, 1, 5)


def papers(plan: Plan) -> Iterator[bytes]:
    agenda = Agenda(
        title=events.title(plan),
        at=datetime(2026, 12, 21, 14, 30, tzinfo=UTC),
        place="二楼",
        announced=True,
        items=events.planned_agenda(plan.words),
        speakers=(),
        order_kind=OrderKind.ROSTER,
        speech_minutes=(8,),
        written=(),
        guests=(),
        comments="each",
        attends="班子成员",
        bring="",
        speech=plan.words.speech,
    )
    yield plan_paper(plan, 1)
    yield notice_paper(plan, 8, DAY)
    yield meeting_notice(plan, agenda, UTC, DAY)
    yield attendance_list(plan, agenda, [Attendee("王文例", "")], UTC)
    yield attendance_statistics(plan, agenda, [Turnout("班子成员", 5, 1, None)], UTC)
    yield minutes_form(Minutes(plan, agenda, UTC, "", (), (), (), ""))
    yield grade_list(plan, [GradeLine("王文例", "", plan.grade_steps[0])], DAY)
    yield work_report(facts(plan))


def facts(plan: Plan) -> YearFacts:
    publicity = None
    if plan.has(Part.PUBLICITY):
        publicity = PublicityFacts(DAY, DAY, plan.publicity_scope, 0)
    return YearFacts(
        plan=plan,
        day=DAY,
        branches=8,
        subjects=8,
        noticed=DAY,
        handed=7,
        accepted=6,
        expected=8,
        meeting=MeetingFacts("2026年12月21日（周一）14:30", "二楼", 7, 1, "", ((53, 53, 52),)),
        publicity=publicity,
        grades=GradeFacts(((plan.grade_steps[0], 2),), (DAY,), 2, 1),
        items=ItemFacts((("报告自查", 48),), 3, ((date(2027, 6, 1), 45),)),
    )


@pytest.mark.parametrize("name", [each.id for each in PROCEDURES])
def test_its_papers_speak_of_its_people_in_the_marks_of_papers(name: str) -> None:
    kind = procedure(name)
    assert kind is not None
    for content in papers(kind.make(2026)):
        shown = text_of(content)
        for pattern in (PLACEHOLDER, re.compile(WRONG[name]), CHATTY):
            assert pattern.search(shown) is None, (pattern.search(shown), shown)


def test_the_report_writes_no_sentence_of_what_is_not_recorded() -> None:
    kind = procedure("college")
    assert kind is not None
    plan = kind.make(2026)
    nothing = YearFacts(plan, DAY, 8, 8, DAY, 0, 0, 8, None, None, None, None)
    shown = text_of(work_report(nothing))
    for absent in ("公示", "测评", "考核结果", "附件", "已交", "清单"):
        assert absent not in shown, absent
    assert "（主要共性问题请补充：＿＿＿＿）" in shown
