"""2 会议材料: notice, agenda, list of signatures, who came, and the minutes as a form."""

from collections.abc import Iterator

from bot.actions.exporting.dossier import Dossier, Paper
from bot.actions.polls.handing_over import ballot_report, released_polls
from bot.actions.polls.meetings import agenda
from bot.actions.polls.presence import Attendance, attendance
from bot.actions.polls.printing import agenda_content
from bot.domain.evaluation.inputs import Kind
from bot.domain.people import Person
from bot.domain.polls.meeting import Agenda
from bot.exports.meeting_record import (
    Attendee,
    Minutes,
    Turn,
    Turnout,
    attendance_list,
    attendance_statistics,
    meeting_notice,
    minutes_form,
)
from bot.storage.polls import meeting as store
from bot.texts.exporting import meeting as texts
from bot.texts.polls import report as report_texts


def papers(dossier: Dossier) -> Iterator[Paper]:
    """Yields nothing while nobody has told the group of a meeting and no attendance is taken."""
    work, cycle = dossier.work, dossier.cycle
    held = agenda(work, cycle)
    came = attendance(work, cycle)
    if not held.announced and not came.open:
        return
    noticed_at = store.of_cycle(work.session, cycle.id).noticed_at
    if held.announced and noticed_at is not None:
        content = meeting_notice(cycle.plan, held, work.zone, work.day_of(noticed_at))
        yield Paper(texts.NOTICE_NAME, content)
    yield Paper(texts.AGENDA_NAME, agenda_content(work, cycle))
    attendees = _attendees(came)
    content = attendance_list(cycle.plan, held, attendees, work.zone)
    yield Paper(texts.SIGNATURES_NAME, content)
    content = attendance_statistics(cycle.plan, held, _turnouts(came), work.zone)
    yield Paper(texts.STATISTICS_NAME, content)
    yield Paper(texts.MINUTES_NAME, minutes_form(_minutes(dossier, held, came)))


def present_in_words(came: Attendance) -> str:
    """Returns how many were invited and came; empty where nobody took attendance."""
    if not came.open:
        return ""
    return texts.present(len(came.invited), len(came.present), len(came.on_leave))


def turnout_in_words(dossier: Dossier) -> str:
    """Returns how many sheets were handed out and came back, of the polls that were released."""
    report = ballot_report(dossier.work, dossier.cycle, released_polls(dossier.work, dossier.cycle))
    turnouts = (
        report_texts.turnout(poll.handed_out, poll.returned, poll.spoilt) for poll in report.polls
    )
    # The same numbers of several polls are said once.
    return "".join(dict.fromkeys(turnouts))


def _attendees(came: Attendance) -> list[Attendee]:
    """Returns everybody invited, with what is known; guests who have come stand at the end."""
    attendees = []
    for person in came.invited:
        words = ""
        if person.id in came.on_leave_ids:
            words = texts.ON_LEAVE
        elif person.id in came.present_ids:
            words = texts.CAME
        attendees.append(Attendee(person.title, person.branch_name, words))
    guests = [Attendee(guest.title, guest.branch_name, texts.GUEST) for guest in came.guests]
    return [*attendees, *guests]


def _turnouts(came: Attendance) -> list[Turnout]:
    """Counts by what people are on the roster; somebody of several roles counts under the first."""
    groups: dict[str, list[Person]] = {}
    for person in came.invited:
        categories = (title for role, title in texts.CATEGORIES.items() if role in person.roles)
        groups.setdefault(next(categories, texts.OTHERS), []).append(person)
    titles = (*texts.CATEGORIES.values(), texts.OTHERS)
    turnouts = []
    for title in titles:
        members = groups.get(title, [])
        if members:
            ids = {person.id for person in members}
            # Where nobody takes attendance it is not known who came.
            number = None
            if came.open:
                number = len(ids & came.present_ids)
            turnouts.append(Turnout(title, len(ids), len(ids & came.on_leave_ids), number))
    if came.guests:
        turnouts.append(Turnout(texts.GUEST, 0, 0, len(came.guests)))
    return turnouts


def _minutes(dossier: Dossier, held: Agenda, came: Attendance) -> Minutes:
    """Returns what the form says before the meeting, and room for what is said at it."""
    turns = [_turn(dossier, person, written=False) for person in held.speakers]
    turns += [_turn(dossier, person, written=True) for person, _ in held.written]
    return Minutes(
        plan=dossier.cycle.plan,
        agenda=held,
        zone=dossier.work.zone,
        present=present_in_words(came) or texts.expected(len(came.invited), len(came.on_leave)),
        on_leave=tuple(person.title for person, _ in came.on_leave),
        guests=tuple(person.title for person in came.guests),
        turns=tuple(turns),
        ballot=turnout_in_words(dossier),
    )


def _turn(dossier: Dossier, person: Person, *, written: bool) -> Turn:
    """Returns who spoke, with the comments that stand on his sheet; none where the reader has no
    sheet of him.
    """
    comments: list[tuple[str, str]] = []
    for sheet in dossier.sheets:
        if sheet.person == person.id:
            comments = [
                (entry.author, entry.text)
                for entry in sheet.inputs
                if entry.kind == Kind.COMMENT and entry.stands
            ]
    branch = person.branch_name
    name = person.title
    if branch:
        name = person.name  # the branch stands before it
    return Turn(name, branch, written, tuple(comments))
