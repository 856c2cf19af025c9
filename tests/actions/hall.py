"""Ballots on the office: opened, voted in, closed and counted by the actions that do it, without a chat around them."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from bot.actions import rosters
from bot.actions.polls import closing, opening, releasing, voting
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.plan import InputRule, Plan
from bot.domain.polls.ballot import event_id
from bot.domain.polls.poll import Audience, Poll, PollState, VoidReason
from bot.sample import sample_lines
from bot.storage.polls import polls as store
from bot.storage.polls.votes import VoteBatch
from tests.actions.office import Office
from tests.cast import DEAN, ORGANISER, WANG

SECOND = timedelta(seconds=1)
LINES = sample_lines()
CLASS_A, CLASS_B, CLASS_C = (
    tuple(line.account for line in LINES if line.category == category) for category in "ABC"
)
SUBJECTS = tuple(f"s{number:02}" for number in range(1, 9))
EVERYBODY = len(CLASS_A + CLASS_B + CLASS_C)
MANY = (*CLASS_A[:6], *CLASS_B[3:9], *CLASS_C[:8])  # enough of each class for its counts to show


def with_ballot(**rules: Any) -> Callable[[Plan], Plan]:
    """A plan with other ballot rules."""
    return lambda plan: replace(plan, ballot=replace(plan.ballot, **rules))


def in_two_rounds(plan: Plan) -> Plan:
    """A plan in which the leaders and the members vote in ballots of their own."""
    rounds = (
        InputRule("leaders", "领导测评", classes=("A",)),
        InputRule("members", "党员测评", classes=("B", "C")),
    )
    return replace(plan, inputs=(*plan.inputs, *rounds))


def rebind(office: Office, account: str, new: str) -> None:
    """Gives somebody another account: the roster drops him, and has him again."""
    organiser = office.person(ORGANISER)
    others = [line for line in LINES if line.account != account]
    (line,) = (line for line in LINES if line.account == account)
    for lines in (others, [*others, replace(line, account=new)]):
        rosters.import_roster(office.work, office.department.id, lines, actor=organiser)


def opens(office: Office, *accounts: str, **options: Any) -> Callable[[UnitOfWork], object]:
    subjects = [office.person(account) for account in accounts or (WANG,)]
    organiser = office.person(ORGANISER)
    return lambda work: opening.open_poll(
        work, office.cycle, office.department, organiser, subjects, **options
    )


def opened(office: Office, *accounts: str, **options: Any) -> Poll:
    """A poll about these, or about 王文例."""
    opens(office, *accounts, **options)(office.work)
    return newest(office)


def sheet_opened(office: Office) -> Poll:
    """The sheet (测评表) about all secretaries."""
    return opened(office, *SUBJECTS, turning=True)


def newest(office: Office) -> Poll:
    return store.of_cycle(office.session, office.cycle.id)[-1]


def now(office: Office, poll: Poll) -> Poll:
    """The poll as it is now."""
    return store.get(office.session, poll.id)


def casts(
    office: Office,
    poll: Poll,
    account: str,
    choices: int | Mapping[int, int],
    *,
    at: datetime | None = None,
    stamped: bool = False,
    message: str = "",
) -> Callable[[UnitOfWork], voting.Receipt]:
    """Votes with these choices by position, or with one step in all rows."""
    if isinstance(choices, int):
        choices = dict.fromkeys(range(len(poll.terms.form.items)), choices)
    answers = choices
    own_id = event_id("test", message or secrets.token_hex(8))

    def cast(work: UnitOfWork) -> voting.Receipt:
        sent = voting.Sent(at or work.now, stamped=stamped, event_id=own_id)
        batch = VoteBatch(work.session)
        voter = voting.admit(batch, account, poll.id)
        receipt = voting.cast(work, batch, voter, answers, sent)
        batch.flush()
        return receipt

    return cast


def vote(office: Office, poll: Poll, voters: Sequence[str], *steps: int) -> None:
    """Each votes with the next of the steps, the same in all rows; all in one transaction, as in a full hall."""
    work = office.work
    batch = VoteBatch(work.session, [(poll.id, account) for account in voters])
    for number, account in enumerate(voters):
        choices = dict.fromkeys(range(len(poll.terms.form.items)), steps[number % len(steps)])
        sent = voting.Sent(work.now, stamped=False, event_id=event_id("hall", str(number)))
        voting.cast(work, batch, voting.admit(batch, account, poll.id), choices, sent)
    batch.flush()


def close(office: Office) -> closing.ClosedPoll:
    return closing.close_open(office.work, office.department, office.person(ORGANISER))


def count(office: Office, poll: Poll) -> Poll:
    """Does what the clock does once the last votes have arrived."""
    office.now += timedelta(seconds=3)
    assert closing.count_closed(office.work, poll.id)
    return now(office, poll)


def end(office: Office, poll: Poll) -> None:
    close(office)
    count(office, poll)


def counted(office: Office, *steps: int, voters: Sequence[str] = MANY, about: str = WANG) -> Poll:
    """A poll from its opening to its count."""
    poll = opened(office, about)
    vote(office, poll, voters, *steps or (1, 2))
    close(office)
    return count(office, poll)


def asks_release(
    office: Office, audience: Audience = Audience.GROUP, *, by: str = ORGANISER, about: str = ""
) -> Callable[[UnitOfWork], releasing.Preview]:
    actor = office.person(by)
    subject = None
    if about:
        subject = office.person(about)
    return lambda work: releasing.ask_release(
        work, office.cycle, office.department, actor, subject, audience
    )


def releases(office: Office, *, by: str = DEAN) -> Callable[[UnitOfWork], None]:
    """Confirms the release that he was asked for last."""
    card, actor = office.last_card(by), office.person(by)
    return lambda work: releasing.release(work, office.department, card, actor)


def released(office: Office, audience: Audience = Audience.GROUP) -> None:
    asks_release(office, audience)(office.work)
    releases(office)(office.work)


def past_the_program(
    office: Office, statement: str, names: Mapping[str, int] = MappingProxyType({})
) -> None:
    """What somebody does to the database himself."""
    # What it writes is not noted as a fact, as nothing is that somebody does by hand.
    with office.session.watch.seeing():
        office.session.connection().exec_driver_sql(statement, dict(names))
    office.session.expire_all()


def lose_keys(office: Office, poll: Poll) -> None:
    """Makes an open poll void, as where its keys are gone."""
    store.move(
        office.session,
        poll.id,
        before=PollState.OPEN,
        after=PollState.VOID,
        withheld=VoidReason.KEYS_LOST,
    )
