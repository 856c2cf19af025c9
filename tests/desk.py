"""Conversations in one transaction that is taken back: no program around them, no disk, nothing that runs by itself.

Whoever speaks at the desk says and taps what he would in the chat, and hears it in the same form. The real
understanding, handlers, actions and jobs answer him; `tests/handlers/test_desk.py` compares the two. What belongs to
the program itself stays with it: repeats of a message, restarts, several at a time, what lies in files and logs.
"""

import itertools
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any, TypeVar

from typing_extensions import override

from bot.actions import cards, delivery, people
from bot.actions.polls import Ballots
from bot.actions.publicity import Letters
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.book import book
from bot.dispatch import answers
from bot.dispatch.clicks import Clicks
from bot.dispatch.context import learn_group
from bot.dispatch.inlet import Intake
from bot.dispatch.meaning import Meaning
from bot.dispatch.overhearing import Overhearing
from bot.dispatch.prepared import AnsweredMessage, PreparedMessage, Reply
from bot.dispatch.reading import MessageReader
from bot.dispatch.worker import Worker
from bot.documents.reader import DocumentReader
from bot.domain.refusals import Refusal
from bot.messages import Attachment, ChatKind, Click, Message, Sender, Update, pack
from bot.messages import Chat as Place
from bot.platforms.sandbox.clock import duration
from bot.platforms.sandbox.provider import MENTION, shown_card
from bot.ports import Delivery, Fetched
from bot.storage.sealing import seal
from bot.texts import refusals
from schedules import jobs
from schedules.jobs import Job
from tests.actions.office import Office
from tests.chat import SHANGHAI, Chat, Entry

T = TypeVar("T")
SANDBOX = "sandbox"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
OWN = "desk-"  # before the number of a message
_numbers = itertools.count(1)  # of messages: each is another one, also behind a beginning
OF_THE_PROGRAM = ("disk",)  # jobs that look after the process's machine


@dataclass
class OfficeClock:
    office: Office

    def now(self) -> datetime:
        return self.office.now


@dataclass(frozen=True)
class Shown:
    place: Place
    message: Message
    at: datetime


@dataclass
class Room:
    """What a platform does: it shows what it is sent, and has the files that people send."""

    office: Office
    shown: list[Shown] = field(default_factory=list)
    uploads: dict[str, bytes] = field(default_factory=dict)

    async def send(self, chat: Place, message: Message, _delivery: Delivery) -> None:
        if message.redraws:
            self._redraw(message)
        else:
            self.show(chat, message)

    def show(self, place: Place, message: Message) -> None:
        self.shown.append(Shown(place, message, self.office.now))

    async def fetch(self, attachment: Attachment, *, limit: int) -> Fetched:
        content = self.uploads[attachment.source]
        assert len(content) <= limit
        return Fetched(attachment.name, _in_one_piece(content))

    def _redraw(self, drawing: Message) -> None:
        assert drawing.card is not None
        for number, shown in enumerate(self.shown):
            card = shown.message.card
            if card is not None and card.id == drawing.card.id:
                message = replace(shown.message, card=drawing.card)
                self.shown[number] = replace(shown, message=message)


async def _in_one_piece(content: bytes) -> AsyncIterator[bytes]:
    yield content


class NoFiles:
    """What stands for the database beside the transaction: nothing of it lies in files."""

    is_sqlite = True

    def maintain(self, *_statements: str) -> "Future[list[tuple[int]]]":
        """Nobody is in the way of what is done to files."""
        future: Future[list[tuple[int]]] = Future()
        future.set_result([(0,)])
        return future


class OneTransaction(Services):
    """Services whose transactions are steps of the office's own: each is sealed, and taken back with it."""

    def __init__(self, office: Office, room: Room, reader: DocumentReader) -> None:
        super().__init__(
            database=NoFiles(),  # type: ignore[arg-type]  # all that is asked of it
            files=office.files,
            clock=OfficeClock(office),
            zone=SHANGHAI,
            reader=reader,
            messengers={SANDBOX: room},
            fetchers={SANDBOX: room},
            keys=office.keys,
        )
        self._office = office

    @override
    async def write(self, action: Callable[[UnitOfWork], T], *, now: datetime | None = None) -> T:
        work, session = self._work(now), self._office.session
        try:
            with work.step():
                result = action(work)
                seal(session)
        finally:
            # What is sealed, or taken back, is no concern of the next one.
            session.watch.before.clear()
            session.watch.keys.clear()
        for follow_up in work.after_commit:
            follow_up()
        return result

    @override
    async def read(self, query: Callable[[UnitOfWork], T], *, now: datetime | None = None) -> T:
        session = self._office.session
        session.flush()
        driver = session.connection().connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        statements: list[str] = []
        # Told to refuse writes, SQLite would compile every statement of the connection anew.
        driver.set_trace_callback(statements.append)
        try:
            return query(self._work(now))
        finally:
            driver.set_trace_callback(None)
            assert not [text for text in statements if text.lstrip().startswith(WRITES)]

    def _work(self, now: datetime | None) -> UnitOfWork:
        return UnitOfWork(
            self._office.session,
            now or self._office.now,
            self.zone,
            self.files,
            self.reader,
            self.keys,
            self.papers_brought,
            self.pages_address,
            self.first_words,
        )


def _act(due: Sequence[Job], work: UnitOfWork) -> None:
    """Does what these jobs do, in one transaction as the metronome has it."""
    for job in due:
        assert job.act is not None
        job.act(work)


class Desk(Chat):
    """A chat with one transaction of an office behind it; it has neither `program` nor `client`."""

    def __init__(self, office: Office, reader: DocumentReader) -> None:
        self.office = office
        self.room = Room(office)
        self._services = OneTransaction(office, self.room, reader)
        self.acts = []
        self.seen = {}
        routes = book()
        meaning = Meaning(routes)
        self._reading = MessageReader(self._services, meaning)
        self._intake = Intake(
            self._services,
            worker=Worker(self._services, self._reading),
            clicks=Clicks(self._services, routes),
            ballots=Ballots(self._services),
            letters=Letters(self._services),
            overhearing=Overhearing(meaning),
        )

    @property
    @override
    def now(self) -> datetime:
        return self.office.now

    @property
    @override
    def services(self) -> Services:
        return self._services

    @override
    async def settle(self) -> None:
        """Has delivered what is due. The outbox is asked first, for mostly nothing waits there."""
        due_at = delivery.next_due(self.office.work)
        if due_at is not None and due_at <= self.now:
            await delivery.deliver_due(self._services)

    @override
    async def send(
        self,
        who: str,
        name: str,
        content: bytes,
        *,
        text: str = "",
        group: bool = False,
        **_more: str,
    ) -> list[Entry]:
        assert not group, "which files in a group are heard is the sandbox's"
        file = Attachment(f"upload-{next(_numbers)}", name, len(content))
        self.room.uploads[file.source] = content
        await self._take(self._update(who, self._place(who, group=group), text, attachment=file))
        await self.settle()
        return await self.hears(who)

    @override
    async def content(self, entry: Entry) -> bytes:
        return self.office.files.read(entry["file"]["sha256"])

    @override
    async def _ask(self, method: str, noun: str, **content: Any) -> Any:
        """Answers what a chat page asks of the sandbox."""
        match noun:
            case "messages":
                return await self._hear(content["body"])
            case "clicks":
                return await self._press(content["body"])
            case "timeline":
                return self._shown_to(content["query"]["viewer"], content["query"]["after"])
            case "clock":
                return await self._move(**content["body"])
        raise NotImplementedError(noun)

    async def _hear(self, body: dict[str, Any]) -> dict[str, Any]:
        who, group = body["from"], body["chat"] == "group"
        text = body["text"]
        if group:
            assert MENTION.search(text), "in a group the bot hears what mentions it"
            text = MENTION.sub("", text).strip()
        update = self._update(who, self._place(who, group=group), text)
        if "message_id" in body:
            update = replace(update, message_id=body["message_id"])
        await self._take(update)
        return {"message_id": update.message_id}

    async def _take(self, update: Update) -> None:
        """Takes a message as the inlet and the worker do, without a place in the inbox."""
        if await self._intake.is_ballot(update):
            answer = await self._intake.accept(update, ballot=True)
            if answer is not None:
                self.room.show(Place(ChatKind.DIRECT, update.sender.account), answer)
                return
        assert update.message_id.startswith(OWN), "the inbox knows repeats, and there is none"
        await self.services.write(lambda work: learn_group(work, update))
        try:
            prepared: PreparedMessage = await self._reading.prepare(update)
        except Refusal as refusal:
            prepared = AnsweredMessage(Reply([refusals.answer(refusal)]))

        def close(work: UnitOfWork) -> None:
            work.asker = update.sender.account
            answers.enqueue(work, update, prepared.answer(work))

        await self.services.write(close)

    async def _press(self, body: dict[str, Any]) -> dict[str, Any]:
        who, card_id = body["from"], body["card_id"]
        chosen = {
            question: tuple(options) if isinstance(options, list) else (str(options),)
            for question, options in body["values"].items()
        }
        place = Place(ChatKind.DIRECT, who)
        for shown in self.room.shown:
            if shown.message.card is not None and shown.message.card.id == card_id:
                place = replace(place, kind=shown.place.kind, id=shown.place.id)
        update = self._update(who, place, click=Click(card_id, chosen))
        if "message_id" in body:
            update = replace(update, message_id=body["message_id"])
        answer = await self._intake.click(update)
        if answer.for_all and answer.card:
            await self.room.send(place, Message(card=answer.card, redraws="tap"), Delivery("tap"))
        told = {"accepted": answer.accepted, "notice": answer.notice}
        if answer.refused:
            told["refused"] = answer.refused
        return told

    async def _move(self, now: str = "", advance: str = "") -> dict[str, Any]:
        """Moves the clock from event to event, as the conductor does."""
        moment = self.now + duration(advance) if advance else datetime.fromisoformat(now)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=SHANGHAI)
        while (upcoming := jobs.next_moment(self.office.work, self.now)) and upcoming <= moment:
            self.office.now = upcoming.astimezone(SHANGHAI)
            await self._beat()
        self.office.now = moment.astimezone(SHANGHAI)
        await self._beat()
        return {}

    async def _beat(self) -> None:
        """Does what is due now. A job that fails fails the test."""
        await self.settle()
        for shares, neighbours in groupby(jobs.JOBS, key=lambda job: job.act is not None):
            due = [job for job in neighbours if job.name not in OF_THE_PROGRAM]
            if shares:
                await self.services.write(partial(_act, due))
                continue
            for job in due:
                await job.tick(self._services, self.now)

    def _shown_to(self, who: str, after: int) -> list[Entry]:
        places = [self._place(who, group=group) for group in (False, True)]
        return [
            self._entry(who, number, shown)
            for number, shown in enumerate(self.room.shown, start=1)
            if number > after and shown.place in places
        ]

    def _entry(self, who: str, number: int, shown: Shown) -> Entry:
        """The line of the conversation as this person sees it now."""
        message = shown.message
        packed = pack(message)
        entry: Entry = {
            "seq": number,
            "chat": shown.place.kind.value,
            "from": "robot",
            "at": shown.at.isoformat(),
            "kind": "text",
            "text": message.text,
            "card": None,
            "file": None,
            "link": packed["link"],
            "mentions": list(message.mentions),
            "understood": packed["understood"] or None,
        }
        if message.refused:
            entry["refused"] = message.refused
        if message.file is not None:
            entry["file"] = asdict(message.file)
            entry["kind"] = "image" if message.file.picture else "file"
        if message.card is not None:
            (view,) = cards.views(self.office.work, who, [message.card.id]).values()
            entry["kind"] = "card"
            entry["card"] = shown_card(view.card or message.card) | {"state": view.state.value}
        return entry

    def _place(self, who: str, *, group: bool) -> Place:
        person = people.find(self.office.work, who)
        if not group or person is None:
            return Place(ChatKind.DIRECT, who)
        department = people.department(self.office.work, person.department)
        return Place(ChatKind.GROUP, department.group)

    def _update(self, who: str, place: Place, text: str = "", **content: Any) -> Update:
        number = f"{OWN}{next(_numbers)}"
        return Update(SANDBOX, number, Sender(who), place, self.now, text, **content)
