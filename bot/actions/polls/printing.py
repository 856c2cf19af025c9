"""Papers for the meeting (S27): ballots, tally, list of signatures, agenda; Word files, a copier's
food.

Ballots and tally follow the poll that is open, else what would be opened now.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.actions import people
from bot.actions.files import stored
from bot.actions.polls.meetings import agenda
from bot.actions.polls.opening import speakers
from bot.actions.polls.presence import expected
from bot.actions.polls.speeches import speech_minutes
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person, Roster
from bot.domain.polls.form import Form, Subject, form_about
from bot.domain.polls.meeting import Agenda
from bot.domain.polls.poll import PollState
from bot.domain.polls.rating import rates_of
from bot.domain.polls.tally_sheet import EVERY_MARK
from bot.domain.values import dataclass
from bot.domain.words import filled
from bot.exports.meeting_papers import (
    AgendaPaper,
    BallotPage,
    BallotPaper,
    BallotRow,
    agenda_paper,
    ballot_paper,
    signature_paper,
    tally_paper,
)
from bot.messages import OutFile
from bot.storage.polls import meeting as meetings
from bot.storage.polls import polls
from bot.texts import dates
from bot.texts.polls import events
from bot.texts.polls import printing as texts

MOST_PAGES = 60  # of one class: whose people rate different ones


@dataclass(frozen=True)
class Printed:
    """A file, and of which class it is; empty where it is for all."""

    category: str
    file: OutFile


@dataclass(frozen=True)
class _Class:
    """A class of voters as it votes: merged ones are one. `parts` are the plan's categories."""

    name: str
    title: str
    parts: tuple[str, ...]


def ballots(work: UnitOfWork, cycle: Cycle) -> tuple[Printed, ...]:
    """Returns the ballot of each class, a file each; nothing where nobody is evaluated."""
    form = _form(work, cycle)
    meeting = meetings.of_cycle(work.session, cycle.id)
    secret = cycle.plan.ballot.secret and not meeting.named
    title = texts.ballot_title(cycle.plan)
    printed = []
    for voters in _classes(work, cycle):
        pages = tuple(_pages(work, cycle, form, voters))
        if not pages:
            continue
        content = ballot_paper(BallotPaper(title, pages, secret, cycle.plan.words))
        name = texts.file_name(texts.BALLOT, cycle.year, voters.name)
        printed.append(Printed(voters.name, stored(work, content, name)))
    return tuple(printed)


def tally(work: UnitOfWork, cycle: Cycle) -> tuple[Printed, ...]:
    """Returns the tally sheet, a page for each class; nothing where nobody is evaluated."""
    form = _form(work, cycle)
    pages = []
    for voters in _classes(work, cycle):
        rows = list(_rows(form, voters, form.subjects))
        for number, row in enumerate(rows):
            # Marks are written down one by one: a column for each of them would fit no page.
            if row.full is not None:
                rows[number] = replace(row, steps=(EVERY_MARK,))
        if rows:
            pages.append(BallotPage(texts.voters(voters.name, voters.title), tuple(rows)))
    if not pages:
        return ()
    content = tally_paper(texts.tally_title(cycle.plan), pages, cycle.plan.words)
    return (_of_all(work, cycle, texts.TALLY, content),)


def signatures(work: UnitOfWork, cycle: Cycle) -> tuple[Printed, ...]:
    """Returns the list to be signed by those who are expected, one for each place."""
    now = agenda(work, cycle)
    title = texts.signature_title(cycle.plan)
    rules = cycle.plan.ballot
    papers = []
    for venue in (None, *rules.venues):
        names = [
            person.title for person in expected(work, cycle) if rules.venue_of(person) == venue
        ]
        if venue is None:
            called, place = texts.main_venue(rules.venues), now.place
        else:
            called, place = venue.title, venue.shown
        line = texts.event_line(_when(work, now), place)
        content = signature_paper(title, line, names, cycle.plan.words)
        name = texts.file_name(texts.SIGNATURES, cycle.year, called)
        papers.append(Printed(called, stored(work, content, name)))
    return tuple(papers)


def _when(work: UnitOfWork, now: Agenda) -> str:
    """Returns the moment of the meeting; empty while none is fixed."""
    if now.at is None:
        return ""
    return dates.moment(now.at, work.zone)


def agenda_sheet(work: UnitOfWork, cycle: Cycle) -> tuple[Printed, ...]:
    """Returns the agenda with its speakers in their order."""
    return (_of_all(work, cycle, texts.AGENDA_PAPER, agenda_content(work, cycle)),)


def agenda_content(work: UnitOfWork, cycle: Cycle) -> bytes:
    """Returns the agenda as a Word file, kept nowhere."""
    now = agenda(work, cycle)
    roster = people.roster(work, cycle.department)
    paper = AgendaPaper(
        title=texts.agenda_title(cycle.plan),
        event=(texts.event_line(_when(work, now), now.place), texts.attending(now.attends)),
        items=tuple(events.points(now)),
        speakers=tuple(
            (
                person.title,
                _home(roster, person),
                texts.minutes(speech_minutes(work, cycle, person)),
            )
            for person in now.speakers
        ),
        words=cycle.plan.words,
    )
    return agenda_paper(paper)


PAPERS = {
    texts.BALLOT: ballots,
    texts.TALLY: tally,
    texts.SIGNATURES: signatures,
    texts.AGENDA_PAPER: agenda_sheet,
}


def _of_all(work: UnitOfWork, cycle: Cycle, paper: str, content: bytes) -> Printed:
    return Printed("", stored(work, content, texts.file_name(paper, cycle.year, "")))


def _home(roster: Roster, person: Person) -> str:
    place = roster.place_of(person)
    if not place:
        return ""
    return roster.home_of(place)


def _form(work: UnitOfWork, cycle: Cycle) -> Form:
    """Returns the form of the poll that is open; else of all who are evaluated, in the order of
    speaking.
    """
    for poll in polls.of_cycle(work.session, cycle.id):
        if poll.state is PollState.OPEN:
            return poll.terms.form
    return form_about(cycle.plan, speakers(work, cycle))


def _classes(work: UnitOfWork, cycle: Cycle) -> Iterator[_Class]:
    """Yields the classes of the plan, merged as they will be counted."""
    merges = meetings.of_cycle(work.session, cycle.id).merges
    parts: dict[str, list[str]] = {}
    titles: dict[str, list[str]] = {}
    for category in cycle.plan.ballot.categories:
        name = merges.get(category.id, category.id)
        parts.setdefault(name, []).append(category.id)
        titles.setdefault(name, []).append(category.title)
    for name, members in parts.items():
        yield _Class(name, "、".join(titles[name]), tuple(members))


def _pages(work: UnitOfWork, cycle: Cycle, form: Form, voters: _Class) -> Iterator[BallotPage]:
    """Yields one page for a class; several where its people rate different ones."""
    roster = people.roster(work, cycle.department)
    subjects = [roster.person(subject.person) for subject in form.subjects]
    rated = [person for person in subjects if person is not None]
    members = [person for person in roster.people if person.category in voters.parts]
    patterns = list(dict.fromkeys(rates_of(person, rated, cycle.plan.ballot) for person in members))
    head = texts.voters(voters.name, voters.title)
    # A class of which nobody is on the roster yet gets a page with all subjects.
    for pattern in patterns[:MOST_PAGES] or [""]:
        chosen = form.subjects
        if pattern and len(pattern) == len(form.subjects):
            chosen = tuple(
                subject for subject, mark in zip(form.subjects, pattern, strict=True) if mark == "1"
            )
        rows = _rows(form, voters, chosen)
        if not rows:
            continue
        words = head
        if len(patterns) > 1:
            words = f"{head}　{texts.of_some([subject.title for subject in chosen])}"
        yield BallotPage(filled(words, cycle.plan.words), rows)


def _rows(form: Form, voters: _Class, subjects: tuple[Subject, ...]) -> tuple[BallotRow, ...]:
    return tuple(
        BallotRow(item.subject.title, item.subject.branch, item.row, item.steps, item.full)
        for item in form.items
        if item.subject in subjects and item.is_shown_to(voters.name)
    )
