"""The ballot box (`bot.dispatch.inlet.BallotBox`): takes votes by card, by text and by page.

A vote leaves no inbox row, no outbox row, no audit line and no log line; the answer goes back to
the voter alone.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.actions import incidents, people
from bot.actions.polls.batching import Cast, VoteBatcher
from bot.actions.polls.cards import PREFIX, cards_of, is_sheet, parse_card_id, poll_of_card
from bot.actions.polls.clock import void_lost
from bot.actions.polls.turning_cards import GO, face, handed_out, open_sheet
from bot.actions.polls.typed import cast_overheard, cast_typed
from bot.actions.polls.voting import Receipt, Sent, admit, as_it_is, cast, turn_to
from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.bounded import BoundedDict
from bot.domain.people import Person
from bot.domain.polls.answers import choices_of_page, choices_of_sheet, leaf_of
from bot.domain.polls.ballot import event_id
from bot.domain.polls.refusals import Incomplete, PerhapsVote, PollLost, VoteNotStored
from bot.domain.polls.typed import is_typed_vote
from bot.domain.refusals import CardGone, Refusal
from bot.messages import Card, CardState, ChatKind, Click, ClickAnswer, Message, Update
from bot.storage.polls.votes import VoteBatch, VoterKey
from bot.texts import polls as texts
from bot.texts import refusals, talk
from bot.texts.polls import sheets as sheet_texts

KEPT_ANSWERS = 10_000  # the taps of a full hall many times over


class Ballots:
    """Takes votes, several at a time in one transaction."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._batcher = VoteBatcher(services)
        # Repeats come also after the cells are gone.
        self._answers: BoundedDict[bytes, ClickAnswer] = BoundedDict(KEPT_ANSWERS)
        # By id, for answers that the database could not be asked about.
        self._cards: dict[str, Card] = {}

    def is_ballot(self, update: Update) -> bool:
        return update.click is None and update.attachment is None and is_typed_vote(update.text)

    def owns(self, card_id: str) -> bool:
        return card_id.startswith(PREFIX)

    async def by_text(self, update: Update) -> Message:
        sent = _sent(update)

        def vote(work: UnitOfWork, batch: VoteBatch) -> ClickAnswer:
            return _accepted(cast_typed(work, batch, update, sent))

        answer = await self._answer(sent, vote)
        return Message(text=answer.notice, refused=answer.refused)

    async def overheard(self, update: Update) -> Message:
        """Takes a choice in free words, where it is a vote beyond doubt, or asks for it again."""
        sent = _sent(update)

        def vote(work: UnitOfWork, batch: VoteBatch) -> ClickAnswer:
            return _accepted(cast_overheard(work, batch, update, sent))

        answer = await self._answer(sent, vote)
        card = None
        # A sheet is one person's and stands in single chat alone.
        if answer.refused == PerhapsVote.code and update.chat.kind is ChatKind.DIRECT:
            card = await self._services.read(partial(_plain_sheet, update.sender.account))
        return Message(text=answer.notice, refused=answer.refused, card=card)

    async def turned_to(self, update: Update, subject: Person, question: Message) -> Message:
        """Turns the sheet of whoever misspelt a name to the one whom he may mean, and brings it.

        It is stored as a vote is, and chooses nothing.
        """
        account, sent = update.sender.account, _sent(update)

        def turn(work: UnitOfWork, batch: VoteBatch) -> ClickAnswer:
            return _turn_to_subject(work, batch, account, subject, sent)

        if await self._services.read(partial(_plain_sheet, account)) is None:
            return question
        turned = await self._answer(sent, turn)
        if not turned.accepted:
            return question
        card = await self._services.read(partial(_plain_sheet, account))
        return replace(question, text=texts.which_subject_below(subject.title), card=card)

    async def by_click(self, update: Update) -> ClickAnswer:
        """Takes a vote by card.

        The answer carries the card as long as he may still choose on it: platforms redraw it from
        that.
        """
        click = update.click
        assert click is not None
        account = update.sender.account
        sent = _sent(update)
        poll_id = poll_of_card(click.card_id)
        voter = None
        if poll_id is not None:
            voter = (poll_id, account)

        def vote(work: UnitOfWork, batch: VoteBatch) -> ClickAnswer:
            return _cast_click(work, batch, account, click, sent)

        answer = await self._answer(sent, vote, voter)
        if is_sheet(click.card_id):
            return answer  # it shows its voter's own choices, and is remembered for nobody
        if answer.card is not None:
            self._cards[answer.card.id] = answer.card
        elif answer.state is CardState.OPEN:
            return replace(answer, card=self._cards.get(click.card_id))
        return answer

    async def by_page(self, account: str, poll_id: int, choices: Mapping[int, int]) -> ClickAnswer:
        """Takes a whole sheet, which replaces what was chosen in its rows before.

        The same sheet sent again changes nothing.
        """
        # A form has no message id. Each is an event of its own: who sends another one, and then the
        # first again, means the first.
        own_id = event_id("page", secrets.token_hex(16))
        sent = Sent(self._services.clock.now(), stamped=False, event_id=own_id)

        def vote(work: UnitOfWork, batch: VoteBatch) -> ClickAnswer:
            voter = admit(batch, account, poll_id)
            return _accepted(cast(work, batch, voter, choices, sent))

        return await self._answer(sent, vote, (poll_id, account))

    async def _answer(self, sent: Sent, vote: Cast, voter: VoterKey | None = None) -> ClickAnswer:
        """Returns the answer after the durable commit; a repeat of the message hears the same."""
        if sent.event_id in self._answers:
            return self._answers[sent.event_id]
        try:
            answer = await self._batcher.submit(vote, voter)
        except StoreUnavailable:
            # The card stays open, for the same tap may come again when the database is back.
            return _refused(VoteNotStored(), CardState.OPEN)
        except Refusal as refusal:
            answer = _refused(refusal, CardState.CLOSED)
            if isinstance(refusal, PollLost):
                # Everybody else hears it now, not at the next beat of the clock.
                await void_lost(self._services)
        except Exception as error:  # noqa: BLE001 - a traceback could hold a choice
            # A bug is logged by its kind and number alone: neither voter nor message.
            kind = type(error).__name__
            incident = incidents.report_without_traceback("ballot.failed", error=kind)
            notice = talk.incident(incident).text
            return ClickAnswer(accepted=False, notice=notice, refused="incident")
        # Not what may go better next time: the same message may come again.
        self._answers[sent.event_id] = answer
        return answer


def _plain_sheet(account: str, work: UnitOfWork) -> Card | None:
    """Returns the sheet of whoever wrote something that may be a choice, for him to fill."""
    for person in people.memberships(work, account):
        poll = open_sheet(work, person)
        if poll is not None:
            message = handed_out(work, poll, person)
            if message is None:
                return None
            return message.card
    return None


def _turn_to_subject(
    work: UnitOfWork, batch: VoteBatch, account: str, subject: Person, sent: Sent
) -> ClickAnswer:
    """Turns a sheet to its first leaf about this subject.

    Raises CardGone where it has none, and what `admit` and `turn_to` raise.
    """
    for person in people.memberships(work, account):
        poll = open_sheet(work, person)
        if poll is None:
            continue
        voter = admit(batch, account, poll.id)
        form = voter.terms.form
        for leaf in form.pages_for(voter.rater):
            if form.pages[leaf][0].subject.person == subject.id:
                turn_to(work, batch, voter, leaf, sent)
                return ClickAnswer(accepted=True, notice="")
    raise CardGone


def _sent(update: Update) -> Sent:
    return Sent(update.sent_at, update.stamped, event_id(update.platform, update.own_id))


def _cast_click(
    work: UnitOfWork, batch: VoteBatch, account: str, click: Click, sent: Sent
) -> ClickAnswer:
    """Casts the choices on a card.

    Raises CardGone for a card that no poll has, and what `admit` and `cast` raise.
    """
    if is_sheet(click.card_id):
        return _fill_sheet(work, batch, account, click, sent)
    place = parse_card_id(click.card_id)
    if place is None:
        raise CardGone
    poll_id, page = place
    voter = admit(batch, account, poll_id)
    cards = cards_of(poll_id, voter.poll.terms)
    card = next((card for card in cards if card.id == click.card_id), None)
    if card is None:
        raise CardGone
    try:
        choices = choices_of_page(voter.terms.form, page, click.values)
    except Incomplete as refusal:
        return replace(_refused(refusal, CardState.OPEN), card=card)
    receipt = cast(work, batch, voter, choices, sent)
    return replace(_accepted(receipt), state=CardState.ANSWERED, card=card)


def _fill_sheet(
    work: UnitOfWork, batch: VoteBatch, account: str, click: Click, sent: Sent
) -> ClickAnswer:
    """Takes what was chosen on a sheet, by card one leaf or from a page all of it, and turns it on.

    Whoever presses fills his own sheet. Raises CardGone, and what `admit` and `cast` raise.
    """
    poll_id = poll_of_card(click.card_id)
    assert poll_id is not None, "its id names a poll"
    voter = admit(batch, account, poll_id)
    if not voter.terms.form.turning:
        raise CardGone
    try:
        if GO in click.values:
            leaf = leaf_of(voter.terms.form, voter.rater, click.values[GO])
            receipt = turn_to(work, batch, voter, leaf, sent)
        else:
            choices = choices_of_sheet(voter.terms.form, click.values)
            receipt = cast(work, batch, voter, choices, sent)
    except Incomplete as refusal:
        # Without the card a platform would put the refusal in its place.
        card = face(poll_id, voter.terms, as_it_is(work, batch, voter))
        return replace(_refused(refusal, CardState.OPEN), card=card)
    assert receipt.sheet is not None, "a sheet was filled"
    card = face(poll_id, voter.terms, receipt.sheet)
    return ClickAnswer(accepted=True, notice=sheet_texts.turned(card.text), card=card)


def _accepted(receipt: Receipt) -> ClickAnswer:
    sheet = receipt.sheet
    if sheet is None:
        notice = texts.received(without_self=receipt.without_self, left=receipt.left)
    else:
        empty = list(dict.fromkeys(item.subject.title for item in sheet.empty_items))
        notice = sheet_texts.received(
            len(sheet.items), len(sheet.empty_items), empty, without_self=receipt.without_self
        )
    if receipt.beyond:
        notice += texts.beyond_limit(receipt.beyond, receipt.limit)
    return ClickAnswer(accepted=True, notice=notice)


def _refused(refusal: Refusal, state: CardState) -> ClickAnswer:
    message = refusals.answer(refusal)
    return ClickAnswer(accepted=False, notice=message.text, refused=message.refused, state=state)
