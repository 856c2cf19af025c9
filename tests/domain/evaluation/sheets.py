"""A sheet that nothing has been entered on yet, and what could stand on it."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.evaluation.grades import Allowed, Grade, State
from bot.domain.evaluation.inputs import Input, Kind, Source
from bot.domain.evaluation.sheet import GradeSheet

NOW = datetime(2026, 12, 28, 6, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def entry(
    kind: Kind, number: int = 1, text: str = "甲", *, corrected_by: int | None = None
) -> Input:
    return Input(number, kind, 1, text, "赵建例", NOW, Source.CHAT, corrected_by=corrected_by)


def grade(number: int, state: State) -> Grade:
    return Grade(
        number,
        "好",
        date(2026, 12, 28),
        day_said=True,
        reason="",
        set_by="赵建例",
        set_at=NOW,
        state=state,
    )


SHEET = GradeSheet(
    unit="示例系",
    year=2026,
    person=1,
    name="王文例",
    branch="第一支部",
    as_of=NOW,
    plan_version=1,
    report="",
    inputs=(),
    ballots=(),
    opinion=None,
    history=(),
    room=Allowed(8, 2, 2),
)
