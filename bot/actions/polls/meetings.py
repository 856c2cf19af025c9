"""The meeting: attendance, merged categories, named mode, the order of speaking by lot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions import open_cards, people
from bot.actions.polls.opening import speakers
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person, Role
from bot.domain.polls import order
from bot.domain.polls.poll import PollState
from bot.domain.polls.refusals import NoSeed
from bot.domain.polls.roll import merge
from bot.messages import Message, Option, button_card
from bot.storage.polls import meeting as store
from bot.storage.polls import polls, roll
from bot.texts import polls as texts
from bot.texts.polls import meeting as meeting_texts

ATTEND = "attend"


@dataclass(frozen=True)
class Arrival:
    """`late` where a poll was open already: it counts from now on."""

    new: bool
    late: bool


def open_attendance(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> bool:
    """Posts the attendance card.

    False where there is one already. From now on polls are for those present.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    if meeting.attendance_card:
        return False
    card_id = open_cards.ask(work, actor, ATTEND, {"cycle": cycle.id}, addressees=())
    store.save(work.session, replace(meeting, attendance_card=card_id))
    button = Option("here", texts.HERE)
    card = button_card(card_id, texts.ATTENDANCE_TITLE, texts.ATTENDANCE_TEXT, button)
    work.message_group(department, Message(card=card), key=f"attendance:{card_id}", priority=1)
    work.audit(department.id, actor, "attendance.opened", f"cycle:{cycle.year}")
    return True


def is_attendance_open(work: UnitOfWork, cycle: Cycle) -> bool:
    return bool(store.of_cycle(work.session, cycle.id).attendance_card)


def sign_in(
    work: UnitOfWork, cycle: Cycle, department: Department, person: Person, *, actor: Person
) -> Arrival:
    """Marks a person as present.

    While a poll is open this is told in the group: the roll changes in the open. Of a sheet the
    end tells how many were handed out.
    """
    if not store.sign_in(work.session, cycle.id, person.id, at=work.now, entered_by=actor.id):
        return Arrival(new=False, late=False)
    late = False
    for poll in polls.of_department(work.session, department.id, [PollState.OPEN]):
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
    return Arrival(new=True, late=late)


def attendance(work: UnitOfWork, cycle: Cycle) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of those present in the order of the roster, and of those who are not."""
    present = store.present(work.session, cycle.id)
    roster = people.roster(work, cycle.department)
    present_names = tuple(person.title for person in roster.people if person.id in present)
    absent_names = tuple(person.title for person in roster.people if person.id not in present)
    return present_names, absent_names


def merge_categories(work: UnitOfWork, cycle: Cycle, actor: Person, names: Sequence[str]) -> str:
    """Counts these voter categories as one in the polls to come; the name of the merged one."""
    meeting = store.of_cycle(work.session, cycle.id)
    merges = merge(meeting.merges, names)
    merged = merges[names[0]]
    store.save(work.session, replace(meeting, merges=merges))
    work.audit(cycle.department, actor, "meeting.merged", f"cycle:{cycle.year}", categories=merged)
    return merged


def set_named(work: UnitOfWork, cycle: Cycle, actor: Person, *, named: bool) -> None:
    """Holds the polls to come by name (记名), or secretly again.

    Nothing happens where that is so already.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    if meeting.named == named:
        return
    store.save(work.session, replace(meeting, named=named))
    verb = "meeting.named" if named else "meeting.secret"
    work.audit(cycle.department, actor, verb, f"cycle:{cycle.year}")


@dataclass(frozen=True)
class Agenda:
    """`speakers` are in their order, by lot where it was `drawn`; `written` are persons and
    reasons.

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
    meeting = store.of_cycle(work.session, cycle.id)
    on_site = []
    written = []
    for person in speakers(work, cycle):
        reason = meeting.written.get(str(person.id))
        if reason is None:
            on_site.append(person)
        else:
            written.append((person, reason))
    roster = people.roster(work, cycle.department)
    guests = tuple(person for person in roster.people if person.has(Role.GUEST))
    return Agenda(
        speakers=tuple(on_site),
        written=tuple(written),
        guests=guests,
        comments=cycle.plan.meeting.comments,
        seed=meeting.seed,
        drawn=bool(meeting.order),
    )


def announce_seed(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, seed: str
) -> str:
    """Tells the group the seed of the lot before the draw; the first one stays.

    Returns the seed in force.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    if meeting.seed:  # announced once: a second seed would let somebody choose the order
        return meeting.seed
    store.save(work.session, replace(meeting, seed=seed))
    work.audit(cycle.department, actor, "meeting.seed", f"cycle:{cycle.year}", seed=seed)
    message = Message(text=meeting_texts.seed(seed))
    work.message_group(department, message, key=f"meeting:{cycle.id}:seed")
    return seed


def draw_order(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> Agenda:
    """Draws the order of speaking from the announced seed and tells the group; once drawn it stays.

    Raises NoSeed.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    if not meeting.seed:
        raise NoSeed
    if meeting.order:
        return agenda(work, cycle)
    secretaries = people.roster(work, cycle.department).subjects
    ids_by_name = {person.title: person.id for person in secretaries}
    drawn = tuple(ids_by_name[name] for name in order.draw(meeting.seed, list(ids_by_name)))
    store.save(work.session, replace(meeting, order=drawn))
    work.audit(cycle.department, actor, "meeting.order", f"cycle:{cycle.year}", seed=meeting.seed)
    new_agenda = agenda(work, cycle)
    names = [person.title for person in new_agenda.speakers]
    message = Message(text=meeting_texts.order_drawn(meeting.seed, names))
    work.message_group(department, message, key=f"meeting:{cycle.id}:order")
    return new_agenda


def set_written(
    work: UnitOfWork, cycle: Cycle, actor: Person, person: Person, reason: str | None
) -> None:
    """Notes that a secretary reports in writing, and why; None brings him back to the hall."""
    meeting = store.of_cycle(work.session, cycle.id)
    written = dict(meeting.written)
    written.pop(str(person.id), None)
    if reason is not None:
        written[str(person.id)] = reason
    store.save(work.session, replace(meeting, written=written))
    mode = "on site" if reason is None else "written"
    work.audit(
        cycle.department, actor, "meeting.mode", f"person:{person.id}", mode=mode, reason=reason
    )
