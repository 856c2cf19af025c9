"""The ballot box: takes votes by card and by text, each in a transaction of its own (`bot.dispatch.inlet.BallotBox`).

A vote leaves no inbox row, no outbox row, no audit line and no log line; the answer goes back to the voter alone.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.actions import people
from bot.actions.polls.cards import PREFIX, ballot_cards, code, parse, terms_of
from bot.actions.polls.voting import Vote, cast
from bot.actions.work import Work
from bot.actions.world import StoreUnavailable, World
from bot.domain.people import Person
from bot.domain.polls.ballot import event
from bot.domain.polls.form import Form
from bot.domain.polls.refusals import (
    Incomplete,
    NoOpenPoll,
    PollClosed,
    UnclearVote,
    VoteNotStored,
    VotePrivately,
    WhichPoll,
)
from bot.domain.polls.typed import is_typed_vote, read_typed_vote
from bot.domain.refusals import CardGone, NotOnRoster, Refusal
from bot.messages import CardState, ChatKind, Click, ClickAnswer, Message, Update
from bot.storage.polls import polls
from bot.storage.polls.polls import PollRow
from bot.texts import polls as texts
from bot.texts import talk

log = structlog.get_logger(__name__)

T = TypeVar("T")
TRIES = 3  # a deadlock between two processes resolves itself; a full disk does not
KEPT_ANSWERS = 10_000


class Ballots:
    def __init__(self, world: World) -> None:
        self._world = world
        self._given: OrderedDict[bytes, ClickAnswer] = OrderedDict()  # for repeats after the cells are gone

    def is_ballot(self, update: Update) -> bool:
        return update.click is None and update.attachment is None and is_typed_vote(update.text)

    def owns(self, card_id: str) -> bool:
        return card_id.startswith(PREFIX)

    async def by_text(self, update: Update) -> Message:
        answer = await self._answer(update, lambda work: _by_text(work, update))
        return Message(text=answer.notice, refused=answer.refused)

    async def by_click(self, update: Update) -> ClickAnswer:
        return await self._answer(update, lambda work: _by_click(work, update))

    async def _answer(self, update: Update, vote: Callable[[Work], ClickAnswer]) -> ClickAnswer:
        """The answer after the durable commit; a repeat of the message hears the same."""
        key = event(update.platform, update.message_id, update.sent_at).id
        if key in self._given:
            return self._given[key]
        try:
            answer = await self._stored(vote)
        except StoreUnavailable:
            return _refused(VoteNotStored(), CardState.OPEN)
        except Refusal as refusal:
            answer = _refused(refusal, _state_after(refusal))
        except Exception as error:  # noqa: BLE001 - a traceback could hold a choice
            return _incident(error)
        self._given[key] = answer
        if len(self._given) > KEPT_ANSWERS:
            self._given.popitem(last=False)
        return answer

    async def _stored(self, vote: Callable[[Work], T]) -> T:
        for _ in range(TRIES - 1):
            try:
                return await self._world.write(vote)
            except StoreUnavailable:
                continue
        return await self._world.write(vote)


def _by_click(work: Work, update: Update) -> ClickAnswer:
    voter = _voter(work, update)
    assert update.click is not None
    named = parse(update.click.card_id)
    row = polls.find(work.session, named[0]) if named else None
    if named is None or row is None:
        raise CardGone
    terms = terms_of(row)
    card = next((one for one in ballot_cards(named[0], terms) if one.id == update.click.card_id), None)
    if card is None:
        raise CardGone
    answers = _answers(update.click, terms.form, named[1])
    notice = _received(cast(work, voter, Vote(named[0], answers, update)))
    return ClickAnswer(accepted=True, notice=notice, state=CardState.ANSWERED)


def _answers(click: Click, form: Form, page: int) -> dict[int, int]:
    """One step per question of the card. Raises Incomplete."""
    answers = {}
    for item in form.pages[page]:
        chosen = click.values.get(str(item.position), ())
        if len(chosen) != 1 or not chosen[0].isascii() or not chosen[0].isdigit():
            raise Incomplete
        answers[item.position] = int(chosen[0])
    if not all(1 <= step <= len(form.steps) for step in answers.values()):
        raise Incomplete
    return answers


def _by_text(work: Work, update: Update) -> ClickAnswer:
    voter = _voter(work, update)
    if update.chat.kind is ChatKind.GROUP:
        raise VotePrivately
    row, answers = _read(work, update, voter)
    assert row.id is not None
    return ClickAnswer(accepted=True, notice=_received(cast(work, voter, Vote(row.id, answers, update))))


def _read(work: Work, update: Update, voter: Person) -> tuple[PollRow, dict[int, int]]:
    """Which poll is meant and what is said about each of its items. Raises NoOpenPoll, WhichPoll, UnclearVote."""
    rows = polls.of_department(work.session, voter.department, ["open", "closing"])
    running = [row for row in rows if row.state == "open"] or rows[-1:]
    if not running:
        raise (PollClosed if _just_over(work, voter) else NoOpenPoll)
    code_said = read_typed_vote(update.text, ()).code
    row = _meant(running, code_said)
    form = terms_of(row).form
    said = read_typed_vote(update.text, form.steps)
    choices = said.choices(form.steps)
    items = [item for item in form.items if item.subject.person != voter.id or len(form.subjects) == 1]
    if choices is None or len(choices) != len(items) or not _names_subject(said.name, form):
        raise UnclearVote(form.steps, len(items))
    return row, {item.position: choice for item, choice in zip(items, choices, strict=True)}


def _meant(running: list[PollRow], code_said: int | None) -> PollRow:
    if code_said is not None:
        found = next((row for row in running if row.id == code_said), None)
        if found is None:
            raise PollClosed
        return found
    if len(running) > 1:
        raise WhichPoll(tuple((code(row.id or 0), terms_of(row).title) for row in running))
    return running[0]


def _names_subject(name: str, form: Form) -> bool:
    """Whether what stands before the steps is nothing, or the one secretary whom this poll is about."""
    if len(form.subjects) > 1:
        return not name
    subject = form.subjects[0]
    return name in (
        "",
        subject.name,
        f"{subject.name}书记",
        f"{subject.name[0]}书记",
        subject.branch,
        f"{subject.branch}{subject.name}",
    )


def _just_over(work: Work, voter: Person) -> bool:
    """Whether this person's department has held a poll at all: then a vote now is late."""
    return bool(polls.of_department(work.session, voter.department, ["counted", "released", "void"]))


def _voter(work: Work, update: Update) -> Person:
    voter = people.find(work, update.sender.account)
    if voter is None:
        raise NotOnRoster
    return voter


def _received(without_self: bool) -> str:  # noqa: FBT001 - the one fact that the sentence depends on
    return texts.received_without_self() if without_self else texts.received()


def _state_after(refusal: Refusal) -> CardState:
    return CardState.OPEN if isinstance(refusal, Incomplete) else CardState.CLOSED


def _refused(refusal: Refusal, state: CardState) -> ClickAnswer:
    message = talk.refusal(refusal)
    return ClickAnswer(accepted=False, notice=message.text, refused=message.refused, state=state)


def _incident(error: Exception) -> ClickAnswer:
    """A bug is logged by its kind and number alone: neither voter, nor message, nor traceback."""
    incident = secrets.token_hex(2).upper()
    log.error("ballot.failed", incident=incident, error=type(error).__name__)
    return ClickAnswer(accepted=False, notice=talk.incident(incident).text, refused="incident")
