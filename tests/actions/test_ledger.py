"""The ledger's items from entering to the later look: each step as a row, and any series of steps against a model."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions.files import Incoming
from bot.actions.rectification import effects, entering, ledger, reporting, verifying
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Branch, Person
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, Source, Standing, State
from bot.domain.rectification.refusals import (
    ItemClosed,
    NothingToVerify,
    OwnersMayNotVerify,
)
from bot.domain.refusals import Refusal
from bot.storage.rectification import events
from tests.actions.acts import entered, newest_item
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.cast import DEAN, LI, MEMBER, ORGANISER, SECOND, THIRD, VICE_DEAN, ZHANG

DUE = date(2027, 2, 28)
Act = Callable[[UnitOfWork], object]


def now(office: Office, item: Item) -> Item:
    return ledger.by_id(office.work, item.id)


def kinds(office: Office, item: Item) -> list[EventKind]:
    return [event.kind for event in events.of_items(office.session, [item.id]).get(item.id, ())]


@pytest.fixture
def third(office: Office) -> Branch:
    return office.branch(THIRD)


@pytest.fixture
def zhang(office: Office) -> Person:
    return office.person(ZHANG)


@pytest.fixture
def item(office: Office) -> Item:
    return newest_item(office)


def progress(office: Office, item: Item, text: str = "谈了三人", *, by: str = ZHANG) -> Act:
    person, branch = office.person(by), office.branch(THIRD)
    return lambda work: reporting.note_progress(work, office.cycle, person, branch, item, text)


def wants_help(office: Office, item: Item) -> Act:
    person, branch = office.person(ZHANG), office.branch(THIRD)
    return lambda work: reporting.note_help(work, office.cycle, person, branch, item, "缺场地")


def done(office: Office, item: Item, *, by: str = ZHANG, branch: str = THIRD) -> Act:
    person, place = office.person(by), office.branch(branch)
    return lambda work: reporting.complete(work, office.cycle, person, place, item, "办好了")


def due(office: Office, item: Item, day: date) -> Act:
    person, branch = office.person(ZHANG), office.branch(THIRD)
    return lambda work: reporting.set_due(work, office.cycle, person, branch, item, day)


def pending(office: Office, item: Item) -> verifying.Pending:
    current = now(office, item)
    return verifying.Pending(current, office.branch(THIRD), "第三支部 1")


def passed(office: Office, item: Item, *, by: str = ORGANISER) -> Act:
    person, waiting = office.person(by), pending(office, item)
    return lambda work: verifying.close(work, office.cycle, person, [waiting])


def returned(office: Office, item: Item, *, by: str = ORGANISER) -> Act:
    person, waiting = office.person(by), pending(office, item)
    return lambda work: verifying.send_back(work, office.cycle, person, waiting, "还差一人")


def looked_again(office: Office, item: Item, *, held: bool, by: str = ORGANISER) -> Act:
    person = office.person(by)
    return lambda work: effects.note(work, office.cycle, person, item, "去看过", held=held)


# -- one step


STEPS: dict[str, Callable[[Office, Item], Act]] = {
    "progress": progress,
    "help": wants_help,
    "done": done,
    "due": lambda office, item: due(office, item, date(2027, 5, 1)),
    "pass": passed,
    "return": returned,
    "held": lambda office, item: looked_again(office, item, held=True),
    "relapsed": lambda office, item: looked_again(office, item, held=False),
}
OPEN, PROPOSED, CLOSED = State.OPEN, State.PROPOSED, State.CLOSED
# step -> what becomes of an item that is open, proposed, closed
TABLE: dict[str, tuple[State | type[Refusal], State | type[Refusal], State | type[Refusal]]] = {
    "progress": (OPEN, OPEN, ItemClosed),
    "help": (OPEN, OPEN, ItemClosed),
    "done": (PROPOSED, PROPOSED, ItemClosed),
    "due": (OPEN, PROPOSED, ItemClosed),
    "pass": (NothingToVerify, CLOSED, NothingToVerify),
    "return": (NothingToVerify, OPEN, NothingToVerify),
    # Of what is not closed nobody can say how it held: nothing happens.
    "held": (OPEN, PROPOSED, CLOSED),
    "relapsed": (OPEN, PROPOSED, OPEN),
}
LEADS_TO: dict[State, Sequence[str]] = {
    OPEN: (),
    PROPOSED: ("done",),
    CLOSED: ("done", "pass"),
}


def reach(office: Office, item: Item, state: State) -> None:
    for step in LEADS_TO[state]:
        STEPS[step](office, item)(office.work)
    assert now(office, item).state is state


@begins(entered)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_in_each_state(office: Office, item: Item, step: str, state: State) -> None:
    reach(office, item, state)
    before = kinds(office, item)
    outcome = TABLE[step][list(State).index(state)]
    act = STEPS[step](office, item)
    if isinstance(outcome, State):
        act(office.work)
        assert now(office, item).state is outcome
        return
    assert isinstance(office.refused(act), outcome)
    assert now(office, item).state is state
    assert kinds(office, item) == before


@begins(entered)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=8))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_series_of_steps_follows_the_table(
    office: Office, item: Item, steps: Sequence[str]
) -> None:
    with office.work.trial():
        state = State.OPEN
        closings = 0
        for step in steps:
            outcome = TABLE[step][list(State).index(state)]
            act = STEPS[step](office, item)
            if isinstance(outcome, State):
                act(office.work)
                closings += step == "pass"
                state = outcome
            else:
                assert isinstance(office.refused(act), outcome)
            current = now(office, item)
            assert current.state is state
            # Never closed without somebody who looked, and never by its owner.
            assert (current.closed_by is not None) == (state is State.CLOSED)
            assert current.closed_by != office.person(ZHANG).id
        assert kinds(office, item).count(EventKind.VERIFIED) == closings


# -- who may


@begins(entered)
@pytest.mark.parametrize("by", [ORGANISER, DEAN, VICE_DEAN])
def test_somebody_else_closes(office: Office, item: Item, by: str) -> None:
    done(office, item)(office.work)
    passed(office, item, by=by)(office.work)
    assert now(office, item).closed_by == office.person(by).id
    assert kinds(office, item)[-1] is EventKind.VERIFIED


@begins(entered)
@pytest.mark.parametrize("decide", [passed, returned])
def test_no_owner_verifies_himself(office: Office, item: Item, decide: Callable[..., Act]) -> None:
    done(office, item)(office.work)
    assert isinstance(office.refused(decide(office, item, by=ZHANG)), OwnersMayNotVerify)


@begins(entered)
def test_whoever_said_for_the_owner_that_it_is_done_does_not_look(
    office: Office, item: Item
) -> None:
    done(office, item, by=ORGANISER)(office.work)
    assert isinstance(office.refused(passed(office, item)), OwnersMayNotVerify)
    passed(office, item, by=DEAN)(office.work)
    assert now(office, item).state is State.CLOSED


@begins(entered)
@pytest.mark.parametrize("held", [True, False])
def test_no_owner_says_how_it_held(office: Office, item: Item, held: bool) -> None:
    reach(office, item, State.CLOSED)
    act = looked_again(office, item, held=held, by=ZHANG)
    assert isinstance(office.refused(act), OwnersMayNotVerify)
    assert now(office, item).state is State.CLOSED


@begins(entered)
@pytest.mark.parametrize(
    ("by", "asked"), [(ZHANG, [ORGANISER]), (ORGANISER, ["l01", "l02", "l03", "l04", "l05"])]
)
def test_the_organisers_are_asked_and_where_they_have_a_part_the_leaders(
    office: Office, item: Item, by: str, asked: Sequence[str]
) -> None:
    done(office, item, by=by)(office.work)
    ids = verifying.asked_of(office.roster, now(office, item))
    assert list(ids) == [office.person(account).id for account in asked]


# -- several owners


def test_what_two_answer_for_waits_for_both(office: Office) -> None:
    shared = entered(office, SECOND, THIRD)
    act = done(office, shared)
    act(office.work)
    assert now(office, shared).state is State.OPEN
    done(office, shared, by=LI, branch=SECOND)(office.work)
    assert now(office, shared).state is State.PROPOSED


def test_who_is_waited_for_is_told(office: Office) -> None:
    shared = entered(office, SECOND, THIRD)
    third, second = office.branch(THIRD), office.branch(SECOND)
    zhang = office.person(ZHANG)
    completed = reporting.complete(office.work, office.cycle, zhang, third, shared)
    assert completed.waiting_for == (second.id,)
    again = reporting.complete(office.work, office.cycle, zhang, third, shared)
    assert again.waiting_for == (second.id,)


# -- dates


@pytest.mark.parametrize(
    ("due_on", "today", "standing"),
    [
        (date(2027, 2, 28), "2027-02-27T09:00", Standing.OPEN),
        (date(2027, 2, 28), "2027-02-28T00:01", Standing.DUE),
        (date(2027, 2, 28), "2027-03-01T09:00", Standing.DUE),
        # Without a date it counts as due three months after it was entered, on 1 December.
        (None, "2027-02-28T23:59", Standing.OPEN),
        (None, "2027-03-01T00:01", Standing.DUE),
    ],
)
def test_an_open_item_is_due_from_its_day_on(
    office: Office, due_on: date | None, today: str, standing: Standing
) -> None:
    plan = office.cycle.plan.rectification
    office.using(
        lambda plan_now: replace(plan_now, rectification=replace(plan, undated_due_months=3))
    )
    item = entered(office, due=due_on)
    office.at(today)
    assert ledger.standing_of(office.work, office.cycle, item) is standing


@begins(entered)
@pytest.mark.parametrize(
    ("state", "held", "standing"),
    [
        (State.PROPOSED, None, Standing.OPEN),
        (State.CLOSED, None, Standing.CLOSED),
        (State.CLOSED, True, Standing.HELD),
        (State.CLOSED, False, Standing.OPEN),
    ],
)
def test_where_an_item_stands_long_after_its_day(
    office: Office, item: Item, state: State, held: bool | None, standing: Standing
) -> None:
    """What relapsed is as if it had been promised today without a date."""
    office.at("2027-06-01T09:00")
    reach(office, item, state)
    if held is not None:
        looked_again(office, item, held=held)(office.work)
    assert ledger.standing_of(office.work, office.cycle, now(office, item)) is standing
    counted = ledger.standings(office.work, office.cycle, [now(office, item)])
    assert counted == {each: int(each is standing) for each in Standing}


@begins(entered)
@pytest.mark.parametrize(("day", "noted"), [(DUE, False), (date(2027, 3, 1), True)])
def test_the_same_date_changes_nothing(office: Office, item: Item, day: date, noted: bool) -> None:
    due(office, item, day)(office.work)
    assert now(office, item).due == day
    assert (EventKind.DUE_SET in kinds(office, item)) == noted


# -- proofs that come after the words


@begins(entered)
@pytest.mark.parametrize(
    ("minutes", "laid"), [(0, True), (29, True), (30, True), (31, False), (600, False)]
)
def test_a_picture_belongs_to_what_was_just_said(
    office: Office, item: Item, zhang: Person, third: Branch, minutes: int, laid: bool
) -> None:
    progress(office, item)(office.work)
    office.now += timedelta(minutes=minutes)
    picture = Incoming("0" * 64, "照片.jpg", 3)
    place = reporting.add_proof(office.work, office.cycle, zhang, [third], picture)
    assert (place is not None) == laid
    assert (EventKind.PROOF in kinds(office, item)) == laid


@begins(entered)
@pytest.mark.parametrize(("by", "branch"), [(MEMBER, THIRD), (ZHANG, SECOND)])
def test_a_picture_of_somebody_else_or_for_another_branch_is_no_proof(
    office: Office, item: Item, by: str, branch: str
) -> None:
    progress(office, item)(office.work)
    picture = Incoming("0" * 64, "照片.jpg", 3)
    person, place = office.person(by), office.branch(branch)
    assert reporting.add_proof(office.work, office.cycle, person, [place], picture) is None


@begins(entered)
def test_nothing_is_laid_beside_a_closed_item(
    office: Office, item: Item, zhang: Person, third: Branch
) -> None:
    reach(office, item, State.CLOSED)
    picture = Incoming("0" * 64, "照片.jpg", 3)
    assert reporting.add_proof(office.work, office.cycle, zhang, [third], picture) is None


# -- promises and what is said of them


def test_the_same_promise_is_one_item(office: Office, zhang: Person, third: Branch) -> None:
    first, is_new = entering.adopt_promise(office.work, office.cycle, zhang, third, "多走访宿舍")
    again, is_new_again = entering.adopt_promise(
        office.work, office.cycle, zhang, third, "多走访宿舍"
    )
    other, _ = entering.adopt_promise(office.work, office.cycle, zhang, third, "多走访班级")
    assert (is_new, is_new_again) == (True, False)
    assert first.id == again.id != other.id
    assert first.source is Source.PROMISE


def test_owners_hear_once_of_all_that_was_entered(office: Office) -> None:
    items = [entered(office, SECOND, THIRD, problem="甲"), entered(office, problem="乙")]
    entering.tell_owners(office.work, office.cycle, items)
    assert len(office.sent(ZHANG)) == 1
    assert ["甲" in office.told(ZHANG), "乙" in office.told(ZHANG)] == [True, True]
    assert ["甲" in office.told(LI), "乙" in office.told(LI)] == [True, False]


@begins(entered)
def test_who_asked_by_saying_done_is_answered(office: Office, item: Item) -> None:
    done(office, item)(office.work)
    returned(office, item)(office.work)
    assert "还差一人" in office.told(ZHANG)
    assert kinds(office, item) == [EventKind.DONE, EventKind.RETURNED]
