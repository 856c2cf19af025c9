"""Where platforms bring what they heard: verify (theirs), store, acknowledge, then work.

A message becomes an inbox row and is acknowledged at once; the work follows, one message after the
other for each sender, different senders side by side, of those with a file only a few at once. A
click is carried out and answered in one transaction, its answer kept for repeats. Votes and
anonymous letters take neither way: they go straight to the ballot box and the letter box, which
leave no trace of their time (ballot step 5).
"""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

import structlog

from bot.actions import inbox, spooling
from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import questions
from bot.dispatch.clicks import Clicks
from bot.dispatch.context import attachment_of
from bot.dispatch.overhearing import Overhearing
from bot.dispatch.worker import Worker
from bot.domain.people import Person
from bot.domain.polls.refusals import PerhapsVote
from bot.messages import Chat, ChatKind, ClickAnswer, Message, Update
from bot.ports import Delivery, SendFailed
from bot.queues import KeyedQueue
from bot.texts import talk

log = structlog.get_logger(__name__)

# Each keeps a processor busy for a moment: many at once would crowd votes and commands out.
FILES_AT_ONCE = 4


class BallotBox(Protocol):
    """Takes votes; its transactions are its own."""

    def is_ballot(self, update: Update) -> bool:
        """Tells whether this message is a typed vote."""

    def owns(self, card_id: str) -> bool:
        """Tells whether this card is a ballot paper."""

    async def by_text(self, update: Update) -> Message:
        """Takes a typed vote; the answer goes to the voter alone."""

    async def overheard(self, update: Update) -> Message:
        """Takes what may be a choice in free words, or asks for it again.

        The answer goes to the voter alone.
        """

    async def turned_to(self, update: Update, subject: Person, question: Message) -> Message:
        """Returns the question whether this subject was meant, with the sheet turned to him below.

        Nothing is chosen on it. The question alone where the sender has no open sheet.
        """

    async def by_click(self, update: Update) -> ClickAnswer:
        """Takes a vote by card."""


class LetterBox(Protocol):
    """Takes anonymous feedback; its transactions are its own."""

    def is_letter(self, update: Update) -> bool:
        """Tells whether its writer asks not to be named."""

    async def take(self, update: Update) -> Message:
        """Stores the text without its writer; the answer goes to him alone."""


class Intake:
    """The program's `Inlet`."""

    def __init__(
        self,
        services: Services,
        *,
        worker: Worker,
        clicks: Clicks,
        ballots: BallotBox,
        letters: LetterBox,
        overhearing: Overhearing,
    ) -> None:
        self._services = services
        self.overhearing = overhearing
        self._worker = worker
        self._clicks = clicks
        self.ballots = ballots
        self.letters = letters
        self._queue = KeyedQueue()  # by sender
        self._files = asyncio.Semaphore(FILES_AT_ONCE)
        self._taking_in = asyncio.Lock()

    async def is_ballot(self, update: Update) -> bool:
        """Tells whether this is a vote or a letter, or could be a choice in an open ballot.

        Raises StoreUnavailable: what nobody can be asked about is not kept, and delivered again.
        """
        if update.click is not None:
            return self.ballots.owns(update.click.card_id)
        if self._leaves_no_trace(update):
            return True
        if not update.text.strip():
            return False

        def ask(work: UnitOfWork) -> bool:
            return self.overhearing.may_be_choice(work, update)

        try:
            return await self._services.read(ask)
        except StoreUnavailable:
            return await self._services.write(ask)  # no reader is free: the writer knows as well

    async def accept(self, update: Update, *, ballot: bool | None = None) -> Message | None:
        # A platform that has to know it too has asked already, and asking costs a reading.
        if ballot is None:
            ballot = await self.is_ballot(update)
        # This is before anything is stored: a vote leaves neither row nor time behind (ballot
        # step 5).
        if self._is_typed_vote(update):
            explained = None
            if update.chat.kind is ChatKind.DIRECT:
                explained = await self._explained(update)
            return explained or await self.ballots.by_text(await self._named(update))
        if self.is_letter(update):
            return await self.letters.take(update)
        if ballot:
            if attachment_of(update) is None:
                explained = await self._explained(update)
                return explained or await self.ballots.overheard(await self._named(update))
            update = replace(update, text="")  # the file is kept without the words beside it
        row_id = await self._services.write(lambda work: inbox.receive(work, update))
        if row_id is None:
            log.info("update.repeated", platform=update.platform)
        else:
            self._follow_up(row_id, update.sender.account, with_file=update.attachment is not None)
        return None

    async def put_aside(self, update: Update) -> Message:
        """Keeps the message sealed, unless it is a typed vote or a letter: those are never kept."""
        if self._leaves_no_trace(update) or not spooling.keep(self._services, update):
            log.error("update.not_kept", platform=update.platform)
            return talk.not_kept()
        log.warning("update.put_aside", platform=update.platform)
        return talk.kept_for_later()

    async def click(self, update: Update) -> ClickAnswer:
        if update.click is not None and self.ballots.owns(update.click.card_id):
            return await self.ballots.by_click(update)
        return await self._clicks.answer(update)

    def _leaves_no_trace(self, update: Update) -> bool:
        return self._is_typed_vote(update) or self.is_letter(update)

    def _is_typed_vote(self, update: Update) -> bool:
        """Tells a vote from a question that begins like one: 「投票保密吗」."""
        return not questions.is_known(update.text) and self.ballots.is_ballot(update)

    def is_letter(self, update: Update) -> bool:
        """Tells a letter from a question about secrecy: 「是不是匿名」."""
        if not self.letters.is_letter(update) or questions.is_known(update.text):
            return False
        return not self.overhearing.asks_about_secrecy(update.text)

    async def _explained(self, update: Update) -> Message | None:
        """Returns what a word that may be a choice means, where somebody may ask for that, or
        asks who is meant.
        """

        def explain(work: UnitOfWork) -> tuple[Message | None, Person | None]:
            explained = self.overhearing.explains(work, update)
            near = None
            # A sheet is one person's and stands in single chat alone.
            is_asked = explained is not None and explained.refused == PerhapsVote.code
            if is_asked and update.chat.kind is ChatKind.DIRECT:
                near = self.overhearing.near(work, update)
            return explained, near

        explained, near = await self._services.read(explain)
        if explained is None or near is None:
            return explained
        return await self.ballots.turned_to(update, near, explained)

    async def _named(self, update: Update) -> Update:
        """Returns a choice with its names as the sheet writes them."""

        def name(work: UnitOfWork) -> Update:
            return self.overhearing.named(work, update)

        return await self._services.read(name)

    async def resume(self) -> int:
        """Takes up what was put aside, and what a stopped or killed process left in the inbox.

        Returns how many messages of the inbox are worked on now.
        """
        async with self._taking_in:
            with suppress(StoreUnavailable):  # the rest stays aside until the next beat
                await self._accept_spooled()
        messages = await self._services.read(inbox.waiting)
        for row_id, sender in messages:
            # Whether a file came along is not known here: what had to wait can wait a little more.
            self._follow_up(row_id, sender, with_file=True)
        return len(messages)

    async def _accept_spooled(self) -> None:
        """Accepts what was put aside, in the order of arrival.

        Raises StoreUnavailable where the database is away again; the rest stays aside.
        """
        for entry, update in spooling.waiting(self._services):
            if update is None:
                log.error("update.lost", error="unreadable")
            else:
                await self._accept_late(update)
            # Only what was committed, or is lost for good, is let go.
            spooling.forget(self._services, entry)

    async def _accept_late(self, update: Update) -> None:
        """Accepts a message whose platform no longer waits for the answer.

        What is told to the sender alone leaves no trace here either: it is lost if it cannot go
        now. Raises StoreUnavailable.
        """
        try:
            answer = await self.accept(update)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - its text may show what was said
            log.error("update.lost", error=type(error).__name__)  # noqa: TRY400
            answer = talk.not_kept()
        messenger = self._services.messengers.get(update.platform)
        if answer is None or messenger is None:
            return
        direct = Chat(ChatKind.DIRECT, update.sender.account)
        try:
            await messenger.send(direct, answer, Delivery(secrets.token_hex(8), priority=0))
        except SendFailed as failed:
            log.warning("update.answer_not_sent", reason=failed.reason)

    async def settle(self) -> None:
        """Returns once everything received so far has been worked on."""
        await self._queue.join()

    def _follow_up(self, row_id: int, sender: str, *, with_file: bool) -> None:
        async def work_off() -> None:
            if not with_file:
                await self._worker.work_off(row_id)
                return
            async with self._files:
                await self._worker.work_off(row_id)

        self._queue.submit(sender, work_off)
