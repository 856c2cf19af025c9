"""Nobody learns early: whatever anybody asks, the answers are the same whether the hall chose the best step or the worst.

Two meetings that differ in nothing but the choices are asked the same by everybody, and must answer alike: in words, cards,
files, refusals, audit lines, posts to others, figures, logs and in the work that the database has with a vote.
"""

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, event, func, select
from structlog.testing import capture_logs

from bot.actions import people, polls
from bot.actions import status as states
from bot.actions.audit import breaches
from bot.actions.exporting.artefacts import artefacts
from bot.actions.unit_of_work import UnitOfWork
from bot.book import book
from bot.dispatch.context import Context
from bot.dispatch.router import Command
from bot.dispatch.understanding import Slot
from bot.domain.cycle import Cycle
from bot.domain.refusals import Refusal
from bot.messages import Message, unpack_message
from bot.storage.prepared import Prepared
from bot.storage.schema import METADATA
from bot.texts import refusals
from tests.actions.test_polls.polling_station import (
    MEMBERS,
    PollingStation,
    make_station,
    plan_with,
    sample_lines,
)
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards
from tests.conftest import Run
from tests.handlers.trials import tried

BEST, WORST = 1, 4
VOTERS = MEMBERS[:8]
STATES = ("open", "closing", "counted", "named open", "named counted")
SHORT = ("open", "named counted")  # all of them by hand: `long_runs silence`
REPRESENTATIVE = "m04"
ROLES = (ORGANISER, DEAN, WANG, LI, MEMBER, REPRESENTATIVE, GUEST)
# Who may know what the hall chose before it is released: the organiser who is to release it, and in a named poll, once
# it was counted, those who oversee.
KNOWING = {
    *(
        (word, ORGANISER, state)
        for word in ("公布", "交领导")
        for state in ("closing", "counted", "named counted")
    ),
    *(("记名结果", who, "named counted") for who in (ORGANISER, DEAN)),
}
APART = {"抽查", "导出"}  # drawn at random, anew each time; the files of `read_out`
COMMANDS = book().commands
WORDS = {
    "合并": "B C",
    "纸质票": "A 发5 收5 废0 好5",
    "会议": "发言 8",
    "绑定": "王文例",
    "承诺": "每月一次",
}
RANDOM = re.compile(r"[0-9a-f]{64}|r-[0-9a-f]{16}|(?<=-)[0-9a-f]{8}\b")
NUMBER = re.compile(r"'seq': \d+, ")
POSTS, ACTS = METADATA.tables["outbox"].c, METADATA.tables["audit"].c
LAST_POST, LAST_ACT = Prepared(select(func.max(POSTS.id))), Prepared(select(func.max(ACTS.id)))
SAID = Prepared(
    select(POSTS.key, POSTS.chat_id, POSTS.payload)
    .where(POSTS.id > bindparam("line"))
    .order_by(POSTS.id)
)
DONE = Prepared(
    select(ACTS.actor, ACTS.verb, ACTS.subject, ACTS.facts)
    .where(ACTS.id > bindparam("line"))
    .order_by(ACTS.id)
)


async def meeting(state: str, url: str, folder: Path, step: int) -> PollingStation:
    """A station whose poll about 王文例 is in that state; everybody chose this step."""
    station = make_station(url, folder)
    await station.set_up(plan_with(), sample_lines())
    organiser = await station.person(ORGANISER)
    if state.startswith("named"):
        await station.do(lambda work, cycle: polls.set_named(work, cycle, organiser, named=True))
    await station.open(WANG)
    for voter in VOTERS:
        assert (await station.click(voter, step)).accepted
    if not state.endswith("open"):
        await station.close()
    if state.endswith("counted"):
        await station.pass_time()
    return station


async def everything_said(station: PollingStation) -> dict[tuple[str, str], object]:
    """By word and person: what comes of every command that this person may use."""
    persons = [await station.person(account) for account in ROLES]
    return await station.do(
        lambda work, _: {
            (command.word, person.account): [
                attempt(station, work, command, person.account, fully=fully)
                for fully in {command.intent.required != frozenset(command.intent.slots), False}
            ]
            for person in persons
            for command in COMMANDS.values()
            if command.who.allows(person) and command.word not in APART
        }
    )


def attempt(
    station: PollingStation, work: UnitOfWork, command: Command, account: str, *, fully: bool
) -> object:
    """What the command says and would write for this person; nothing is kept."""
    came: list[object] = []

    def call(context: Context) -> Message:
        posts, acts = newest(work, LAST_POST), newest(work, LAST_ACT)
        came.append(told(command.call(context, **arguments(context, command, fully=fully))))
        came.extend(written_since(work, posts, acts))
        return Message()

    outcome = tried(work, station.update(account, text=command.word), call)
    if isinstance(outcome, Refusal):
        return outcome.code, refusals.answer(outcome).text
    return RANDOM.sub("…", repr(came))


def newest(work: UnitOfWork, rows: Prepared) -> int:
    ((number,),) = rows.rows(work.session.connection())
    return number or 0


def written_since(work: UnitOfWork, posts: int, acts: int) -> Iterator[object]:
    """What was put into the outbox and into the trail behind these lines."""
    work.session.flush()
    connection = work.session.connection()
    for key, chat, payload in SAID.rows(connection, line=posts):
        yield key, chat, told(unpack_message(payload))
    for act in DONE.rows(connection, line=acts):
        yield tuple(act)


def told(message: Message) -> object:
    """A message with its file by content: half its hash, which is not taken for something random."""
    shown = asdict(message)
    return shown | (
        {"file": (message.file.name, message.file.size, message.file.sha256[:32])}
        if message.file
        else {}
    )


def arguments(context: Context, command: Command, *, fully: bool) -> Mapping[str, object]:
    wang = next(person for person in context.roster.people if person.account == WANG)
    li = next(person for person in context.roster.people if person.account == LI)
    given = {
        Slot.BRANCH: wang.branch,
        Slot.PERSON: wang,
        Slot.SUBJECT: li if command.word == "开始测评" else wang,
        Slot.DATE: date(2026, 12, 25),
        Slot.DAYS: 3,
        Slot.N: 1,
        Slot.GRADE: "较好",
        Slot.TEXT: WORDS.get(command.word, "走访不够"),
        Slot.ANONYMOUS: False,
    }
    wanted = command.intent.slots if fully else command.intent.required
    return {slot.value: given[slot] for slot in wanted}


def read_out(work: UnitOfWork, cycle: Cycle) -> str:
    """What goes out of the program besides answers: `status --json`, `audit`, and every file of `export`."""
    files = {file.path: file.content for file in artefacts(work, cycle)}
    figures = json.dumps(
        states.as_json(states.status(work, cycle), work.zone), ensure_ascii=False, default=str
    )
    return RANDOM.sub(
        "…", repr((figures, list(breaches(work, people.department(work, cycle.department))), files))
    )


async def tellings(state: str, urls: Sequence[str], folder: Path) -> set[tuple[str, str, str]]:
    """Which command tells whom something about the choices in this state; `export` for what is read out."""
    stations = [
        await meeting(state, url, folder / str(step), step)
        for url, step in zip(urls, (BEST, WORST), strict=True)
    ]
    best, worst = [await everything_said(station) for station in stations]
    outside = {await station.look(read_out) for station in stations}
    for station in stations:
        station.services.database.stop()
    found = {
        (word, who, state) for (word, who), answers in best.items() if answers != worst[word, who]
    }
    return found | ({("export", "", state)} if len(outside) > 1 else set())


def knowing(state: str) -> set[tuple[str, str, str]]:
    return {one for one in KNOWING if one[2] == state}


@pytest.mark.parametrize("state", SHORT)
async def test_every_command_of_every_role_says_the_same_whatever_was_chosen(
    state: str, tmp_path: Path
) -> None:
    urls = [f"sqlite:///{tmp_path / str(step) / 'data' / 'shuzhi.db'}" for step in (BEST, WORST)]
    assert await tellings(state, urls, tmp_path) == knowing(state)


async def seen(chat: Chat, step: int) -> dict[str, object]:
    """What machines and people see of a poll while it is open, before and after everybody chose this step."""
    await chat.say(ORGANISER, "开始测评 王文例")
    card = cards(await chat.hears(MEMBER))[-1]
    before = await figures(chat), await timelines(chat), files(chat)
    with capture_logs() as logs:
        answers = [
            await chat.client.post("/sandbox/api/clicks", json=vote(who, card, step))
            for who in VOTERS
        ]
        words = [
            await chat.client.post("/sandbox/api/messages", json=typed(who, step))
            for who in MEMBERS[8:12]
        ]
    after = await figures(chat), await timelines(chat), files(chat)
    sizes = {
        (answer.status_code, len(answer.content), answer.json()["notice"]) for answer in answers
    }
    return {
        "logs": logs,
        "figures": before[0] == after[0],
        "files": before[2] == after[2],
        "others": [before[1][who] == after[1][who] for who in (ORGANISER, DEAN, WANG)],
        "voter": after[1][VOTERS[0]],
        "sizes": sizes,
        "typed": {len(answer.content) for answer in words},
    }


def vote(who: str, card: dict[str, Any], step: int) -> dict[str, object]:
    return {
        "from": who,
        "card_id": card["card_id"],
        "values": {"0": str(step)},
        "message_id": f"click-{who}",
    }


def typed(who: str, step: int) -> dict[str, object]:
    words = {BEST: "测评 好", WORST: "测评 差"}
    return {"from": who, "chat": "direct", "text": words[step], "message_id": f"words-{who}"}


async def figures(chat: Chat) -> list[str]:
    """The program's own, without the room on the disk: everything on the machine writes to that."""
    lines = (await chat.client.get("/metrics")).text.splitlines()
    return [
        line
        for line in lines
        if line.startswith("shuzhi_") and not line.startswith("shuzhi_disk_free_bytes")
    ]


def files(chat: Chat) -> dict[Path, tuple[int, bytes]]:
    """All that lies in the data directory and beside it, with its time, but for the database itself."""
    folder = chat.program.settings.data_dir.parent
    kept = [
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("shuzhi.db")
    ]
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in kept}


async def timelines(chat: Chat) -> dict[str, str]:
    """What each of them sees, without numbers: conversations are delivered beside each other."""
    return {
        who: RANDOM.sub("…", NUMBER.sub("", str(await chat.timeline(who))))
        for who in (*ROLES, VOTERS[0])
    }


async def test_figures_logs_answers_and_timelines_are_the_same_whatever_is_chosen(
    run: Run, template: Path, tmp_path: Path
) -> None:
    found = []
    for step in (BEST, WORST):
        async with run(Path(shutil.copytree(template, tmp_path / str(step)))) as chat:
            found.append(await seen(chat, step))
    assert found[0] == found[1]
    assert found[0]["logs"] == []
    assert found[0]["figures"] is True  # not even that somebody voted
    assert found[0]["files"] is True  # the chat's memory and the keys are as they were
    assert found[0]["others"] == [True, True, True]


async def test_every_choice_is_the_same_work_for_the_database(tmp_path: Path) -> None:
    """In place of a stopwatch: the statements of a vote and the sizes of what they carry, first vote and change."""
    station = await meeting("open", f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}", tmp_path, BEST)
    work: list[tuple[str, str]] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: object, *_: object
    ) -> None:
        work.append((statement, sizes_of(parameters)))

    event.listen(station.services.database.writer, "before_cursor_execute", note)
    traces = []
    for step, voter in enumerate(MEMBERS[10:14], 1):
        for choice in (step, 5 - step):
            assert (await station.click(voter, choice)).accepted
        traces.append(list(work))
        work.clear()
    station.services.database.stop()
    assert all(trace == traces[0] for trace in traces)


def sizes_of(parameters: object) -> str:
    """Parameters with every text and every bytes by its length, every number as one."""
    if isinstance(parameters, dict):
        return str(sorted((name, sizes_of(value)) for name, value in parameters.items()))
    if isinstance(parameters, list | tuple):
        return str([sizes_of(value) for value in parameters])
    return (
        str(len(parameters)) if isinstance(parameters, str | bytes) else type(parameters).__name__
    )
