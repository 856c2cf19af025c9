"""Who is expected at the meeting, who is there, and who is on leave."""

from dataclasses import replace

from bot.actions import open_cards, people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person, Role
from bot.domain.polls.announcing import NotOnLeave
from bot.domain.polls.meeting import Leave
from bot.domain.polls.poll import PollState
from bot.domain.values import dataclass
from bot.messages import Message, Option, button_card
from bot.storage.polls import meeting as store
from bot.storage.polls import polls, roll
from bot.texts import polls as texts
from bot.texts.polls import attendance as attendance_texts

ATTEND = "attend"


@dataclass(frozen=True)
class Arrival:
    """`late` where a poll was open already: it counts from now on."""

    new: bool
    late: bool


@dataclass(frozen=True)
class Attendance:
    """People in the order of the roster.

    `invited` are all but guests; of them some are on leave, with the reason. `present` and
    `missing` are the others; `guests` are those who have come. `open` is False where nobody takes
    attendance.
    """

    open: bool
    invited: tuple[Person, ...]
    present: tuple[Person, ...]
    missing: tuple[Person, ...]
    on_leave: tuple[tuple[Person, str], ...]
    guests: tuple[Person, ...]

    @property
    def present_ids(self) -> frozenset[int]:
        return frozenset(person.id for person in self.present)

    @property
    def on_leave_ids(self) -> frozenset[int]:
        return frozenset(person.id for person, _ in self.on_leave)


def open_attendance(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> bool:
    """Posts the attendance card.

    False where there is one already. From now on polls are for those present.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    if meeting.attendance_card:
        return False
    # Addressed to nobody, so that everybody in the group may press it.
    card_id = open_cards.ask(work, actor, ATTEND, {"cycle": cycle.id}, addressees=())
    store.save(work.session, replace(meeting, attendance_card=card_id))
    button = Option("here", attendance_texts.HERE)
    card = button_card(card_id, attendance_texts.CARD_TITLE, attendance_texts.CARD_TEXT, button)
    work.message_group(department, Message(card=card), key=f"attendance:{card_id}", priority=1)
    work.audit(department.id, actor, "attendance.opened", f"cycle:{cycle.year}")
    return True


def is_attendance_open(work: UnitOfWork, cycle: Cycle) -> bool:
    return bool(store.of_cycle(work.session, cycle.id).attendance_card)


def sign_in(
    work: UnitOfWork, cycle: Cycle, department: Department, person: Person, *, actor: Person
) -> Arrival:
    """Marks a person as present; whoever was on leave has come after all."""
    if not store.sign_in(work.session, cycle.id, person.id, at=work.now, entered_by=actor.id):
        return Arrival(new=False, late=False)
    store.end_leave(work.session, cycle.id, person.id)
    return Arrival(new=True, late=_let_into_polls(work, department, person, actor))


def arrive(
    work: UnitOfWork, cycle: Cycle, department: Department, person: Person, *, actor: Person
) -> None:
    """Notes that somebody has come, by whatever he says or asks for.

    Where there is an attendance list he is on it; where there is none and he was on leave, he has
    come after all. It is a no-op for anybody else.
    """
    if is_attendance_open(work, cycle):
        sign_in(work, cycle, department, person, actor=actor)
    elif is_on_leave(work, cycle, person):
        end_leave(work, cycle, department, actor, person)


def _let_into_polls(
    work: UnitOfWork, department: Department, person: Person, actor: Person
) -> bool:
    """Lets somebody who was away vote in the polls that are open. Returns False where none is.

    While a poll is open this is told in the group: the roll changes in the open. Of a sheet the
    end tells how many were handed out.
    """
    late = False
    for poll in polls.of_department(work.session, department.id, (PollState.OPEN,)):
        if not roll.mark_present(work.session, poll.id, person.id):
            continue
        late = True
        eligible, _ = roll.turnout(work.session, poll.id)
        if not poll.terms.form.turning:
            text = texts.came_late(person.title, eligible)
            key = f"poll:{poll.id}:late:{person.id}"
            work.message_group(department, Message(text=text), key=key)
        work.audit(
            department.id,
            actor,
            "poll.late_arrival",
            f"poll:{poll.id}",
            person=person.id,
            eligible=eligible,
        )
    return late


def attendance(work: UnitOfWork, cycle: Cycle) -> Attendance:
    """Returns who was invited, is there, is missing and is on leave."""
    present = store.present(work.session, cycle.id)
    leaves = store.leaves(work.session, cycle.id)
    roster = people.roster(work, cycle.department)
    invited = tuple(person for person in roster.people if is_invited(person))
    awaited = expected(work, cycle)
    return Attendance(
        open=is_attendance_open(work, cycle),
        invited=invited,
        present=tuple(person for person in awaited if person.id in present),
        missing=tuple(person for person in awaited if person.id not in present),
        on_leave=tuple(
            (person, leaves[person.id].reason) for person in invited if person.id in leaves
        ),
        guests=tuple(
            person for person in roster.people if person.id in present and not is_invited(person)
        ),
    )


def expected(work: UnitOfWork, cycle: Cycle) -> tuple[Person, ...]:
    """Returns who was invited and is not on leave, in the order of the roster."""
    leaves = store.leaves(work.session, cycle.id)
    roster = people.roster(work, cycle.department)
    return tuple(
        person for person in roster.people if is_invited(person) and person.id not in leaves
    )


def is_invited(person: Person) -> bool:
    """Tells whether somebody is expected as one of the meeting, and not as a guest of it alone."""
    return person.roles != frozenset({Role.GUEST})


def take_leave(work: UnitOfWork, cycle: Cycle, actor: Person, person: Person, reason: str) -> None:
    """Notes that this person will not come. A later reason replaces the earlier one."""
    leave = Leave(person.id, reason)
    store.take_leave(work.session, cycle.id, leave, at=work.now, entered_by=actor.id)
    # Without the reason, which is for the organiser alone (docs/decisions/0028).
    work.audit(cycle.department, actor, "leave.taken", f"person:{person.id}")


def end_leave(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, person: Person
) -> None:
    """Notes that this person comes after all.

    Where no attendance is taken he may vote in the poll that is open. Raises NotOnLeave.
    """
    if not store.end_leave(work.session, cycle.id, person.id):
        raise NotOnLeave(person.title)
    work.audit(cycle.department, actor, "leave.ended", f"person:{person.id}")
    if not is_attendance_open(work, cycle):
        _let_into_polls(work, department, person, actor)


def is_on_leave(work: UnitOfWork, cycle: Cycle, person: Person) -> bool:
    return person.id in store.leaves(work.session, cycle.id)
