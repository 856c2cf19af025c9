"""The ballot box: takes votes by card and by text, apart from everything else (`bot.dispatch.inlet.BallotBox`).

A vote leaves no inbox row, no outbox row, no audit line and no log line; the answer goes back to the voter alone.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable

import structlog

from bot.actions import people
from bot.actions.polls.cards import PREFIX, card_id, code, parse, terms_of
from bot.actions.polls.carrying import Carrier
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
from bot.domain.polls.terms import Terms
from bot.domain.polls.typed import is_typed_vote, read_typed_vote
from bot.domain.refusals import CardGone, NotOnRoster, Refusal
from bot.messages import CardState, ChatKind, Click, ClickAnswer, Message, Update
from bot.storage.polls import polls
from bot.storage.polls.polls import PollRow
from bot.texts import polls as texts
from bot.texts import talk

log = structlog.get_logger(__name__)

KEPT_ANSWERS = 10_000


class Ballots:
    def __init__(self, world: World) -> None:
        self._carrier = Carrier(world)
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
            answer = await self._carrier.store(vote)
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


def _by_click(work: Work, update: Update) -> ClickAnswer:
    assert update.click is not None
    click, named = update.click, parse(update.click.card_id)
    if named is None:
        raise CardGone
    poll_id, page = named

    def choices(terms: Terms) -> dict[int, int]:
        if card_id(poll_id, page, terms) != click.card_id or page >= len(terms.form.pages):
            raise CardGone
        return _choices(click, terms.form, page)

    without_self = cast(work, Vote(poll_id, choices, update))
    return ClickAnswer(accepted=True, notice=texts.received(without_self=without_self), state=CardState.ANSWERED)


def _choices(click: Click, form: Form, page: int) -> dict[int, int]:
    """One step per question of the card. Raises Incomplete."""
    chosen = {item.position: click.values.get(str(item.position), ()) for item in form.pages[page]}
    steps = {str(step): step for step in range(1, len(form.steps) + 1)}
    if not all(len(values) == 1 and values[0] in steps for values in chosen.values()):
        raise Incomplete
    return {position: steps[values[0]] for position, values in chosen.items()}


def _by_text(work: Work, update: Update) -> ClickAnswer:
    voter = people.find(work, update.sender.account)
    if voter is None:
        raise NotOnRoster
    if update.chat.kind is ChatKind.GROUP:
        raise VotePrivately
    rows = polls.of_department(work.session, voter.department, ["open", "closing"])
    running = [row for row in rows if row.state == "open"] or rows[-1:]
    if not running:
        raise (PollClosed if _just_over(work, voter) else NoOpenPoll)
    row = _meant(running, read_typed_vote(update.text, ()).code)
    assert row.id is not None
    vote = Vote(row.id, lambda terms: _typed_choices(update.text, terms.form, voter), update)
    without_self = cast(work, vote)
    return ClickAnswer(accepted=True, notice=texts.received(without_self=without_self))


def _typed_choices(text: str, form: Form, voter: Person) -> dict[int, int]:
    """One step per item, in the order of the form; nobody writes one for himself. Raises UnclearVote."""
    said = read_typed_vote(text, form.steps)
    choices = said.choices(form.steps)
    items = [item for item in form.items if item.subject.person != voter.id]
    if choices is None or len(choices) != len(items) or not _names_subject(said.name, form):
        raise UnclearVote(form.steps, len(items))
    return {item.position: choice for item, choice in zip(items, choices, strict=True)}


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
