"""The meeting: who is expected, there and on leave; in which order and how long they speak. Rows of rules on the real database."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.polls import meetings, ordering, presence, speeches
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Role
from bot.domain.plan import Plan
from bot.domain.polls.announcing import DrawnBefore, NotOnLeave, OrderIncomplete
from bot.domain.polls.meeting import OrderKind
from bot.domain.polls.order import draw
from bot.domain.refusals import Refusal
from bot.storage.polls import meeting as store
from bot.storage.polls import speeches as speech_store
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, OTHER_MEMBER, WANG, ZHANG

SUBJECTS = tuple(f"s{number:02}" for number in range(1, 9))
INVITED = 54  # eight secretaries, five leaders, the organiser and forty members


def open_list(office: Office) -> bool:
    organiser = office.person(ORGANISER)
    return presence.open_attendance(office.work, office.cycle, office.department, organiser)


def sign_in(office: Office, account: str, *, by: str = "") -> presence.Arrival:
    actor = office.person(by or account)
    return presence.sign_in(
        office.work, office.cycle, office.department, office.person(account), actor=actor
    )


def leave(office: Office, account: str, reason: str = "出差") -> None:
    person = office.person(account)
    presence.take_leave(office.work, office.cycle, person, person, reason)


def come_back(office: Office, account: str) -> Callable[[UnitOfWork], None]:
    person = office.person(account)
    return lambda work: presence.end_leave(work, office.cycle, office.department, person, person)


def counts(office: Office) -> tuple[int, int, int, int]:
    """(there, missing, on leave, guests)"""
    now = presence.attendance(office.work, office.cycle)
    return len(now.present), len(now.missing), len(now.on_leave), len(now.guests)


# -- who is there


@pytest.mark.parametrize(
    ("account", "invited"),
    [(DEAN, True), (ORGANISER, True), (WANG, True), (MEMBER, True), (GUEST, False)],
)
def test_all_but_guests_are_invited(office: Office, account: str, invited: bool) -> None:
    person = office.person(account)
    assert presence.is_invited(person) == invited
    assert (person in presence.expected(office.work, office.cycle)) == invited


def test_a_guest_who_holds_another_office_is_invited(office: Office) -> None:
    guest = office.person(GUEST)
    assert presence.is_invited(replace(guest, roles=guest.roles | {Role.MEMBER}))


@pytest.mark.parametrize(
    ("arriving", "leaving", "expected"),
    [
        ((), (), (0, INVITED, 0, 0)),
        ((WANG,), (), (1, INVITED - 1, 0, 0)),
        ((WANG, WANG), (), (1, INVITED - 1, 0, 0)),
        ((GUEST,), (), (0, INVITED, 0, 1)),
        ((), (MEMBER,), (0, INVITED - 1, 1, 0)),
        ((), (GUEST,), (0, INVITED, 0, 0)),
        ((WANG,), (MEMBER, OTHER_MEMBER), (1, INVITED - 3, 2, 0)),
        # Whoever was on leave has come after all.
        ((MEMBER,), (MEMBER,), (1, INVITED - 1, 0, 0)),
    ],
)
def test_everybody_is_counted_once(
    office: Office,
    arriving: Sequence[str],
    leaving: Sequence[str],
    expected: tuple[int, int, int, int],
) -> None:
    for account in leaving:
        leave(office, account)
    for account in arriving:
        sign_in(office, account)
    assert counts(office) == expected


def test_who_signs_in_twice_is_new_once(office: Office) -> None:
    assert sign_in(office, WANG) == presence.Arrival(new=True, late=False)
    assert sign_in(office, WANG, by=ORGANISER) == presence.Arrival(new=False, late=False)


def test_the_list_is_opened_once_and_its_card_is_for_everybody(office: Office) -> None:
    assert not presence.is_attendance_open(office.work, office.cycle)
    assert open_list(office)
    assert not open_list(office)
    assert presence.is_attendance_open(office.work, office.cycle)
    (card,) = office.cards(office.department.group)
    assert office.card(card.id).addressees == ()
    assert len(office.trail("attendance.opened")) == 1


def test_a_reason_is_replaced_by_a_later_one_and_is_not_in_the_trail(office: Office) -> None:
    leave(office, MEMBER, "出差")
    leave(office, MEMBER, "看病")
    ((person, reason),) = presence.attendance(office.work, office.cycle).on_leave
    assert (person.account, reason) == (MEMBER, "看病")
    assert office.trail("leave.taken") == [{}, {}]


@pytest.mark.parametrize("opened", [False, True])
def test_leave_ends_once(office: Office, opened: bool) -> None:
    if opened:
        open_list(office)
    leave(office, MEMBER)
    assert presence.is_on_leave(office.work, office.cycle, office.person(MEMBER))
    come_back(office, MEMBER)(office.work)
    assert not presence.is_on_leave(office.work, office.cycle, office.person(MEMBER))
    assert isinstance(office.refused(come_back(office, MEMBER)), NotOnLeave)


@pytest.mark.parametrize(
    ("opened", "on_leave", "there", "still_on_leave"),
    [
        (True, False, 1, False),
        (True, True, 1, False),
        (False, True, 0, False),
        (False, False, 0, False),
    ],
)
def test_whoever_says_anything_has_come(
    office: Office, *, opened: bool, on_leave: bool, there: int, still_on_leave: bool
) -> None:
    if opened:
        open_list(office)
    if on_leave:
        leave(office, MEMBER)
    member = office.person(MEMBER)
    presence.arrive(office.work, office.cycle, office.department, member, actor=member)
    assert counts(office)[0] == there
    assert presence.is_on_leave(office.work, office.cycle, member) == still_on_leave


# -- the order of speaking


def names(office: Office) -> list[str]:
    return [person.name for person in meetings.agenda(office.work, office.cycle).speakers]


def lot(office: Office, reason: str = "") -> Callable[[UnitOfWork], None]:
    organiser = office.person(ORGANISER)
    return lambda work: ordering.draw_order(
        work, office.cycle, office.department, organiser, reason
    )


def test_without_an_order_they_speak_as_on_the_roster(office: Office) -> None:
    assert names(office) == [person.name for person in office.roster.subjects]
    assert meetings.agenda(office.work, office.cycle).order_kind is OrderKind.ROSTER
    assert not ordering.is_order_told(office.work, office.cycle)


@pytest.mark.parametrize("seed", ["开奖号码 0407", "1", "公开的一句话"])
def test_a_lot_can_be_drawn_again_by_anybody_from_what_the_trail_keeps(
    office: Office, seed: str
) -> None:
    organiser = office.person(ORGANISER)
    assert ordering.keep_seed(office.work, office.cycle, organiser, seed) == seed
    # A second one would let somebody choose the order.
    assert ordering.keep_seed(office.work, office.cycle, organiser, "另一句") == seed
    lot(office)(office.work)
    assert names(office) == list(draw(seed, [person.title for person in office.roster.subjects]))
    (facts,) = office.trail("meeting.order")
    assert (facts["seed"], facts["kind"]) == (seed, OrderKind.LOT.value)
    assert len(office.trail("meeting.seed")) == 1


def test_a_lot_of_its_own_randomness_is_kept_with_its_seed(office: Office) -> None:
    lot(office)(office.work)
    (facts,) = office.trail("meeting.order")
    titles = [person.title for person in office.roster.subjects]
    assert names(office) == list(draw(facts["seed"], titles))
    assert Counter(names(office)) == Counter(titles)


def test_drawing_again_needs_a_reason_and_another_seed(office: Office) -> None:
    lot(office)(office.work)
    refusal = office.refused(lot(office))
    assert isinstance(refusal, DrawnBefore)
    lot(office, "李思样出差")(office.work)
    first, second = office.trail("meeting.order")
    assert first["seed"] != second["seed"]
    assert second["reason"] == "李思样出差"
    told = office.in_group()
    assert len(told) == 2
    assert "李思样出差" in told[-1]


def test_an_entered_order_and_the_roster_s_replace_a_lot_and_each_is_told(office: Office) -> None:
    organiser, department = office.person(ORGANISER), office.department
    lot(office)(office.work)
    backwards = list(reversed(office.roster.subjects))
    ordering.enter_order(office.work, office.cycle, department, organiser, backwards)
    assert names(office) == [person.name for person in backwards]
    ordering.follow_roster(office.work, office.cycle, department, organiser)
    assert names(office) == [person.name for person in office.roster.subjects]
    assert len(office.in_group()) == 3
    # Whoever has entered an order by hand may draw afterwards without a reason.
    lot(office)(office.work)


@pytest.mark.parametrize(
    ("said", "unknown", "missing", "strangers", "twice"),
    [
        (SUBJECTS, (), 0, (), 0),
        (tuple(reversed(SUBJECTS)), (), 0, (), 0),
        (SUBJECTS[1:], (), 1, (), 0),
        ((), (), 8, (), 0),
        ((*SUBJECTS, WANG), (), 0, (), 1),
        ((*SUBJECTS, MEMBER), (), 0, ("杨小样",), 0),
        (SUBJECTS, ("甲",), 0, ("甲",), 0),
        ((*SUBJECTS[2:], LI, LI), ("甲",), 1, ("甲",), 1),
    ],
)
def test_an_order_names_every_speaker_once(
    office: Office,
    said: Sequence[str],
    unknown: Sequence[str],
    missing: int,
    strangers: Sequence[str],
    twice: int,
) -> None:
    people = [office.person(account) for account in said]

    def check(work: UnitOfWork) -> None:
        ordering.check_order(work, office.cycle, people, unknown)

    if not (missing or strangers or twice):
        check(office.work)
        return
    refusal: Refusal = office.refused(check)
    assert isinstance(refusal, OrderIncomplete)
    assert (len(refusal.missing), tuple(refusal.unknown), len(refusal.twice)) == (
        missing,
        tuple(strangers),
        twice,
    )


def test_whoever_reports_in_writing_does_not_speak_and_stays_in_the_order(office: Office) -> None:
    organiser, li = office.person(ORGANISER), office.person(LI)
    lot(office)(office.work)
    drawn = names(office)
    meetings.set_written(office.work, office.cycle, organiser, li, "出差")
    agenda = meetings.agenda(office.work, office.cycle)
    assert [(person.name, reason) for person, reason in agenda.written] == [(li.name, "出差")]
    assert names(office) == [name for name in drawn if name != li.name]
    meetings.set_written(office.work, office.cycle, organiser, li, None)
    assert names(office) == drawn
    assert [facts["mode"] for facts in office.trail("meeting.mode")] == ["written", "on site"]


def test_the_way_of_voting_is_noted_when_it_changes(office: Office) -> None:
    organiser = office.person(ORGANISER)
    for named in (False, True, True, False):
        meetings.set_named(office.work, office.cycle, organiser, named=named)
    assert len(office.trail("meeting.named")) == 1
    assert len(office.trail("meeting.secret")) == 1


# -- speaking time


def of_minutes(minutes: int) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, meeting=replace(plan.meeting, speech_minutes=minutes))


@pytest.mark.parametrize(
    ("planned", "said", "minutes"), [(8, None, 8), (8, 5, 5), (6, None, 6), (6, 1, 1)]
)
def test_the_clock_runs_for_the_plans_minutes_or_those_that_are_said(
    office: Office, planned: int, said: int | None, minutes: int
) -> None:
    office.using(of_minutes(planned))
    speeches.begin_speech(office.work, office.cycle, office.person(WANG), said)
    talk = meetings.hall(office.work, office.cycle).talk
    assert talk is not None
    assert talk.speaker.account == WANG
    assert (talk.started_at, talk.until) == (office.now, office.now + timedelta(minutes=minutes))


def test_one_speaks_at_a_time_and_who_has_spoken_is_known(office: Office) -> None:
    for account in (WANG, LI, ZHANG):
        speeches.begin_speech(office.work, office.cycle, office.person(account))
    hall = meetings.hall(office.work, office.cycle)
    assert hall.talk is not None
    assert hall.talk.speaker.account == ZHANG
    assert hall.spoken == {office.person(WANG).id, office.person(LI).id}


def test_ending_what_nobody_began_does_nothing(office: Office) -> None:
    assert not speeches.end_speech(office.work, office.cycle)
    speeches.begin_speech(office.work, office.cycle, office.person(WANG))
    assert speeches.end_speech(office.work, office.cycle)


@pytest.mark.parametrize(("passed", "until"), [(0, 9), (7, 9), (8, 9), (10, 11), (60, 61)])
def test_a_minute_more_counts_from_now_where_the_time_is_over(
    office: Office, passed: int, until: int
) -> None:
    """Eight minutes were planned."""
    begun = office.now
    speeches.begin_speech(office.work, office.cycle, office.person(WANG))
    office.now = begun + timedelta(minutes=passed)
    speech = speech_store.latest(office.session, office.cycle.id)
    assert speech is not None
    speeches.extend_speech(office.work, speech)
    longer = speech_store.latest(office.session, office.cycle.id)
    assert longer is not None
    assert longer.until == begun + timedelta(minutes=until)


# -- categories that are counted as one


@pytest.mark.parametrize("categories", [("A", "B"), ("B", "C"), ("A", "B", "C")])
def test_merged_categories_are_one_in_the_polls_to_come(
    office: Office, categories: Sequence[str]
) -> None:
    organiser = office.person(ORGANISER)
    merged = meetings.merge_categories(office.work, office.cycle, organiser, categories)
    merges = store.of_cycle(office.session, office.cycle.id).merges
    assert {merges[category] for category in categories} == {merged}
    assert set(merges) == set(categories)
    assert [facts["categories"] for facts in office.trail("meeting.merged")] == [merged]
