"""The ballot box: takes votes by card and by text, apart from everything else (`bot.dispatch.inlet.BallotBox`).

A vote leaves no inbox row, no outbox row, no audit line and no log line; the answer goes back to the voter alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.actions import incidents, people
from bot.actions.polls.cards import PREFIX, cards_of, code, parse, terms_of
from bot.actions.polls.carrying import Carrier, Cast
from bot.actions.polls.clock import void_lost
from bot.actions.polls.listening import open_for, scale_of
from bot.actions.polls.voting import Sent, Taken, admit, cast
from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.bounded import BoundedDict
from bot.domain.people import Person
from bot.domain.polls.ballot import event_id
from bot.domain.polls.form import Form, Item
from bot.domain.polls.refusals import (
    Incomplete,
    NoOpenPoll,
    PerhapsVote,
    PollClosed,
    PollLost,
    UnclearVote,
    VoteNotStored,
    VotePrivately,
    WhichPoll,
)
from bot.domain.polls.spoken import in_plain_form
from bot.domain.polls.typed import is_typed_vote, read_typed_vote
from bot.domain.refusals import CardGone, NotOnRoster, Refusal
from bot.messages import Card, CardState, ChatKind, Click, ClickAnswer, Message, Update
from bot.storage.polls import polls
from bot.storage.polls.polls import PollRow
from bot.storage.polls.votes import Desk, Place
from bot.texts import polls as texts
from bot.texts import talk

KEPT_ANSWERS = 10_000
RUNNING = ("open", "closing")  # a vote from before the close may come after it


class Ballots:
    def __init__(self, services: Services) -> None:
        self._carrier = Carrier(services)
        # For repeats after the cells are gone.
        self._given: BoundedDict[bytes, ClickAnswer] = BoundedDict(KEPT_ANSWERS)
        self._papers: dict[
            str, Card
        ] = {}  # by id, for answers that the database could not be asked about

    def is_ballot(self, update: Update) -> bool:
        return update.click is None and update.attachment is None and is_typed_vote(update.text)

    def owns(self, card_id: str) -> bool:
        return card_id.startswith(PREFIX)

    async def by_text(self, update: Update) -> Message:
        sent = _sent(update)
        answer = await self._answer(sent, lambda work, desk: _by_text(work, desk, update, sent))
        return Message(text=answer.notice, refused=answer.refused)

    async def overheard(self, update: Update) -> Message:
        """Takes a choice in free words as a vote, where it is one beyond doubt, or asks for it again."""
        sent = _sent(update)
        answer = await self._answer(sent, lambda work, desk: _overheard(work, desk, update, sent))
        return Message(text=answer.notice, refused=answer.refused)

    async def by_click(self, update: Update) -> ClickAnswer:
        """The answer carries the card as long as he may still choose on it: platforms redraw it from that."""
        assert update.click is not None
        click, account, sent = update.click, update.sender.account, _sent(update)
        paper = parse(click.card_id)
        place = (paper[0], account) if paper else None
        answer = await self._answer(
            sent, lambda work, desk: _by_click(work, desk, account, click, sent), place
        )
        if answer.card is not None:
            self._papers[answer.card.id] = answer.card
        elif answer.state is CardState.OPEN:
            return replace(answer, card=self._papers.get(click.card_id))
        return answer

    async def _answer(self, sent: Sent, vote: Cast, place: Place | None = None) -> ClickAnswer:
        """The answer after the durable commit; a repeat of the message hears the same."""
        if sent.event_id in self._given:
            return self._given[sent.event_id]
        try:
            answer = await self._carrier.store(vote, place)
        except StoreUnavailable:
            return _refused(VoteNotStored(), CardState.OPEN)
        except Refusal as refusal:
            answer = _refused(refusal, CardState.CLOSED)
            if isinstance(refusal, PollLost):
                await void_lost(self._carrier.services)
        except Exception as error:  # noqa: BLE001 - a traceback could hold a choice
            return _incident(error)
        self._given[sent.event_id] = answer
        return answer


def _sent(update: Update) -> Sent:
    return Sent(update.sent_at, update.stamped, event_id(update.platform, update.own_id))


def _by_click(work: UnitOfWork, desk: Desk, account: str, click: Click, sent: Sent) -> ClickAnswer:
    named = parse(click.card_id)
    if named is None:
        raise CardGone
    poll_id, page = named
    voter = admit(desk, account, poll_id)
    card = next(
        (one for one in cards_of(poll_id, voter.poll.terms) if one.id == click.card_id), None
    )
    if card is None:
        raise CardGone
    try:
        said = _choices(click, voter.terms.form, page)
    except Incomplete as refusal:
        return replace(_refused(refusal, CardState.OPEN), card=card)
    notice = _received(cast(work, desk, voter, said, sent))
    return ClickAnswer(accepted=True, notice=notice, state=CardState.ANSWERED, card=card)


def _received(taken: Taken) -> str:
    return texts.received(without_self=taken.without_self, left=taken.left)


def _choices(click: Click, form: Form, page: int) -> dict[int, int]:
    """One step per question of the card. Raises Incomplete."""
    chosen = {item.position: click.values.get(str(item.position), ()) for item in form.pages[page]}
    if not all(len(values) == 1 and values[0] in form.choices for values in chosen.values()):
        raise Incomplete
    return {position: form.choices[values[0]] for position, values in chosen.items()}


def _by_text(work: UnitOfWork, desk: Desk, update: Update, sent: Sent) -> ClickAnswer:
    account = update.sender.account
    sender, bound = people.find(work, account), polls.of_account(work.session, account, RUNNING)
    if sender is None and not bound:
        raise NotOnRoster
    if update.chat.kind is ChatKind.GROUP:
        raise VotePrivately
    running = _running(work, sender, bound)
    if not running:
        assert sender is not None
        raise _no_poll(work, sender)
    row = _meant(running, update.text)
    assert row.id is not None
    voter = admit(desk, update.sender.account, row.id)
    said = _typed_choices(update.text, voter.terms.form, voter.person)
    return ClickAnswer(accepted=True, notice=_received(cast(work, desk, voter, said, sent)))


def _overheard(work: UnitOfWork, desk: Desk, update: Update, sent: Sent) -> ClickAnswer:
    """Raises PerhapsVote where it is no vote beyond doubt."""
    scale = open_for(work, update.sender.account)
    said = in_plain_form(update.text, scale) if scale else None
    private = update.chat.kind is not ChatKind.GROUP
    if said is None and private:
        raise PollClosed if scale and not scale.open else PerhapsVote
    try:
        return _by_text(work, desk, update, sent)
    except (UnclearVote, WhichPoll):
        raise PerhapsVote from None


def _running(work: UnitOfWork, sender: Person | None, bound: Sequence[PollRow]) -> list[PollRow]:
    """The evaluation that is held now, or the last one, and what this person is asked about his branch. Somebody whom the
    roster has dropped since the opening goes on voting where his account is bound.
    """
    if sender is None:
        return list(bound)
    rows = polls.of_department(work.session, sender.department, RUNNING)
    held = [row for row in rows if row.state == "open"] or rows[-1:]
    return [*held, *polls.asking(work.session, sender.id, RUNNING)]


def _typed_choices(text: str, form: Form, voter: int) -> dict[int, int]:
    """One step per item of the form, or of the card that is named, in their order; nobody writes one for himself.

    Raises UnclearVote.
    """
    page = read_typed_vote(text, form.steps).page
    asked = form.items if page is None else _page(form, page)
    items = [item for item in asked if item.subject.person != voter]
    said = read_typed_vote(in_plain_form(text, scale_of(form), rows=len(items)) or text, form.steps)
    choices = said.choices(form.steps)
    if choices is None or len(choices) != len(items) or not _names_subject(said.name, form):
        raise UnclearVote(form.steps, len(items))
    return {item.position: choice for item, choice in zip(items, choices, strict=True)}


def _page(form: Form, number: int) -> Sequence[Item]:
    """Raises UnclearVote where there is no such card."""
    if not 0 < number <= len(form.pages):
        raise UnclearVote(form.steps, len(form.items))
    return form.pages[number - 1]


def _meant(running: Sequence[PollRow], text: str) -> PollRow:
    """By its number; without one, the only poll whose scale has the words that were said. Raises PollClosed, WhichPoll."""
    code_said = read_typed_vote(text, ()).code
    if code_said is not None:
        found = next((row for row in running if row.id == code_said), None)
        if found is None:
            raise PollClosed
        return found
    if len(running) > 1:
        fitting = [row for row in running if _fits(text, terms_of(row).form)]
        if len(fitting) == 1:
            return fitting[0]
        raise WhichPoll(tuple((code(row.id or 0), terms_of(row).title) for row in running))
    return running[0]


def _fits(text: str, form: Form) -> bool:
    said = in_plain_form(text, scale_of(form)) or text
    return read_typed_vote(said, form.steps).choices(form.steps) is not None


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


def _no_poll(work: UnitOfWork, sender: Person) -> Refusal:
    """Why there is nothing to vote on: a vote now is late where this person's department, or his branch, has held a poll."""
    over = ["counted", "released", "void"]
    held = [
        *polls.asking(work.session, sender.id, over),
        *polls.of_department(work.session, sender.department, over),
    ]
    if not held:
        return NoOpenPoll()
    last = held[-1]
    lost = last.state == "void" and last.withheld == polls.KEYS_LOST
    return PollLost(terms_of(last).title, last.withheld) if lost else PollClosed()


def _refused(refusal: Refusal, state: CardState) -> ClickAnswer:
    message = talk.refusal(refusal)
    return ClickAnswer(accepted=False, notice=message.text, refused=message.refused, state=state)


def _incident(error: Exception) -> ClickAnswer:
    """A bug is logged by its kind and number alone: neither voter, nor message, nor traceback."""
    incident = incidents.report_without_traceback("ballot.failed", error=type(error).__name__)
    return ClickAnswer(accepted=False, notice=talk.incident(incident).text, refused="incident")
