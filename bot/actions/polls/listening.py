"""What somebody may be choosing between now, so that a choice is recognised before it is stored."""

from collections.abc import Sequence
from datetime import timedelta

from bot.actions import cycles, people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.domain.polls.form import Form
from bot.domain.polls.poll import RUNNING, Poll, PollState
from bot.domain.polls.sentences import read_sentence
from bot.domain.polls.spoken import Scale, speaks_of_voting, votes_plainly
from bot.storage.polls import polls, roll

LATE = timedelta(minutes=10)  # whoever was still writing at the close tells a choice as well


def open_for(work: UnitOfWork, speaker: Sequence[Person]) -> Scale | None:
    """Returns what the ballots offer that are open for whoever speaks, or were a moment ago.

    None where there are none. `speaker` is who he is on each of the rosters that know him.

    Whoever is kept from rating himself has none; whoever is missing on the roll may try
    nevertheless.
    """
    votable = []
    for person in speaker:
        for poll in _current_polls(work, person):
            entry = roll.find(work.session, poll.id, person.id)
            if entry is None or not entry.recused:
                votable.append(poll)
    if not votable:
        return None
    scales = [scale_of(poll.terms.form) for poll in votable]
    steps = dict.fromkeys(step for scale in scales for step in scale.steps)
    names = dict.fromkeys(name for scale in scales for name in scale.names)
    is_open = any(poll.state in RUNNING for poll in votable)
    is_closing = is_open and all(poll.state is not PollState.OPEN for poll in votable)
    return Scale(tuple(steps), tuple(names), open=is_open, closing=is_closing)


def reads_as_vote(work: UnitOfWork, speaker: Sequence[Person], text: str) -> bool:
    """Tells whether this is plainly a vote on a sheet that is open for him, or was just now."""
    for person in speaker:
        for poll in _current_polls(work, person):
            entry = roll.find(work.session, poll.id, person.id)
            form = poll.terms.form
            if entry is None:
                continue
            if not form.is_read_as_sentence and not speaks_of_voting(text, scale_of(form)):
                continue
            sentence = read_sentence(text, form, entry.rater)
            if sentence is not None and (form.is_read_as_sentence or all(sentence.values())):
                return True  # a form of steps alone takes no abstention
    return False


def says_planned_step(work: UnitOfWork, speaker: Sequence[Person], text: str) -> bool:
    """Tells whether somebody votes although no ballot is open, in the words of his department's
    plan.
    """
    for person in speaker:
        cycle = cycles.current(work, person.department)
        if cycle is None:
            continue
        rules = cycle.plan.ballot
        scales = [rules.scale, cycle.plan.satisfaction.scale, *(row.scale for row in rules.rows)]
        steps = dict.fromkeys(step.title for scale in scales for step in scale)
        subjects = people.roster(work, person.department).subjects
        names = [name for subject in subjects for name in (subject.name, f"{subject.name[0]}书记")]
        if votes_plainly(text, Scale(tuple(steps), tuple(names))):
            return True
    return False


def scale_of(form: Form) -> Scale:
    """Returns the steps of a form, and all that its subjects are called."""
    names: dict[str, None] = {}
    for subject in form.subjects:
        short_branch = subject.branch.removesuffix("党支部")
        for name in (subject.name, f"{subject.name[0]}书记", subject.branch, short_branch):
            if len(name) > 1:
                names[name] = None
    return Scale(form.all_steps, tuple(names))


def _current_polls(work: UnitOfWork, person: Person) -> list[Poll]:
    """Returns the running polls of this person's department and those that ask him, then those just
    over.
    """
    evaluations = polls.of_department(work.session, person.department)
    satisfaction_polls = polls.asking(work.session, person.id)
    running = [poll for poll in (*evaluations, *satisfaction_polls) if poll.state in RUNNING]
    just_over = [
        poll
        for poll in (*evaluations, *satisfaction_polls)
        if poll.state not in RUNNING and poll.closed_at and poll.closed_at >= work.now - LATE
    ]
    return [*running, *just_over]
