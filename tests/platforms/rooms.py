"""The platforms as a meeting uses them: people write, tap what their card shows, and open their page.

Whatever a person sends is delivered twice, as platforms do now and then.
"""

import itertools
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field

from typing_extensions import override

from bot.app import Program
from bot.domain.reach import FirstWord
from tests.chat import Chat, Entry
from tests.platforms.dingtalk import hall as dingtalk
from tests.platforms.wecom import hall as wecom
from tests.simulators.dingtalk import organisation
from tests.simulators.dingtalk.waiting import until
from tests.simulators.wecom.tenant import Body
from tests.simulators.wecom.web import GROUP

PATIENCE = 60.0  # seconds: a guard against hanging, not a measurement
PAGE = re.compile(r"\((https?://\S+/sheet/\S+)\)")


class Room(ABC):
    """One department's chat. A tap or a word returns once the person sees what became of it."""

    program: Program

    @property
    def writes_first(self) -> bool:
        """Whether the bot may write to people who never wrote to it."""
        return FirstWord.ALWAYS in self.program.services.first_words.values()

    async def settle(self) -> None:
        """Everything that was said has gone out."""
        await self.program.intake.settle()
        await self.program.conductor.settle()

    async def look(self, *people: str) -> None:  # noqa: B027 - nothing is to be done there
        """These people look at their chats; on most platforms what is new shows by itself."""

    @abstractmethod
    async def says(self, person: str, text: str) -> str:
        """Writes in single chat; the newest words of the bot there."""

    @abstractmethod
    async def taps(self, person: str, label: str) -> None:
        """Taps on his sheet as he sees it now."""

    @abstractmethod
    def shown(self, person: str) -> str:
        """What stands on top of his sheet now; empty where he has none."""

    @abstractmethod
    def page(self, person: str) -> str:
        """The address in the newest message that offers him his page; empty without one."""

    @abstractmethod
    def heard(self, person: str) -> list[str]:
        """All that the bot said to this person, the oldest first."""

    def refused(self) -> list[tuple[str, int]]:
        """What the platform refused to take, with its code: a card that was redrawn too late too."""
        return []

    @abstractmethod
    def in_group(self) -> list[str]:
        """What the bot has said in the group."""


@dataclass
class WecomRoom(Room):
    hall: wecom.Hall

    def __post_init__(self) -> None:
        self.program, self.tenant = self.hall.program, self.hall.tenant
        self.tenant.conversations.add(GROUP)

    @override
    async def says(self, person: str, text: str) -> str:
        body = self.tenant.text(person, text)
        known = len(self.tenant.texts(person)) + len(self._tasks(person))
        await self._send(body)
        await self._until_heard(person, known)
        await self._send(body)
        return "\n".join(self.tenant.texts(person)[-1:])

    @override
    async def taps(self, person: str, label: str) -> None:
        task = self._tasks(person)[-1]
        view = self.tenant.view(person, task)
        choice: str | dict[str, tuple[str, ...]] = label
        if "checkbox" in view:
            box = view["checkbox"]
            ids = {option["text"]: option["id"] for option in box["option_list"]}
            choice = {box["question_key"]: (ids[label],)}
        body = self.tenant.click(person, task, choice)
        await self._send(body)

        def has_turned() -> bool:
            """In its place, or, where the program was late, as a new card."""
            return self.tenant.view(person, task) is not view or self._tasks(person)[-1] != task

        await until(has_turned, PATIENCE)
        await self._send(body)

    @override
    def shown(self, person: str) -> str:
        tasks = self._tasks(person)
        if not tasks:
            return ""
        return str(self.tenant.view(person, tasks[-1])["main_title"]["title"])

    @override
    def page(self, person: str) -> str:
        found = [PAGE.search(text) for text in self.tenant.texts(person)]
        return next((match[1] for match in reversed(found) if match), "")

    @override
    def in_group(self) -> list[str]:
        return [post.text for post in self.tenant.posts if post.chat == GROUP]

    @override
    def heard(self, person: str) -> list[str]:
        return self.tenant.texts(person)

    @override
    def refused(self) -> list[tuple[str, int]]:
        return self.tenant.refusals

    async def _send(self, body: Body) -> None:
        assert self.hall.send is not None
        await self.hall.send(body)

    async def _until_heard(self, person: str, known: int) -> None:
        def heard() -> bool:
            return len(self.tenant.texts(person)) + len(self._tasks(person)) > known

        if not heard():
            await self.settle()
        await until(heard, PATIENCE)

    def _tasks(self, person: str) -> list[str]:
        """His cards; not the list of what waits for him, which comes to an organiser beside the sheet."""
        return [
            task
            for task, post in self.tenant.cards.items()
            if post.chat == person and post.card["main_title"]["title"] != "待办"
        ]


@dataclass
class DingtalkRoom(Room):
    hall: dingtalk.Hall
    _frames: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.program, self.org = self.hall.program, self.hall.org

    @override
    async def settle(self) -> None:
        await super().settle()
        await self.hall.platform.settle()

    @override
    async def says(self, person: str, text: str) -> str:
        return await self._send(person, self.org.text(person, text))

    @override
    async def taps(self, person: str, label: str) -> None:
        tracks = self._tracks(person)
        if not tracks:
            await self._send(person, self.org.press(self._buttons(person), label, person))
            return
        body = self.org.tap(tracks[-1], person, button=label)
        frame, before = f"frame-{next(self._frames)}", self.shown(person)
        await self.hall.server.tap(body, message_id=frame)
        # Where the program was late the card turns by a call of its own.
        await until(lambda: self.shown(person) != before, PATIENCE)
        await self.hall.server.deliver(body, message_id=frame)

    @override
    def shown(self, person: str) -> str:
        tracks = self._tracks(person)
        if tracks:
            return str(self.org.cards[tracks[-1]].view(person)["title"])
        return [post.text for post in self.org.posts if post.chat == person][-1]

    @override
    def page(self, person: str) -> str:
        for post in reversed(self.org.posts):
            for address in post.buttons.values():
                if post.chat == person and "/sheet/" in address:
                    return address
        return ""

    @override
    def in_group(self) -> list[str]:
        return [post.text for post in self.org.posts if post.chat == organisation.GROUP]

    @override
    def heard(self, person: str) -> list[str]:
        return self.org.texts(person)

    async def _send(self, person: str, body: Body) -> str:
        known = self._heard(person)
        await self.hall.server.deliver(body)
        if not self._heard(person) > known:
            await self.settle()
        await until(lambda: self._heard(person) > known, PATIENCE)
        await self.hall.server.deliver(body)
        return "\n".join(self.org.texts(person)[-1:])

    def _heard(self, person: str) -> int:
        return sum(post.chat == person for post in self.org.posts)

    def _tracks(self, person: str) -> list[str]:
        return [track for track, card in self.org.cards.items() if card.chat == person]

    def _buttons(self, person: str) -> organisation.Post:
        return [post for post in self.org.posts if post.chat == person and post.buttons][-1]


@dataclass
class SandboxRoom(Room):
    chat: Chat
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    _taps: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.program = self.chat.program

    @override
    async def says(self, person: str, text: str) -> str:
        number = next(self._taps)
        for _ in range(2):
            await self.chat.post(person, text, message_id=f"word-{number}")
        await self._look(person)
        return str(self._own(person)[-1]["text"])

    @override
    async def taps(self, person: str, label: str) -> None:
        card = self._cards(person)[-1]
        [question] = card["questions"]
        number = next(self._taps)
        for _ in range(2):
            tap = {question["id"]: label, "message_id": f"tap-{number}"}
            await self.chat.click(person, card, **tap)
        await self._look(person)

    @override
    def shown(self, person: str) -> str:
        cards = self._cards(person)
        return str(cards[-1]["title"]) if cards else ""

    @override
    def page(self, person: str) -> str:
        links = [entry["link"] for entry in self._own(person) if entry.get("link")]
        return str(links[-1]["url"]) if links else ""

    @override
    def heard(self, person: str) -> list[str]:
        return [str(entry["text"]) for entry in self._own(person)]

    @override
    def in_group(self) -> list[str]:
        [anybody, *_] = self.entries
        return [
            entry["text"]
            for entry in self.entries[anybody]
            if entry["chat"] == "group" and entry["from"] == "robot"
        ]

    @override
    async def look(self, *people: str) -> None:
        for person in people:
            await self._look(person)

    async def _look(self, person: str) -> None:
        self.entries[person] = await self.chat.timeline(person)

    def _own(self, person: str) -> list[Entry]:
        entries = self.entries.get(person, [])
        return [
            entry for entry in entries if entry["chat"] == "direct" and entry["from"] == "robot"
        ]

    def _cards(self, person: str) -> list[Entry]:
        return [entry["card"] for entry in self._own(person) if entry["card"]]
