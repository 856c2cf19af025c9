"""A grade sheet with everything on it, made of domain values alone."""

from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.domain.evaluation.grades import Allowed, Grade, State
from bot.domain.evaluation.inputs import Input, Kind, Source
from bot.domain.evaluation.opinion import Half, Opinion, Sentence
from bot.domain.evaluation.sheet import Ballot, GradeSheet, Told
from bot.domain.polls.form import Form, Subject
from bot.domain.polls.results import Result
from bot.domain.polls.roll import Category
from bot.domain.polls.tally import Group
from bot.domain.polls.terms import Terms

NOW = datetime(2026, 12, 29, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
STEPS = ("好", "较好", "一般", "差")


def result(name: str = "王文例") -> Result:
    terms = Terms(
        department="sample",
        year=2026,
        form=Form((Subject(1, name, "第一支部"),), ("总体评价",), STEPS),
        points=(100, 85, 70, 50),
        categories=(
            Category("A", "领导", Fraction(6, 10), 5),
            Category("B", "其他", Fraction(4, 10), 15),
        ),
        minimum=5,
        quorum=None,
        secret=True,
        decimals=2,
        keep_days=0,
        attendance=False,
        opened_at=NOW,
        closes_at=None,
        salt="00",
    )
    groups = (Group(("A",), ((3, 2, 0, 0),), (5,)), Group(("B",), ((9, 3, 2, 1),), (15,)))
    return Result(terms, groups, 24, 20)


def grade_sheet(name: str = "王文例", *, words: str = "带头讲党课六次") -> GradeSheet:
    inputs = (
        Input(1, Kind.EVERYDAY, 1, words, "赵建例", NOW, Source.CHAT, corrected_by=2),
        Input(2, Kind.EVERYDAY, 1, "带头讲党课五次", "赵建例", NOW, Source.CHAT, corrects=1),
        Input(3, Kind.COMMENT, 1, "讲得实在", "钱守样", NOW, Source.MEETING, entered_by="何勤样"),
    )
    sentences = (
        Sentence(Half.ACHIEVED, "带头讲党课。", "平时掌握第 2 条"),
        Sentence(Half.LACKING, "调研少。", "赵建例修改"),
    )
    said = True
    grades = (
        Grade(
            1, "较好", date(2026, 12, 28), said, "", "赵建例", NOW, State.DECLINED, "何勤样", NOW
        ),
        Grade(
            2,
            "好",
            date(2026, 12, 29),
            not said,
            "复核",
            "赵建例",
            NOW,
            State.CONFIRMED,
            "何勤样",
            NOW,
        ),
    )
    return GradeSheet(
        unit="示例系",
        year=2026,
        person=1,
        name=name,
        branch="第一支部",
        as_of=NOW,
        plan_version=3,
        report="述职报告第 2 版",
        inputs=inputs,
        ballots=(Ballot("K7", 7, result(name), "ab" * 32, NOW, "赵建例"),),
        opinion=Opinion(sentences),
        history=grades,
        room=Allowed(8, 2, 2),
        told=Told(2, NOW, date(2027, 1, 6), NOW, "党课应为七次", NOW),
    )
