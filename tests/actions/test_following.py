"""The month's question after open items: who is asked after what, when, and what an answer does. Rows of rules on the real database (S35, S37)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.actions import rosters
from bot.actions.rectification import following
from bot.actions.unit_of_work import SYSTEM
from bot.domain.open_cards import OpenCard
from bot.domain.plan import SchoolHolidays
from bot.domain.rectification.items import Item
from bot.domain.refusals import CardGone
from bot.domain.words import STANDARD, filled
from bot.sample import sample_lines
from bot.storage.outbox import OutboxRow
from bot.storage.reminders import ReminderState
from bot.texts import following as texts
from bot.texts import reminders as reminder_texts
from tests.actions.acts import (
    closed,
    done,
    entered,
    leaves,
    looked_again,
    newest_item,
    progressed,
    without_school_holidays,
)
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.actions.questions import ASKED, JANUARY, SOON, ask, promised_in_a_year_without_holidays
from tests.cast import LI, ORGANISER, SECOND, THIRD, WANG, ZHANG
from tests.chat import SHANGHAI

FAR = date(2027, 12, 31)


pytestmark = begins(without_school_holidays)


@pytest.fixture
def item(office: Office) -> Item:
    return newest_item(office)


def reasons(office: Office) -> dict[str, str]:
    """Why nobody was asked, or late, by month; the months in which all is as planned are empty."""
    return {entry.window: entry.reason for entry in office.reminders("rectification:")}


def question(office: Office, account: str = ZHANG) -> OpenCard:
    return office.last_card(account)


Happens = Callable[[Office, Item], object]


def held(office: Office, item: Item) -> None:
    closed(office, item)
    looked_again(office, item)


def untouched(office: Office, item: Item) -> None:
    """Nothing happens to it."""


# -- when


@begins(promised_in_a_year_without_holidays)
@pytest.mark.parametrize(
    ("moment", "asked", "ledger_says"),
    [
        # Nobody is asked in the month in which he has promised.
        ("2027-01-29T10:00", 0, {}),
        ("2027-02-01T08:59", 0, {}),
        ("2027-02-01T09:00", 1, {"2027-02": ""}),
        ("2027-02-01T19:00", 1, {"2027-02": ""}),
        # After downtime it is caught up, unless the next question is at hand.
        ("2027-02-02T08:30", 1, {"2027-02": reminder_texts.CAUGHT_UP}),
        ("2027-02-22T09:00", 1, {"2027-02": reminder_texts.CAUGHT_UP}),
        ("2027-02-22T09:01", 0, {}),
        # Of several months that were missed one question is left.
        (
            "2027-04-01T09:00",
            1,
            {"2027-02": texts.CAUGHT_UP, "2027-03": texts.CAUGHT_UP, "2027-04": ""},
        ),
    ],
)
def test_the_question_comes_on_the_months_first_workday_and_is_caught_up(
    office: Office, item: Item, moment: str, asked: int, ledger_says: Mapping[str, str]
) -> None:
    assert ask(office, moment) == asked
    assert reasons(office) == ledger_says
    assert following.follow_up(office.work) == 0
    assert reasons(office) == ledger_says
    assert len(office.cards(ZHANG)) == asked


@begins(promised_in_a_year_without_holidays)
def test_a_month_that_was_recorded_is_not_recorded_as_missed(office: Office, item: Item) -> None:
    ask(office)
    assert ask(office, "2027-04-01T09:00") == 1
    assert reasons(office) == {"2027-02": "", "2027-03": texts.CAUGHT_UP, "2027-04": ""}


@begins(promised_in_a_year_without_holidays)
@pytest.mark.parametrize(
    ("workday", "moment", "asked"),
    [(3, "2027-02-03T08:59", 0), (3, "2027-02-03T09:00", 1), (2, "2027-02-02T09:00", 1)],
)
def test_the_plan_says_on_which_workday(
    office: Office, item: Item, workday: int, moment: str, asked: int
) -> None:
    office.using(
        lambda plan: replace(
            plan, rectification=replace(plan.rectification, monthly_workday=workday)
        )
    )
    assert ask(office, moment) == asked


@pytest.mark.parametrize(
    ("month", "day"),
    [
        ("2027-02", "2027-02-01"),
        ("2027-05", "2027-05-06"),  # no table for 2027: the days that are always free
        ("2027-10", "2027-10-08"),  # behind the week of the national day
    ],
)
def test_the_first_workday_is_behind_the_holidays(office: Office, month: str, day: str) -> None:
    office.at(f"{day}T10:00")
    office.now -= timedelta(days=20)
    entered(office, due=date.fromisoformat(f"{month}-25"))
    assert ask(office, f"{day}T08:59") == 0
    assert ask(office, f"{day}T09:00") == 1


@pytest.mark.parametrize(
    ("moment", "asked"),
    [("2027-03-05T09:00", 0), ("2027-03-06T08:59", 0), ("2027-03-06T09:00", 1)],
)
def test_workdays_are_counted_around_the_units_own_days(
    office: Office, moment: str, asked: int
) -> None:
    """The fifth: 1, 3, 4, 5 and Saturday the 6th; the 2nd is the unit's own day off."""
    office.using(
        lambda plan: replace(
            plan,
            rectification=replace(plan.rectification, monthly_workday=5),
            days_off=(date(2027, 3, 2),),
            workdays=(date(2027, 3, 6),),
        )
    )
    office.at("2027-02-10T10:00")
    entered(office, due=date(2027, 3, 25))
    assert ask(office, moment) == asked


@begins(promised_in_a_year_without_holidays)
@pytest.mark.parametrize(
    ("moment", "asked"), [("2027-02-01T09:00", 0), ("2027-02-19T09:00", 0), ("2027-02-22T09:00", 1)]
)
def test_what_can_wait_waits_for_the_end_of_the_school_holidays(
    office: Office, item: Item, moment: str, asked: int
) -> None:
    holidays = (SchoolHolidays((1, 20), (2, 20)),)
    office.using(lambda plan: replace(plan, school_holidays=holidays))
    assert ask(office, moment) == asked


@begins(promised_in_a_year_without_holidays)
@pytest.mark.parametrize(
    ("after", "happens", "due"),
    [
        (JANUARY, untouched, "2027-02-01T09:00"),
        ("2027-02-01T08:59", untouched, "2027-02-01T09:00"),
        ("2027-02-01T09:00", untouched, "2027-03-01T09:00"),
        # What waits to be verified or to be looked at again is followed too.
        (JANUARY, done, "2027-02-01T09:00"),
        (JANUARY, closed, "2027-02-01T09:00"),
        (JANUARY, held, None),
    ],
)
def test_the_clock_is_asked_for_while_there_is_something_to_follow(
    office: Office,
    item: Item,
    after: str,
    happens: Happens,
    due: str | None,
) -> None:
    happens(office, item)
    office.at(after)
    moment = None
    if due is not None:
        moment = datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)
    assert following.next_due(office.work, office.now) == moment


def test_without_a_ledger_nobody_is_followed(office: Office) -> None:
    assert following.follow_up(office.work) == 0
    assert following.next_due(office.work, office.now) is None


# -- whom


def has_said(text: str, moment: str) -> Happens:
    def say(office: Office, item: Item) -> None:
        office.at(moment)
        progressed(office, item, text)

    return say


def without_account(office: Office, _: Item) -> None:
    """His successor is on the roster, and has not been heard of yet."""
    lines = [
        replace(line, account="", name="新来样") if line.account == ZHANG else line
        for line in sample_lines()
    ]
    rosters.import_roster(office.work, office.department.id, lines, actor=SYSTEM)


NOT_ASKED: dict[str, tuple[Happens, str]] = {
    "the branch has no secretary": (
        lambda office, _: leaves(office, ZHANG),
        texts.NO_SECRETARY,
    ),
    "he cannot be reached": (without_account, reminder_texts.NO_ACCOUNT),
    "he has said that it is done": (done, texts.WAITS_FOR_VERIFICATION),
    "he has spoken of it this month": (has_said("谈了三人", ASKED), texts.ANSWERED),
    "a tap is an answer too": (has_said("", ASKED), texts.ANSWERED),
}


@begins(promised_in_a_year_without_holidays)
@pytest.mark.parametrize(("happens", "reason"), NOT_ASKED.values(), ids=NOT_ASKED)
def test_who_is_not_asked_and_what_the_ledger_says_of_it(
    office: Office, item: Item, happens: Happens, reason: str
) -> None:
    happens(office, item)
    assert ask(office, "2027-02-01T10:00") == 0
    (entry,) = office.reminders("rectification:")
    assert entry.state is ReminderState.SKIPPED
    assert entry.reason == filled(reason, STANDARD)
    assert office.cards(ZHANG) == []


@begins(promised_in_a_year_without_holidays)
def test_who_spoke_before_the_question_is_asked_all_the_same(office: Office, item: Item) -> None:
    has_said("谈了三人", "2027-02-01T08:00")(office, item)
    assert ask(office) == 1


def test_what_has_a_day_far_away_is_left_in_peace(office: Office) -> None:
    office.at(JANUARY)
    entered(office, due=date(2027, 11, 30))
    assert ask(office) == 0
    assert reasons(office) == {"2027-02": texts.NOT_YET}


@begins(promised_in_a_year_without_holidays)
def test_a_closed_item_is_in_no_question_and_no_record(office: Office, item: Item) -> None:
    closed(office, item)
    assert ask(office) == 0
    assert reasons(office) == {}


def test_each_owner_of_an_item_is_asked_for_himself_and_nobody_else(office: Office) -> None:
    office.at(JANUARY)
    entered(office, SECOND, THIRD, due=SOON)
    assert ask(office) == 2
    cards = {account: len(office.cards(account)) for account in (LI, ZHANG, WANG, ORGANISER)}
    assert cards == {LI: 1, ZHANG: 1, WANG: 0, ORGANISER: 0}
    targets = [entry.target for entry in office.reminders("rectification:")]
    assert targets == [str(office.person(LI).id), str(office.person(ZHANG).id)]


def test_whoever_answers_speaks_for_his_own_branch(office: Office) -> None:
    office.at(JANUARY)
    shared = entered(office, SECOND, THIRD, due=SOON)
    office.at(ASKED)
    progressed(office, shared)  # by the secretary of 第二支部
    assert following.follow_up(office.work) == 1
    assert [len(office.cards(account)) for account in (LI, ZHANG)] == [0, 1]


@begins(promised_in_a_year_without_holidays)
def test_an_item_entered_this_month_waits_for_the_next(office: Office, item: Item) -> None:
    office.at("2027-02-01T08:00")
    entered(office, due=date(2027, 3, 15), problem="谈心不够")
    ask(office)
    assert "谈心不够" not in office.told(ZHANG)
    assert len(office.reminders("rectification:")) == 1


# -- what it says


def test_it_says_what_is_due_what_was_announced_and_what_is_quiet(office: Office) -> None:
    office.at(JANUARY)
    entered(office, problem="甲", due=date(2027, 3, 10))
    announced = entered(office, problem="乙", due=date(2027, 12, 31))
    entered(office, problem="丙", due=date(2027, 12, 31))
    entered(office, problem="丁", due=date(2027, 2, 20))
    progressed(office, announced, "场地3月能定")
    assert ask(office, "2027-03-01T09:00") == 1
    told = office.told(ZHANG)
    assert "2月20日（周六）已到期：4" in told
    assert "3月10日前到期：1" in told
    assert "您说过这个月有进展：2" in told
    assert "想了解一下进展：3（12月底前）" in told
    # In the order of their days.
    shown = [line for line in told.split("\n") if line[:2] in ("1.", "2.", "3.", "4.")]
    assert shown == ["4. 丁", "1. 甲", "2. 乙", "3. 丙"]
    assert question(office).subject["groups"] == [[4, 1, 2, 3]]


@pytest.mark.parametrize(("count", "shown", "more"), [(6, 6, ""), (7, 6, "另有1条")])
def test_six_items_fit_a_message(office: Office, count: int, shown: int, more: str) -> None:
    office.at(JANUARY)
    for number in range(count):
        entered(office, due=SOON, problem=f"问题{number}")
    ask(office)
    told = office.told(ZHANG)
    assert told.count("问题") == shown
    assert ("另有" in told) == bool(more)
    assert more in told
    # The card is about all of them.
    assert len(question(office).subject["groups"][0]) == count


@begins(promised_in_a_year_without_holidays)
def test_a_later_question_takes_the_place_of_an_earlier_card(office: Office, item: Item) -> None:
    ask(office)
    earlier = question(office)
    ask(office, "2027-03-01T09:00")
    assert question(office).id != earlier.id
    assert isinstance(office.refused(lambda _: office.card(earlier.id)), CardGone)


# -- any year


DAYS = st.lists(
    st.tuples(
        st.integers(0, 364),
        st.sampled_from([0, 8, 9, 12, 19, 21, 23]),
        st.sampled_from(["beat", "tap", "progress", "new item", "done"]),
    ),
    max_size=14,
)


@given(days=DAYS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_nobody_is_asked_twice_in_a_month_or_out_of_hours(
    office: Office, days: Sequence[tuple[int, int, str]]
) -> None:
    with office.work.trial():
        office.at(JANUARY)
        items = [entered(office, due=SOON)]
        for day, hour, act in sorted(days):
            office.now = datetime(2027, 1, 16, hour, tzinfo=SHANGHAI) + timedelta(days=day)
            if act == "tap":
                progressed(office, items[-1], "")
            elif act == "progress":
                progressed(office, items[-1], "谈了")
            elif act == "new item":
                items.append(entered(office, due=FAR, problem=f"问题{day}"))
            elif act == "done":
                done(office, items[0])
            following.follow_up(office.work)
            assert following.follow_up(office.work) == 0
        entries = office.reminders("rectification:")
        asked = {
            (entry.window, entry.key) for entry in entries if entry.state is ReminderState.PLANNED
        }
        assert len({window for window, _ in asked}) == len(asked)
        rows = office.session.exec(select(OutboxRow).where(OutboxRow.chat_id == ZHANG)).all()
        moments = [row.due_at.astimezone(SHANGHAI) for row in rows if row.parts]
        assert all(8 <= moment.hour < 20 for moment in moments)
