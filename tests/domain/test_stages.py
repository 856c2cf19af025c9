from datetime import date, timedelta

import pytest

from bot.domain.planfile import sample_plan
from bot.domain.stages import Fact, Progress, settled, standings

PLAN = sample_plan(2026)
REPORT = next(stage for stage in PLAN.stages if stage.id == "report")
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("fact", "today", "progress"),
    [
        (
            Fact(0, 8),
            REPORT.due - 9 * DAY,
            Progress.UNDER_WAY,
        ),  # nothing that it waits for is recorded
        (Fact(3, 8), REPORT.due, Progress.UNDER_WAY),
        (Fact(3, 8), REPORT.due + DAY, Progress.OVERDUE),
        (Fact(8, 8, REPORT.due), REPORT.due + 90 * DAY, Progress.DONE),
        (Fact(0, 0), REPORT.due, Progress.UNDER_WAY),
    ],
)
def test_stage_is_told_by_its_facts(fact: Fact, today: date, progress: Progress) -> None:
    found = {one.stage.id: one for one in standings(PLAN, {"report": fact}, today)}["report"]
    assert found.progress is progress
    assert found.actual == (fact.last if progress is Progress.DONE else None)


def test_stage_waits_for_what_comes_before_it() -> None:
    facts = {"report": Fact(7, 8), "review": Fact(0, 8), "meeting": Fact(0, 8)}
    found = {one.stage.id: one.progress for one in standings(PLAN, facts, REPORT.due)}
    assert (found["review"], found["meeting"]) == (Progress.AHEAD, Progress.AHEAD)
    facts["report"] = Fact(8, 8, REPORT.due)
    assert {one.stage.id: one.progress for one in standings(PLAN, facts, REPORT.due)}[
        "review"
    ] is Progress.UNDER_WAY


def test_stage_of_which_nothing_is_recorded_goes_by_its_day() -> None:
    notice = PLAN.stages[0]
    assert standings(PLAN, {}, notice.due)[0].progress is Progress.AHEAD
    assert standings(PLAN, {}, notice.due + DAY)[0].progress is Progress.DONE


def test_the_group_waits_neither_for_a_notice_nor_for_the_lists_of_promises() -> None:
    facts = {stage.id: Fact(8, 8) for stage in PLAN.stages} | {
        "notice": Fact(0, 1),
        "rectification": Fact(7, 8),
    }
    assert settled(standings(PLAN, facts, PLAN.deadline + DAY))
    assert not settled(standings(PLAN, facts | {"grade": Fact(7, 8)}, PLAN.deadline + DAY))
