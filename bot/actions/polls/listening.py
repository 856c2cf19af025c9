"""What somebody may be choosing between at this moment, so that his choice is recognised before anything is stored."""

from datetime import timedelta

from bot.actions import people
from bot.actions.polls.cards import terms_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.domain.polls.form import Form, Subject
from bot.domain.polls.spoken import Scale
from bot.storage.polls import polls, roll
from bot.storage.polls.polls import PollRow

RUNNING = ("open", "closing")
OVER = ("counted", "released", "void")
LATE = timedelta(minutes=10)  # whoever was still writing at the close tells a choice as well


def open_for(work: UnitOfWork, account: str) -> Scale | None:
    """What the ballots offer that are open for this person, or were a moment ago; None where there are none.

    Whoever is kept from rating himself has none; whoever is missing on the roll may try nevertheless.
    """
    person = people.find(work, account)
    if person is None:
        return None
    rows = [row for row in _running(work, person) if not _recused(work, row, person)]
    if not rows:
        return None
    scales = [scale_of(terms_of(row).form) for row in rows]
    steps = dict.fromkeys(step for scale in scales for step in scale.steps)
    names = dict.fromkeys(name for scale in scales for name in scale.names)
    return Scale(tuple(steps), tuple(names), open=any(row.state in RUNNING for row in rows))


def scale_of(form: Form) -> Scale:
    """The steps of a form, and all that its subjects are called."""
    return Scale(
        form.steps, tuple(dict.fromkeys(name for one in form.subjects for name in _called(one)))
    )


def _called(subject: Subject) -> tuple[str, ...]:
    called = (
        subject.name,
        f"{subject.name[0]}书记",
        subject.branch,
        subject.branch.removesuffix("党支部"),
    )
    return tuple(name for name in called if len(name) > 1)


def _running(work: UnitOfWork, person: Person) -> list[PollRow]:
    open_now = polls.of_department(work.session, person.department, RUNNING)
    over = polls.of_department(work.session, person.department, OVER)
    asked = polls.asking(work.session, person.id, (*RUNNING, *OVER))
    just_over = [
        row for row in (*over, *asked) if row.closed_at and row.closed_at >= work.now - LATE
    ]
    return [*open_now, *(row for row in asked if row.state in RUNNING), *just_over]


def _recused(work: UnitOfWork, row: PollRow, person: Person) -> bool:
    assert row.id is not None
    entry = roll.find(work.session, row.id, person.id)
    return entry is not None and entry.recused
