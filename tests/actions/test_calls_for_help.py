"""A call for help from its first word to its end: who owes it, until when, and what each step does. Rows on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.actions import rosters
from bot.actions.help_requests import answering, calls, waiting
from bot.actions.help_requests.calls import Call
from bot.actions.rectification import entering, ledger, reporting
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.plan import SchoolHolidays
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, NewItem, Source, State
from bot.domain.rectification.refusals import CannotHelp, ItemClosed, NoHelpWanted, WhichItem
from bot.domain.staffing import ChangeKind, StaffChange
from bot.storage.rectification import events, items
from tests.actions.acts import newest_item
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, SECOND, THIRD, VICE_DEAN, ZHANG
from tests.chat import SHANGHAI


def entered(office: Office, problem: str = "调研不够", branch: str = THIRD) -> Item:
    new = NewItem(Source.FEEDBACK, "组织员交办", problem, due=date(2027, 6, 1))
    organiser = office.person(ORGANISER)
    return entering.enter(office.work, office.cycle, organiser, [office.branch(branch)], new)


def ask(office: Office, item: Item, text: str = "缺场地") -> tuple[Call, bool]:
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    return answering.ask(office.work, office.cycle, zhang, third, item, text)


def unsettled(office: Office) -> list[Call]:
    return calls.unsettled(office.work, office.department.id)


def kinds(office: Office, item: Item) -> list[EventKind]:
    return [event.kind for event in events.of_items(office.session, [item.id])[item.id]]


def help_wanted(office: Office) -> None:
    ask(office, entered(office))


@pytest.fixture
def item(office: Office) -> Item:
    return newest_item(office)


@pytest.fixture
def call(office: Office) -> Call:
    (call,) = unsettled(office)
    return call


def answers(office: Office, call: Call, text: str = "已借到") -> Callable[[UnitOfWork], None]:
    organiser = office.person(ORGANISER)
    return lambda work: answering.answer(work, office.cycle, organiser, call, text)


def settles(office: Office, call: Call) -> Callable[[UnitOfWork], None]:
    zhang = office.person(ZHANG)
    return lambda work: answering.settle(work, office.cycle, zhang, call)


def reopens(office: Office, call: Call) -> Callable[[UnitOfWork], Call]:
    zhang = office.person(ZHANG)
    return lambda work: answering.reopen(work, office.cycle, zhang, call)


def hands_on(office: Office, call: Call, to: str) -> Callable[[UnitOfWork], Call]:
    organiser, helper = office.person(ORGANISER), office.person(to)
    return lambda work: answering.hand_on(work, office.cycle, organiser, call, helper)


@begins(help_wanted)
def test_the_organiser_owes_the_answer_within_the_plans_workdays(
    office: Office, call: Call
) -> None:
    assert call.helper == office.person(ORGANISER)
    assert call.is_waiting
    # Tuesday, 1 December, and five workdays.
    assert call.request.due == date(2026, 12, 8)
    assert [owed.name for owed in calls.owed_by(unsettled(office), office.person(ORGANISER))] == [
        call.name
    ]
    assert calls.owed_by(unsettled(office), office.person(DEAN)) == []


@begins(entered)
def test_what_is_said_while_it_waits_is_added(office: Office, item: Item) -> None:
    _, is_new = ask(office, item, "缺场地")
    call, is_new_again = ask(office, item, "也缺人手")
    assert (is_new, is_new_again) == (True, False)
    assert ["缺场地" in call.request.text, "也缺人手" in call.request.text] == [True, True]
    assert len(unsettled(office)) == 1


@begins(entered)
def test_two_items_are_two_calls(office: Office, item: Item) -> None:
    other = entered(office, "谈心不够")
    assert [ask(office, item)[1], ask(office, other)[1]] == [True, True]
    third = office.branch(THIRD)
    refusal = office.refused(lambda work: calls.find(work, office.department.id, third, None))
    assert isinstance(refusal, WhichItem)
    assert calls.find(office.work, office.department.id, third, 2).item.id == other.id


@begins(entered)
def test_no_help_for_what_is_closed(office: Office, item: Item) -> None:
    items.close(office.session, item.id, office.person(DEAN).id, office.now)
    assert isinstance(office.refused(lambda _: ask(office, item)), ItemClosed)


@begins(help_wanted)
def test_a_call_about_what_is_said_to_be_done_waits_for_nobody(
    office: Office, item: Item, call: Call
) -> None:
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    reporting.complete(office.work, office.cycle, zhang, third, item, "办好了")
    assert unsettled(office) == []
    # Whoever asks again is not done: the call that was there waits again, and there is no second one.
    again, is_new = ask(office, item, "还是缺场地")
    assert (again.request.id, is_new) == (call.request.id, False)
    assert ledger.by_id(office.work, item.id).state is State.OPEN
    assert [each.request.id for each in unsettled(office)] == [call.request.id]


STEPS: dict[str, Callable[[Office, Call], Callable[[UnitOfWork], object]]] = {
    "answer": answers,
    "settle": settles,
    "reopen": reopens,
    "hand on": lambda office, call: hands_on(office, call, DEAN),
}
RECORDED = {
    "answer": EventKind.HELP_ANSWERED,
    "settle": EventKind.HELPED,
    "reopen": EventKind.HELP,
    "hand on": EventKind.HELP_PASSED_ON,
}


@begins(help_wanted)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_stands_in_the_history_and_none_follows_the_end(
    office: Office, item: Item, call: Call, step: str
) -> None:
    STEPS[step](office, call)(office.work)
    assert kinds(office, item)[-1] is RECORDED[step]
    if step != "settle":
        settles(office, call)(office.work)
    before = kinds(office, item)
    refusal = office.refused(STEPS[step](office, call))
    assert isinstance(refusal, NoHelpWanted)
    assert "12月1日" in refusal.settled
    assert kinds(office, item) == before
    assert unsettled(office) == []


@begins(help_wanted)
def test_an_answer_is_heard_by_who_asked_and_a_later_one_takes_its_place(
    office: Office, call: Call
) -> None:
    answers(office, call, "正在借")(office.work)
    answers(office, call, "已借到")(office.work)
    (current,) = unsettled(office)
    assert (current.request.answer, current.is_waiting) == ("已借到", False)
    assert len(office.cards(ZHANG)) == 2
    assert calls.owed_by(unsettled(office), office.person(ORGANISER)) == []


@begins(help_wanted)
def test_what_did_not_help_waits_anew_with_all_of_its_days(office: Office, call: Call) -> None:
    office.at("2026-12-04T09:00")
    answers(office, call)(office.work)
    again = reopens(office, call)(office.work)
    assert again.is_waiting
    assert again.request.due == date(2026, 12, 11)


@begins(help_wanted)
@pytest.mark.parametrize(
    ("to", "may"),
    [(DEAN, True), (VICE_DEAN, True), (MEMBER, False), (GUEST, False), (LI, False), (ZHANG, False)],
)
def test_only_who_has_the_office_and_no_part_in_it_may_help(
    office: Office, call: Call, to: str, may: bool
) -> None:
    if may:
        assert hands_on(office, call, to)(office.work).helper == office.person(to)
        return
    refusal = office.refused(hands_on(office, call, to))
    assert isinstance(refusal, CannotHelp)
    assert "赵建例" in refusal.others


# -- what nobody answers


@begins(help_wanted)
@pytest.mark.parametrize(
    ("moments", "helper", "steps"),
    [
        (["2026-12-08T20:00"], ORGANISER, [0]),
        (["2026-12-09T08:59"], ORGANISER, [0]),
        # On the first workday after the day: one reminder, once.
        (["2026-12-09T09:00", "2026-12-09T09:00", "2026-12-10T09:00"], ORGANISER, [1, 0, 0]),
        # After as many days a leader owes it, and after him comes nobody.
        (["2026-12-09T09:00", "2026-12-16T08:59"], ORGANISER, [1, 0]),
        (["2026-12-09T09:00", "2026-12-16T09:00"], DEAN, [1, 1]),
        (
            ["2026-12-09T09:00", "2026-12-16T09:00", "2026-12-24T09:00", "2027-01-29T09:00"],
            DEAN,
            [1, 1, 1, 0],
        ),
    ],
)
def test_who_does_not_answer_is_reminded_once_and_then_a_leader_owes_it(
    office: Office, call: Call, moments: Sequence[str], helper: str, steps: Sequence[int]
) -> None:
    taken = []
    for moment in moments:
        office.at(moment)
        taken.append(waiting.follow_up(office.work))
    assert taken == list(steps)
    (current,) = unsettled(office)
    assert current.helper == office.person(helper)


def test_the_days_of_an_answer_are_counted_around_the_school_holidays(office: Office) -> None:
    """The fourth and the fifth day are after them; on the next workday he is reminded."""
    holidays = (SchoolHolidays((1, 20), (2, 20)),)
    office.using(lambda plan: replace(plan, school_holidays=holidays))
    office.at("2027-01-14T08:30")
    waiting_for, _ = ask(office, entered(office))
    assert waiting_for.request.due == date(2027, 2, 23)
    taken = []
    for moment in ("2027-02-23T18:00", "2027-02-24T09:00"):
        office.at(moment)
        taken.append(waiting.follow_up(office.work))
    assert taken == [0, 1]


@begins(help_wanted)
def test_an_answered_call_is_followed_by_nobody(office: Office, call: Call) -> None:
    answers(office, call)(office.work)
    office.at("2027-01-20T09:00")
    assert waiting.follow_up(office.work) == 0
    assert waiting.next_due(office.work, office.now) is None


@begins(help_wanted)
def test_the_clock_is_asked_for_when_the_next_step_is_due(office: Office, call: Call) -> None:
    due = datetime(2026, 12, 9, 9, 0, tzinfo=SHANGHAI)
    assert waiting.next_due(office.work, office.now) == due
    assert waiting.next_due(office.work, due) is None


@begins(help_wanted)
def test_whoever_leaves_hands_his_calls_over_at_once(office: Office, call: Call) -> None:
    organiser = office.person(ORGANISER)
    change = StaffChange(ChangeKind.LEAVES, organiser.name, organiser.id, "", None)
    rosters.change_staff(office.work, office.department.id, [change])
    assert waiting.follow_up(office.work) == 1
    (current,) = unsettled(office)
    assert current.helper == office.person(DEAN)


@begins(help_wanted)
def test_another_branch_has_no_call(office: Office, call: Call) -> None:
    second = office.branch(SECOND)
    refusal = office.refused(lambda work: calls.find(work, office.department.id, second, None))
    assert isinstance(refusal, NoHelpWanted)
    assert refusal.settled == ""
