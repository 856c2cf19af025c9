"""The meeting: attendance, merged categories, named mode, the order of speaking by lot."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import open_cards, people
from bot.actions.polls.opening import speakers
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person, Role
from bot.domain.polls import order
from bot.domain.polls.refusals import NoSeed
from bot.domain.polls.roll import merge
from bot.messages import Message, Option, button_card
from bot.storage.polls import meeting, polls, roll
from bot.texts import polls as texts
from bot.texts.polls import meeting as meeting_texts

ATTEND = "attend"


@dataclass(frozen=True)
class Arrival:
    """`late` where a poll was open already: it counts from now on."""

    new: bool
    late: bool


def open_attendance(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> bool:
    """Posts the attendance card; False where there is one already. From now on polls are for those present."""
    held = meeting.meeting(work.session, cycle.id)
    if held.attendance_card:
        return False
    held.attendance_card = open_cards.ask(work, actor, ATTEND, {"cycle": cycle.id}, addressees=())
    meeting.save(work.session, held)
    button = Option("here", texts.HERE)
    card = button_card(held.attendance_card, texts.ATTENDANCE_TITLE, texts.ATTENDANCE_TEXT, button)
    work.message_group(
        department, Message(card=card), key=f"attendance:{held.attendance_card}", priority=1
    )
    work.audit(department.id, actor, "attendance.opened", f"cycle:{cycle.year}")
    return True


def is_attendance_open(work: UnitOfWork, cycle: Cycle) -> bool:
    return bool(meeting.meeting(work.session, cycle.id).attendance_card)


def sign_in(
    work: UnitOfWork, cycle: Cycle, department: Department, person: Person, *, actor: Person
) -> Arrival:
    """Marks a person as present. While a poll is open this is told in the group: the roll changes in the open."""
    if not meeting.sign_in(work.session, cycle.id, person.id, at=work.now, entered_by=actor.id):
        return Arrival(new=False, late=False)
    running = polls.of_department(work.session, department.id, ["open"])
    late = [row for row in running if row.id and roll.arrive(work.session, row.id, person.id)]
    for row in late:
        eligible, _ = roll.turnout(work.session, row.id or 0)
        text = texts.came_late(person.title, eligible)
        work.message_group(department, Message(text=text), key=f"poll:{row.id}:late:{person.id}")
        work.audit(
            department.id,
            actor,
            "poll.late_arrival",
            f"poll:{row.id}",
            person=person.id,
            eligible=eligible,
        )
    return Arrival(new=True, late=bool(late))


def attendance(work: UnitOfWork, cycle: Cycle) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of those present in the order of the roster, and of those who are not."""
    here = meeting.present(work.session, cycle.id)
    everybody = people.roster(work, cycle.department).people
    present = tuple(person.title for person in everybody if person.id in here)
    return present, tuple(person.title for person in everybody if person.id not in here)


def merge_categories(work: UnitOfWork, cycle: Cycle, actor: Person, names: Sequence[str]) -> str:
    """Counts these voter categories as one in the polls to come; the name of the merged one."""
    held = meeting.meeting(work.session, cycle.id)
    held.merges = merge(held.merges, names)
    meeting.save(work.session, held)
    work.audit(
        cycle.department,
        actor,
        "meeting.merged",
        f"cycle:{cycle.year}",
        categories=held.merges[names[0]],
    )
    return held.merges[names[0]]


def set_named(work: UnitOfWork, cycle: Cycle, actor: Person, *, named: bool) -> None:
    """记名 or back to secret, for the polls to come."""
    held = meeting.meeting(work.session, cycle.id)
    if held.named != named:
        held.named = named
        meeting.save(work.session, held)
        work.audit(
            cycle.department,
            actor,
            "meeting.named" if named else "meeting.secret",
            f"cycle:{cycle.year}",
        )


@dataclass(frozen=True)
class Agenda:
    """`speakers` in their order; `written` report in writing, with the reason; `drawn` where the order came by lot.

    `comments` is each or together, as in the plan.
    """

    speakers: tuple[Person, ...]
    written: tuple[tuple[Person, str], ...]
    guests: tuple[Person, ...]
    comments: str
    seed: str
    drawn: bool


def agenda(work: UnitOfWork, cycle: Cycle) -> Agenda:
    """Who speaks when: in the order drawn by lot, else in the order of the roster."""
    held = meeting.meeting(work.session, cycle.id)
    everybody = speakers(work, cycle)
    written = tuple(
        (person, held.written[str(person.id)])
        for person in everybody
        if str(person.id) in held.written
    )
    on_site = tuple(person for person in everybody if str(person.id) not in held.written)
    guests = tuple(
        one for one in people.roster(work, cycle.department).people if one.has(Role.GUEST)
    )
    return Agenda(
        on_site, written, guests, cycle.plan.meeting.comments, held.seed, bool(held.order)
    )


def announce_seed(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, seed: str
) -> str:
    """Tells the group the seed of the lot before the draw; the first one stays. Returns the seed in force."""
    held = meeting.meeting(work.session, cycle.id)
    if not held.seed:
        held.seed = seed
        meeting.save(work.session, held)
        work.audit(cycle.department, actor, "meeting.seed", f"cycle:{cycle.year}", seed=seed)
        work.message_group(
            department, Message(text=meeting_texts.seed(seed)), key=f"meeting:{cycle.id}:seed"
        )
    return held.seed


def draw_order(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> Agenda:
    """Draws the order of speaking from the announced seed and tells the group; once drawn it stays. Raises NoSeed."""
    held = meeting.meeting(work.session, cycle.id)
    if not held.seed:
        raise NoSeed
    if not held.order:
        by_name = {
            person.title: person.id for person in people.roster(work, cycle.department).secretaries
        }
        held.order = [by_name[name] for name in order.draw(held.seed, list(by_name))]
        meeting.save(work.session, held)
        work.audit(cycle.department, actor, "meeting.order", f"cycle:{cycle.year}", seed=held.seed)
        text = meeting_texts.order_drawn(
            held.seed, [person.title for person in agenda(work, cycle).speakers]
        )
        work.message_group(department, Message(text=text), key=f"meeting:{cycle.id}:order")
    return agenda(work, cycle)


def set_written(
    work: UnitOfWork, cycle: Cycle, actor: Person, person: Person, reason: str | None
) -> None:
    """Notes that a secretary reports in writing, and why; None brings him back to the hall."""
    held = meeting.meeting(work.session, cycle.id)
    others = {key: value for key, value in held.written.items() if key != str(person.id)}
    held.written = others if reason is None else {**others, str(person.id): reason}
    meeting.save(work.session, held)
    mode = "on site" if reason is None else "written"
    work.audit(
        cycle.department, actor, "meeting.mode", f"person:{person.id}", mode=mode, reason=reason
    )
