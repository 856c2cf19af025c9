"""The meeting on every platform: eight subjects, sixty people, by card, in words and by page at once.

Every delivery comes twice. What people chose lies in their ballots, nothing is lost, nothing is
counted twice; the group hears three messages at most and reads no order of the organiser.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
import pytest

from bot.actions import people
from bot.actions.polls import sheet_of
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.reader import DocumentReader
from bot.domain.polls.answers import NO_CHOICE
from bot.domain.polls.poll import PollState
from bot.storage.polls import polls
from tests.cast import ORGANISER
from tests.chat import Chat
from tests.pages.phone import Phone
from tests.platforms import department
from tests.platforms.department import VOTERS, lines
from tests.platforms.dingtalk import hall as dingtalk
from tests.platforms.rooms import DingtalkRoom, Room, SandboxRoom, WecomRoom
from tests.platforms.wecom import hall as wecom
from tests.simulators.dingtalk.organisation import GROUP as DINGTALK_GROUP
from tests.simulators.dingtalk.organisation import TEMPLATE
from tests.simulators.wecom.tenant import Tenant
from tests.simulators.wecom.web import GROUP as WECOM_GROUP

STEPS = ("好", "较好", "一般", "差")
LEFT_OUT = "暂不选"
SUBJECTS = tuple(f"s{number:02}" for number in range(1, 9))
PEOPLE = tuple(line.account for line in lines() if line.category)
Way = Callable[[Path, DocumentReader], AbstractAsyncContextManager[Room]]


@dataclass
class Told:
    """What people chose, by account: a step from 1 for each subject in order, 0 for none."""

    choices: dict[str, list[int]] = field(default_factory=dict)

    def plan(self, person: str) -> list[int]:
        """Everybody chooses otherwise; some leave somebody out, and nobody rates himself."""
        number = PEOPLE.index(person)
        chosen = [(number + place) % 4 + 1 for place in range(8)]
        if number % 3 == 0:
            chosen[number % 8] = 0
        if person in SUBJECTS:
            chosen[SUBJECTS.index(person)] = 0
        self.choices[person] = chosen
        return chosen


@asynccontextmanager
async def over_wecom(folder: Path, reader: DocumentReader) -> AsyncIterator[Room]:
    async with _wecom(folder, reader, wecom.over_connection) as room:
        yield room


@asynccontextmanager
async def over_wecom_callbacks(folder: Path, reader: DocumentReader) -> AsyncIterator[Room]:
    # Every repeat is held in vain; what is answered later than that goes another way.
    hasty = partial(wecom.over_callback, answer_seconds=0.3)
    async with _wecom(folder, reader, hasty) as room:
        yield room


@asynccontextmanager
async def _wecom(folder: Path, reader: DocumentReader, way: wecom.Over) -> AsyncIterator[Room]:
    data = department.made(folder / "made", platform="wecom", group=WECOM_GROUP)
    async with wecom.program_with(data, folder, reader) as program:
        tenant = Tenant(epoch=lambda: program.clock.now().timestamp())
        async with way(program, tenant) as hall:
            yield WecomRoom(hall)


@asynccontextmanager
async def over_dingtalk_cards(folder: Path, reader: DocumentReader) -> AsyncIterator[Room]:
    async with _dingtalk(folder, reader, template=TEMPLATE) as room:
        yield room


@asynccontextmanager
async def over_dingtalk_pages(folder: Path, reader: DocumentReader) -> AsyncIterator[Room]:
    async with _dingtalk(folder, reader, template="") as room:
        yield room


@asynccontextmanager
async def over_dingtalk_buttons(folder: Path, reader: DocumentReader) -> AsyncIterator[Room]:
    async with _dingtalk(folder, reader, template="") as room:
        room.program.services.pages_address = ""
        yield room


@asynccontextmanager
async def _dingtalk(folder: Path, reader: DocumentReader, *, template: str) -> AsyncIterator[Room]:
    data = department.made(folder / "made", platform="dingtalk", group=DINGTALK_GROUP)
    async with dingtalk.hall(data, folder, reader, template=template) as hall:
        yield DingtalkRoom(hall)


@asynccontextmanager
async def over_sandbox(folder: Path, reader: DocumentReader) -> AsyncIterator[Room]:
    data = department.made(folder / "made", platform="sandbox", group="group")
    async with wecom.program_with(data, folder, reader) as program:
        transport = httpx.ASGITransport(app=program.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as web:
            yield SandboxRoom(Chat(program, web))


@pytest.mark.parametrize(
    ("way", "by"),
    [
        (over_sandbox, ("card", "words", "page")),
        (over_wecom, ("card", "words", "page")),
        (over_wecom, ("card",)),
        (over_wecom_callbacks, ("card", "words", "page")),
        (over_dingtalk_cards, ("card", "words", "page")),
        (over_dingtalk_pages, ("words", "page")),
        (over_dingtalk_buttons, ("card", "words")),
    ],
    ids=[
        "sandbox",
        "wecom",
        "wecom-sixty-cards",
        "wecom-callbacks",
        "dingtalk-cards",
        "dingtalk-pages",
        "dingtalk-words",
    ],
)
async def test_the_meeting_loses_nothing_and_doubles_nothing(
    tmp_path: Path,
    reader: DocumentReader,
    capfd: pytest.CaptureFixture[str],
    way: Way,
    by: Sequence[str],
) -> None:
    told = Told()
    async with way(tmp_path, reader) as room:
        if not room.writes_first:
            # Everybody has come and said so: from now on he can be written to.
            await asyncio.gather(*(room.says(person, "你好") for person in PEOPLE))
        await room.says(ORGANISER, "发测评表")
        await room.settle()
        await room.look(*PEOPLE)
        await asyncio.gather(
            *(fill(room, person, way_of(person, by), told.plan(person)) for person in PEOPLE)
        )
        await room.settle()
        assert await kept(room) == told.choices
        answer = await room.says(ORGANISER, "收票")
        await room.settle()
        await room.look(*PEOPLE)
        assert f"收回{VOTERS}份" in answer + "".join(room.in_group())
        assert await counted(room) == expected(told)
        assert len(room.in_group()) <= 3
        assert room.refused() == []
    logged = "".join(capfd.readouterr())
    assert "update.done" in logged  # there is a log
    assert [word for word in ("/sheet/", "较好", "一般，") if word in logged] == []


def way_of(person: str, by: Sequence[str]) -> str:
    return by[PEOPLE.index(person) % len(by)]


async def fill(room: Room, person: str, by: str, choices: Sequence[int]) -> None:
    """Somebody hands in his sheet."""
    if by == "page":
        await by_page(room, person, choices)
    elif by == "words":
        await in_words(room, person, choices)
    else:
        await by_card(room, person, choices)


async def by_card(room: Room, person: str, choices: Sequence[int]) -> None:
    if not room.shown(person):
        # Where the bot can only answer, whoever has used his answer up asks once more.
        await room.says(person, "到")
    own = sum(subject != person for subject in SUBJECTS)
    place = 0
    for subject, choice in zip(SUBJECTS, choices, strict=True):
        if subject == person:
            continue
        place += 1
        assert f"{place}／{own}" in room.shown(person)
        await room.taps(person, STEPS[choice - 1] if choice else LEFT_OUT)
    assert "测评表已填完" in room.shown(person)


async def in_words(room: Room, person: str, choices: Sequence[int]) -> None:
    """One sentence that names whom it rates: 「都好，李思样较好」, or each of them."""
    names = {line.account: line.name for line in lines()}
    rated = {
        names[subject]: STEPS[choice - 1]
        for subject, choice in zip(SUBJECTS, choices, strict=True)
        if choice
    }
    sentence = "，".join(f"{name}{step}" for name, step in rated.items())
    if len(rated) == len(SUBJECTS):
        usual = rated.popitem()[1]
        others = [f"{name}{step}" for name, step in rated.items() if step != usual]
        sentence = "，".join([f"都{usual}", *others])
    assert "已收到" in await room.says(person, sentence)


async def by_page(room: Room, person: str, choices: Sequence[int]) -> None:
    if not room.page(person):
        await room.says(person, "测评表")
    address = room.page(person)
    assert address
    phone = Phone(httpx.AsyncClient(transport=httpx.ASGITransport(app=room.program.web)))
    await phone.open(address)
    rows = {
        f"row-{place}": str(choice or NO_CHOICE)
        for place, choice in enumerate(choices)
        if SUBJECTS[place] != person
    }
    for _ in range(2):
        assert "已收到" in (await phone.send(address, rows)).text
    await phone.client.aclose()


async def kept(room: Room) -> dict[str, list[int]]:
    """What lies in the ballots, by account."""

    def look(work: UnitOfWork) -> dict[str, list[int]]:
        [poll] = polls.of_department(work.session, "dept", (PollState.OPEN,))
        ballots = {}
        for person in people.roster(work, "dept").people:
            sheet = sheet_of(work, poll, person) if person.category else None
            if sheet is not None:
                ballots[person.account] = list(sheet.ballot.choices)
        return ballots

    return await room.program.services.read(look)


async def counted(room: Room) -> Counter[tuple[int, int]]:
    """How often each step was counted for each subject, over all categories."""
    clock = room.program.clock
    clock.move(clock.now().replace(second=30))  # type: ignore[attr-defined]  # the sandbox's
    await room.program.conductor.beat()

    def look(work: UnitOfWork) -> Counter[tuple[int, int]]:
        [poll] = polls.of_department(work.session, "dept")
        assert (poll.voted, poll.eligible) == (VOTERS, VOTERS)
        counts: Counter[tuple[int, int]] = Counter()
        for group in poll.result.groups:
            for place, row in enumerate(group.counts):
                for step, number in enumerate(row, 1):
                    counts[place, step] += number
        return +counts

    return await room.program.services.read(look)


def expected(told: Told) -> Counter[tuple[int, int]]:
    counts: Counter[tuple[int, int]] = Counter()
    for choices in told.choices.values():
        counts.update((place, choice) for place, choice in enumerate(choices) if choice)
    return counts
