"""What the bot says unasked: one message a day for each, in working hours, asked again before it goes. Rows on the real database."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlmodel import col, select

from bot.actions import digests
from bot.actions.digests import Part
from bot.messages import Option, button_card
from bot.storage.outbox import OutboxRow
from tests.actions.office import Office
from tests.cast import DEAN, MEMBER, WANG
from tests.chat import SHANGHAI

CARD = button_card("r-1", "请确认", "？", Option("yes", "确认"))
OTHER_CARD = button_card("r-2", "请核对", "？", Option("yes", "确认"))


def tell(office: Office, part: Part, account: str = MEMBER) -> str:
    return digests.tell(office.work, office.department, office.person(account), part)


def days(office: Office, account: str = MEMBER) -> list[tuple[str, list[str]]]:
    """When somebody's digests are due, and the keys of their parts."""
    rows = office.session.exec(
        select(OutboxRow).where(OutboxRow.chat_id == account).order_by(col(OutboxRow.due_at))
    )
    return [
        (
            f"{row.due_at.astimezone(SHANGHAI):%m-%dT%H:%M}",
            [part["key"] for part in row.parts or ()],
        )
        for row in rows
    ]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # Working hours are 8 to 20; the first of December is a Tuesday.
        ("2026-12-01T07:59", "12-01T08:00"),
        ("2026-12-01T08:00", "12-01T08:00"),
        ("2026-12-01T14:05", "12-01T14:05"),
        ("2026-12-01T19:59", "12-01T19:59"),
        ("2026-12-01T20:00", "12-02T08:00"),
        ("2026-12-01T23:59", "12-02T08:00"),
        ("2026-12-02T00:00", "12-02T08:00"),
        # Friday evening, the weekend.
        ("2026-12-04T20:00", "12-07T08:00"),
        ("2026-12-05T11:00", "12-07T08:00"),
        ("2026-12-06T19:00", "12-07T08:00"),
        # New Year's Eve in the evening: the holiday ends on Sunday, the third.
        ("2026-12-31T21:00", "01-04T08:00"),
    ],
)
def test_it_is_said_at_the_next_working_hour(office: Office, now: str, due: str) -> None:
    office.at(now)
    assert tell(office, Part("a", "一句话")) == "a"
    assert days(office) == [(due, ["a"])]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # On the days of the countdown it waits until that has spoken, at nine.
        ("2026-12-02T21:00", "12-03T09:01"),
        ("2026-12-03T08:59", "12-03T09:01"),
        ("2026-12-03T09:00", "12-03T09:00"),
        ("2026-12-03T09:30", "12-03T09:30"),
        ("2026-12-03T21:00", "12-04T08:00"),
        ("2026-12-05T11:00", "12-07T09:01"),
    ],
)
def test_whoever_is_reminded_that_day_hears_it_with_the_reminder(
    office: Office, now: str, due: str
) -> None:
    office.at(now)
    tell(office, Part("a", "一句话"), WANG)
    assert days(office, WANG) == [(due, ["a"])]


def test_what_falls_on_one_day_is_one_message_and_the_same_is_said_once(office: Office) -> None:
    for key in ("a", "b", "a", "c", "b"):
        tell(office, Part(key, key))
    assert days(office) == [("12-01T08:30", ["a", "b", "c"])]


def test_each_has_a_digest_of_his_own_and_the_group_too(office: Office) -> None:
    for account in (MEMBER, DEAN):
        tell(office, Part("a", "a"), account)
    digests.post(office.work, office.department, Part("a", "a"))
    assert [len(days(office, chat)) for chat in (MEMBER, DEAN, office.department.group)] == [
        1,
        1,
        1,
    ]


def test_a_message_shows_one_card_and_a_second_one_waits_a_day(office: Office) -> None:
    tell(office, Part("a", "", card=CARD))
    tell(office, Part("b", "", card=OTHER_CARD))
    tell(office, Part("c", "无卡片"))
    assert days(office) == [("12-01T08:30", ["a", "c"]), ("12-02T08:00", ["b"])]


def test_who_has_no_account_is_told_nothing(office: Office) -> None:
    nobody = replace(office.person(MEMBER), account="")
    assert digests.tell(office.work, office.department, nobody, Part("a", "a")) == ""
    assert not digests.tell_at_once(office.work, office.department, nobody, Part("a", "a"))


@pytest.mark.parametrize(
    ("prefix", "taken", "left"),
    [
        ("", ["x:1", "x:2", "y:1"], []),
        ("x:", ["x:1", "x:2"], ["y:1"]),
        ("x:1", ["x:1"], ["x:2", "y:1"]),
        ("z", [], ["x:1", "x:2", "y:1"]),
    ],
)
def test_what_still_waits_can_be_taken_back(
    office: Office, prefix: str, taken: Sequence[str], left: Sequence[str]
) -> None:
    for key in ("x:1", "x:2", "y:1"):
        tell(office, Part(key, key))
    member = office.person(MEMBER)
    assert digests.take_back(office.work, office.department, member, prefix) == list(taken)
    waiting = [
        key
        for key in ("x:1", "x:2", "y:1")
        if digests.waits(office.work, office.department, member, key)
    ]
    assert waiting == list(left)


def test_only_parts_of_these_kinds_are_taken_back(office: Office) -> None:
    tell(office, Part("a", "a", {"kind": "one"}))
    tell(office, Part("b", "b", {"kind": "other"}))
    tell(office, Part("c", "c"))
    member = office.person(MEMBER)
    assert digests.take_back(office.work, office.department, member, "", kinds=["one"]) == ["a"]
    assert days(office) == [("12-01T08:30", ["b", "c"])]


def test_what_is_said_at_once_takes_along_what_waits_and_is_the_days_message(
    office: Office,
) -> None:
    member = office.person(MEMBER)
    tell(office, Part("a", "a"))
    assert digests.tell_at_once(office.work, office.department, member, Part("b", "b"))
    assert days(office) == [("12-01T08:30", ["a", "b"])]


def test_nothing_is_joined_where_nothing_waits(office: Office) -> None:
    member = office.person(MEMBER)
    assert not digests.join(office.work, office.department, member, Part("b", "b"))
    tell(office, Part("a", "a"))
    assert digests.join(office.work, office.department, member, Part("b", "b"))
    assert days(office) == [("12-01T08:30", ["a", "b"])]


def test_a_card_does_not_push_another_out_of_the_days_message(office: Office) -> None:
    member = office.person(MEMBER)
    tell(office, Part("a", "", card=CARD))
    part = Part("b", "", card=OTHER_CARD)
    assert not digests.tell_at_once(office.work, office.department, member, part)
    assert days(office) == [("12-01T08:30", ["a"])]


def test_it_is_told_once_it_is_on_its_way(office: Office) -> None:
    member = office.person(MEMBER)
    assert not digests.is_told(office.work, office.department, member, "a")
    tell(office, Part("a", "a"))
    assert digests.is_told(office.work, office.department, member, "a")
    assert not digests.is_told(office.work, office.department, member, "b")


PARTS = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.booleans(),  # whether it brings a card
        st.integers(0, 15 * 24),  # the hour of the fortnight in which it is said
    ),
    max_size=10,
)


@given(parts=PARTS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_said_comes_once_in_working_hours_and_at_most_once_a_day(
    office: Office, parts: Sequence[tuple[str, bool, int]]
) -> None:
    with office.work.trial():
        for key, has_card, hour in sorted(parts, key=lambda part: part[2]):
            office.at(f"2026-12-{1 + hour // 24:02}T{hour % 24:02}:00")
            tell(office, Part(key, key, card=CARD if has_card else None))
        rows = office.session.exec(select(OutboxRow).where(OutboxRow.chat_id == MEMBER)).all()
        moments = [row.due_at.astimezone(SHANGHAI) for row in rows]
        assert all(8 <= moment.hour < 20 for moment in moments)
        assert all(moment.isoweekday() <= 5 for moment in moments)
        assert len({moment.date() for moment in moments}) == len(moments)
        for row in rows:
            keys = [part["key"] for part in row.parts or ()]
            assert len(keys) == len(set(keys))
            assert sum(bool(part["message"].get("card")) for part in row.parts or ()) <= 1
        said = {part["key"] for row in rows for part in row.parts or ()}
        assert said == {key for key, _, _ in parts}


def test_a_day_on_which_nothing_waits_is_looked_for_once(office: Office) -> None:
    questions: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT outbox."):
            questions.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        tell(office, Part("a", "一句话"))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(questions) == 1
