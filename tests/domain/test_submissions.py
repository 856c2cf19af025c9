from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.planfile import default_plan
from bot.domain.submissions import GRACE, Arrival, Deadline, State, Submission, deadline
from tests.chat import SHANGHAI

PLAN = default_plan(2026)
LAST_DAY = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("moment", "arrival"),
    [
        (datetime(2026, 12, 10, 23, 59, 59, tzinfo=SHANGHAI), Arrival.IN_TIME),
        (datetime(2026, 12, 11, 11, 59, 59, tzinfo=SHANGHAI), Arrival.IN_TIME),  # the silent grace
        (datetime(2026, 12, 11, 12, 0, tzinfo=SHANGHAI), Arrival.LATE),
        (datetime(2026, 12, 11, 3, 59, tzinfo=UTC), Arrival.IN_TIME),  # 11:59 in Shanghai
        (datetime(2026, 12, 11, 4, 0, tzinfo=UTC), Arrival.LATE),
    ],
)
def test_late_is_after_the_silent_grace_in_the_units_own_time(
    moment: datetime, arrival: Arrival
) -> None:
    assert deadline(PLAN, SHANGHAI).arrival(moment) is arrival


def test_a_branchs_own_day_comes_before_the_stages_and_that_before_the_plans() -> None:
    stage = PLAN.stage("report")
    assert stage is not None
    assert deadline(PLAN, SHANGHAI).last_day == stage.due == LAST_DAY
    assert deadline(PLAN, SHANGHAI, extended=date(2026, 12, 1)).last_day == date(
        2026, 12, 1
    )  # earlier works too


@given(day=st.dates(date(2020, 1, 1), date(2090, 1, 1)), seconds=st.integers(-86400 * 3, 86400 * 3))
def test_nobody_is_late_before_what_is_shown_and_everybody_after_the_grace(
    day: date, seconds: int
) -> None:
    found = Deadline(day, SHANGHAI)
    assert found.shown.date() == day
    moment = found.shown + timedelta(seconds=seconds)
    arrival = found.arrival(moment)
    assert arrival is Arrival.IN_TIME or moment > found.shown + GRACE
    assert arrival is Arrival.LATE or moment <= found.shown + GRACE + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "was_late", "late_now"),
    [
        (None, False, True),  # the first version
        (State.SUBMITTED, False, True),  # another one, of his own accord
        (State.RETURNED, False, False),  # what was sent back came in time
        (State.RETURNED, True, True),
    ],
)
def test_what_was_sent_back_is_late_only_if_it_was_so_at_first(
    state: State | None, was_late: bool, late_now: bool
) -> None:
    before = None
    if state is not None:
        before = Submission(
            id=1,
            state=state,
            branch=3,
            person=7,
            version=1,
            sha256="",
            name="述职报告.docx",
            size=1,
            kind="docx",
            manuscript="",
            received_at=datetime(2026, 12, 1, tzinfo=SHANGHAI),
            late=was_late,
            characters=3000,
            verdict="pass",
            judgement={},
            plan_version=1,
            cause="",
        )
    own = Deadline(LAST_DAY, SHANGHAI)
    assert own.is_late(own.enforced, before) is late_now
    in_time = own.enforced - timedelta(seconds=1)
    assert own.is_late(in_time, before) is (state is State.RETURNED and was_late)
