"""How many functions of Python a question to the database calls.

Every message and every beat asks some of these. Where a statement is put together anew for each
question, and rows become objects of the mapper, it is twice to three times as many.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.domain.open_cards import OpenCard, Outcome
from bot.domain.polls.poll import PollState
from bot.storage import open_cards, outbox, people, reminders
from bot.storage.database import Database
from bot.storage.evaluation import opinions
from bot.storage.polls import meeting, polls, roll
from tests.steps import steps_of
from tests.storage.test_sealing import settle

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
MOST = 90  # through the engine the least took 100; put together for each question, 214 and more


Question = Callable[[Session], object]


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """One without a thread, in which each question is asked here and now."""
    file = shutil.copy(migrated_file, tmp_path / "shuzhi.db")
    database = Database(f"sqlite:///{file}")
    yield database
    database.stop()


QUESTIONS: dict[str, Question] = {
    "who has this account": lambda session: people.by_account(session, "o01"),
    "who is this": lambda session: people.by_id(session, 1),
    "which cards wait for somebody": lambda session: open_cards.of_person(session, "sample", 1),
    "which cards of a kind wait": lambda session: open_cards.of_kind(session, "sample", "grade"),
    "which card is this": lambda session: open_cards.find(session, "none"),
    "which cards are passed on": lambda session: open_cards.to_pass_on(session, NOON),
    "when is a card passed on": open_cards.next_to_pass_on,
    "which polls has the year": lambda session: polls.of_cycle(session, 1),
    "which polls are open": lambda session: polls.every(session, "sample", (PollState.OPEN,)),
    "which polls ask somebody": lambda session: polls.asking(session, 1),
    "which polls has the clock to do with": polls.unfinished,
    "which poll is this": lambda session: polls.find(session, 1),
    "does somebody vote there": lambda session: roll.find(session, 1, 1),
    "who was reminded": lambda session: reminders.targets(session, 1, "report", "2026-12-24"),
    "was he reminded": lambda session: reminders.find(session, 1, "report", "1"),
    "who was reminded of these": lambda session: reminders.of_items(
        session, ("item:1",), ("2026",)
    ),
    "what about the meeting": lambda session: meeting.of_cycle(session, 1),
    "what is the opinion": lambda session: opinions.opinion(session, 1, 1),
    "when is something to be sent": outbox.next_due,
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_what_is_asked_all_the_time_is_put_together_once(
    database: Database, question: Question
) -> None:
    database.change(question)  # the first time it is compiled
    assert database.change(lambda session: steps_of(partial(question, session))) <= MOST


def test_a_step_that_can_fail_alone_costs_little(database: Database) -> None:
    """Where the engine compiles what begins and what ends it, it is 247 steps."""

    def work(session: Session) -> int:
        _begin_and_end_a_step(session)
        return steps_of(partial(_begin_and_end_a_step, session))

    assert database.change(work) <= 150


def _begin_and_end_a_step(session: Session) -> None:
    with session.begin_nested():
        session.connection()


def test_a_step_that_is_taken_back_costs_little(database: Database) -> None:
    """Where the engine compiles the way back it is 175 steps."""

    def take_back(session: Session) -> None:
        step = session.begin_nested()
        session.connection()
        step.rollback()

    def work(session: Session) -> int:
        take_back(session)
        return steps_of(partial(take_back, session))

    assert database.change(work) <= 150


def test_what_an_earlier_transaction_has_read_is_looked_for_once(database: Database) -> None:
    """Dozens ask who somebody is; where each finds out whether the answer holds it is 12 steps."""
    database.change(settle)  # what stood there before the process began is not known
    database.change(lambda session: people.by_id(session, 1))

    def work(session: Session) -> tuple[int, int]:
        def ask(session: Session) -> None:
            people.by_id(session, 1)

        return steps_of(partial(ask, session)), steps_of(partial(ask, session))

    first, second = database.change(work)
    assert second < first
    assert second <= 6


def _remind(session: Session, number: int) -> None:
    reminders.record(
        session, cycle_id=1, item="report", target=str(number), window="2026", planned_at=NOON
    )


def _ask(session: Session, number: int) -> None:
    card = OpenCard(f"card{number}", "grade", "sample", {}, 1, (2,), NOON)
    open_cards.add(session, card, NOON)


def _decide(session: Session, number: int) -> None:
    open_cards.decide(session, f"card{number}", Outcome.DONE, person_id=1, now=NOON)


@pytest.mark.parametrize("write", [_remind, _ask, _decide])
def test_what_is_written_all_the_time_goes_past_the_mapper(
    database: Database, write: Callable[[Session, int], None]
) -> None:
    """By the mapper a reminder takes 429 steps, a card 505, and what was decided on it 698."""

    def work(session: Session) -> int:
        settle(session)
        session.flush()
        write(session, 1)  # the first time it is compiled
        return steps_of(partial(write, session, 2))

    assert database.change(work) <= MOST
