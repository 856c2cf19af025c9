"""The meeting in numbers, for eight subjects and sixty people: `python -m tests.platforms.figures`.

What is counted is what people do and hear from the opening of the sheet to its end, on each
platform over its own protocol. `test_figures.py` holds the figures.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from bot.documents.reader import DocumentReader
from tests.cast import ORGANISER
from tests.platforms import test_meeting as meeting
from tests.platforms.rooms import Room
from tests.platforms.test_meeting import PEOPLE, SUBJECTS, Told, Way


@dataclass(frozen=True)
class Figures:
    """What the bot says in the group, what the organiser writes in single chat and nowhere else,
    the most that a member writes and taps (a page is one tap), and cards that did not follow a tap.
    """

    group_messages: int
    group_characters: int
    organiser_messages: int
    messages: int
    taps: int
    not_redrawn: int


WAYS: Mapping[str, tuple[Way, str]] = {
    "沙盒，卡片": (meeting.over_sandbox, "card"),
    "企业微信，卡片": (meeting.over_wecom, "card"),
    "钉钉有模板，卡片": (meeting.over_dingtalk_cards, "card"),
    "钉钉无模板，网页": (meeting.over_dingtalk_pages, "page"),
}
COLUMNS = ("机器人在群里", "字数", "组织员在单聊", "每人发消息", "每人点选", "未重画")


@dataclass
class CountedRoom(Room):
    """A room that counts what people do in it."""

    room: Room
    messages: Counter[str] = field(default_factory=Counter)
    taps_made: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.program = self.room.program

    @override
    async def settle(self) -> None:
        await self.room.settle()

    @override
    async def look(self, *people: str) -> None:
        await self.room.look(*people)

    @override
    async def says(self, person: str, text: str) -> str:
        self.messages[person] += 1
        return await self.room.says(person, text)

    @override
    async def taps(self, person: str, label: str) -> None:
        self.taps_made[person] += 1
        await self.room.taps(person, label)

    @override
    def shown(self, person: str) -> str:
        return self.room.shown(person)

    @override
    def page(self, person: str) -> str:
        return self.room.page(person)

    @override
    def refused(self) -> list[tuple[str, int]]:
        return self.room.refused()

    @override
    def heard(self, person: str) -> list[str]:
        return self.room.heard(person)

    @override
    def in_group(self) -> list[str]:
        return self.room.in_group()


async def measure(
    way: Way, by: str, folder: Path, reader: DocumentReader, people: Sequence[str] = PEOPLE
) -> Figures:
    """Holds the meeting; each of these people says that he is there, and fills his whole sheet."""
    told = Told()
    async with way(folder, reader) as held:
        room = CountedRoom(held)
        await asyncio.gather(*(room.says(person, "你好") for person in {*people, ORGANISER}))
        arrived = room.messages[ORGANISER]
        before = len(room.in_group())
        await room.says(ORGANISER, "发测评表")
        await room.settle()
        await room.look(*people)
        members = [person for person in people if person != ORGANISER]
        await asyncio.gather(
            *(meeting.fill(room, person, by, told.plan(person)) for person in members)
        )
        await room.settle()
        await room.says(ORGANISER, "收票")
        await room.settle()
        await room.look(*people)
        said = room.in_group()[before:]
        pages = 1 if by == "page" else 0
        return Figures(
            group_messages=len(said),
            group_characters=sum(map(len, said)),
            organiser_messages=room.messages[ORGANISER] - arrived,
            messages=max(room.messages[person] for person in members),
            taps=max(room.taps_made[person] for person in members) + pages,
            not_redrawn=len(room.refused()),
        )


def table(figures: Mapping[str, Figures]) -> str:
    lines = ["| | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, one in figures.items():
        cells = (
            one.group_messages,
            one.group_characters,
            one.organiser_messages,
            one.messages,
            one.taps,
            one.not_redrawn,
        )
        lines.append(f"| {name} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


async def main() -> None:
    reader = DocumentReader()
    figures = {}
    for name, (way, by) in WAYS.items():
        with tempfile.TemporaryDirectory() as folder:
            figures[name] = await measure(way, by, Path(folder), reader)
    print(f"{len(SUBJECTS)} 位对象，{len(PEOPLE)} 人")  # noqa: T201 - the script's result
    print(table(figures))  # noqa: T201 - the script's result


if __name__ == "__main__":
    asyncio.run(main())
