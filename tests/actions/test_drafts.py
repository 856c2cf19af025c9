"""What a draft takes from the ledger and from his own report (S32): last year's done, what came back, what is due; nothing twice. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from bot.actions.evaluation import drafting
from bot.actions.exporting.adopting import adopt
from bot.actions.rectification import ledger
from bot.domain.evaluation.opinion import Half, Sentence
from bot.domain.rectification.history import EventKind
from bot.storage.rectification import events
from tests.actions.acts import entered, hand_in
from tests.actions.evaluating import enter
from tests.actions.hall import past_the_program
from tests.actions.office import SAMPLE, Office
from tests.actions.test_adopting import archive, item
from tests.cast import FIRST, SECOND, WANG

ACHIEVED, LACKING, DIRECTION = Half.ACHIEVED, Half.LACKING, Half.DIRECTION
DUE = date(2026, 11, 30)


def drafted(office: Office, half: Half) -> list[Sentence]:
    opinion = drafting.drafted(office.work, office.cycle, office.person(WANG))
    return [sentence for _, sentence in opinion.of(half)]


def texts(office: Office, half: Half) -> list[str]:
    return [sentence.text for sentence in drafted(office, half)]


def last_year(office: Office, *problems: str, **changes: Any) -> None:
    items = [item(problem=problem, **changes) for problem in problems]
    adopt(office.work, SAMPLE, archive(*items))


# -- the ledger


@pytest.mark.parametrize(
    ("problems", "deed", "told"),
    [
        (("谈心谈话偏少",), "逐一谈过", "谈心谈话偏少等问题"),  # too short to tell anything
        (("谈心谈话偏少",), "与26名党员逐一谈心谈话", "谈心谈话偏少（与26名党员逐一谈心谈话）"),
        (("谈心谈话偏少", "记录不全"), "逐一谈过", "谈心谈话偏少、记录不全"),
        # More than two would be a list, and no praise.
        (("谈心谈话偏少", "记录不全", "学习不深"), "逐一谈过", "谈心谈话偏少、记录不全等问题"),
    ],
)
def test_what_was_put_right_of_last_year_is_told_with_what_was_done(
    office: Office, problems: Sequence[str], deed: str, told: str
) -> None:
    said = [{"at": "2026-05-04T10:00:00+08:00", "kind": "done", "text": deed}]
    last_year(office, *problems, said=said)
    (sentence,) = drafted(office, ACHIEVED)
    assert told in sentence.text
    assert not sentence.said  # nobody of the leadership has said so


def test_what_is_open_of_last_year_is_no_achievement(office: Office) -> None:
    last_year(office, "谈心谈话偏少", closed_at=None)
    assert drafted(office, ACHIEVED) == []


def test_what_was_closed_this_year_is_for_next_years_opinion(office: Office) -> None:
    new = entered(office, FIRST)
    past_the_program(office, f"UPDATE rectification_item SET state = 'closed' WHERE id = {new.id}")
    assert drafted(office, ACHIEVED) == []


def test_another_branchs_items_are_not_his(office: Office) -> None:
    last_year(office, "谈心谈话偏少", branches=[SECOND])
    entered(office, SECOND, due=DUE)
    assert [drafted(office, half) for half in (ACHIEVED, LACKING)] == [[], []]


@pytest.mark.parametrize(
    ("today", "due"),
    [("2026-11-29T12:00", False), ("2026-11-30T08:30", True), ("2026-12-20T08:30", True)],
)
def test_what_is_due_is_told_without_reproach(office: Office, today: str, due: bool) -> None:
    office.at("2026-11-20T08:30")
    entered(office, FIRST, due=DUE)
    office.at(today)
    told = texts(office, LACKING)
    assert bool(told) == due
    if due:
        assert "已到期，尚未办结" in told[0]


def test_what_came_back_is_told_as_that_and_not_as_due(office: Office) -> None:
    new = entered(office, FIRST, due=DUE)
    branch = office.branch(FIRST)
    events.add(
        office.session, new.id, EventKind.RELAPSED, at=office.now, branch_id=branch.id, text="又有"
    )
    (entry,) = ledger.entries(office.work, ledger.of_branch(office.work, SAMPLE, branch))
    assert entry.came_back
    (told,) = texts(office, LACKING)
    assert "又有反弹" in told


# -- his own words


def report(office: Office, problems: Sequence[str], measures: Sequence[str]) -> None:
    lines = ["述职报告", "一、存在的主要问题"]
    lines += [f"{number}.{problem}" for number, problem in enumerate(problems, 1)]
    lines.append("二、下一步打算")
    lines += [f"{number}.{measure}" for number, measure in enumerate(measures, 1)]
    hand_in(office, FIRST, "\n".join(lines))


PROBLEMS = (
    "谈心谈话不够经常。",
    "理论学习不够系统。",
    "支部活动形式单一。",
    "发展党员培养不够扎实。",
)
MEASURES = (
    "每月与3名党员谈心。",
    "每季度讲一次党课。",
    "每学期办一次主题党日。",
    "每月与1名积极分子谈话。",
)


@pytest.mark.parametrize(
    ("criticism", "heads"),
    [
        ("", "存在谈心谈话不够经常、理论学习不够系统、支部活动形式单一等问题"),
        # What a leader names is not named again in other words.
        (
            "不足：谈心谈话偏少",
            "还存在理论学习不够系统、支部活动形式单一、发展党员培养不够扎实等问题",
        ),
        ("不足：台账不清", "还存在谈心谈话不够经常、理论学习不够系统、支部活动形式单一等问题"),
    ],
)
def test_three_of_his_own_problems_stand_beside_what_leaders_said(
    office: Office, criticism: str, heads: str
) -> None:
    report(office, PROBLEMS, MEASURES)
    if criticism:
        enter(office, text=criticism)
    lacking = texts(office, LACKING)
    assert heads in lacking[-1]
    assert len(lacking) == 1 + bool(criticism)


@pytest.mark.parametrize(
    ("criticism", "first"),
    [("", "每月与3名党员谈心"), ("不足：理论学习不系统", "每季度讲一次党课")],
)
def test_two_of_his_measures_are_the_direction_the_one_that_answers_leaders_first(
    office: Office, criticism: str, first: str
) -> None:
    report(office, PROBLEMS, MEASURES)
    if criticism:
        enter(office, text=criticism)
    direction = texts(office, DIRECTION)
    assert len(direction) == 2
    assert first in direction[0]
    assert direction[0].startswith("对照本人整改承诺")
    assert not direction[1].startswith("对照本人整改承诺")


def test_a_report_without_problems_adds_nothing(office: Office) -> None:
    hand_in(office, FIRST, "述职报告\n一、履职情况\n主持集中学习12次。")
    assert [drafted(office, half) for half in (ACHIEVED, LACKING, DIRECTION)] == [[], [], []]


SOURCES: dict[str, Callable[[Office], None]] = {
    "his report": lambda office: report(office, PROBLEMS[:1], MEASURES[:1]),
    "the ledger": lambda office: last_year(office, "谈心谈话偏少"),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_every_sentence_says_where_it_comes_from(
    office: Office, source: Callable[[Office], None]
) -> None:
    source(office)
    for half in (ACHIEVED, LACKING, DIRECTION):
        for sentence in drafted(office, half):
            assert sentence.source
            assert not sentence.said
