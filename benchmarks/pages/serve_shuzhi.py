"""Serves the real program with one open sheet: `serve_shuzhi.py BEAT FOLDER PHONES CARDS`.

The metronome beats every BEAT seconds, and not at all with 0. Prints one line of JSON: port, the links of the phones, and account and card of the others.
"""

import asyncio
import json
import socket
import sys
from pathlib import Path
from typing import Any

import uvloop

from bot.actions import cycles, people, polls, rosters
from bot.actions.installation import seed
from bot.actions.polls import links
from bot.actions.polls.cards import sheet_card_id
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.cli.serving import Service
from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.domain.planfile import sample_plan
from bot.messages import Message
from bot.sample import SAMPLE_DEPARTMENT, sample_lines
from bot.settings import load_settings


def hand_out(work: UnitOfWork, phones: int, cards: int) -> dict[str, Any]:
    """A department with so many more members, one sheet for all, and everybody's way to it."""
    extra = [
        RosterLine(0, f"众{n}", f"c{n}", "第一支部", frozenset({Role.MEMBER}), "C")
        for n in range(phones + cards)
    ]
    seed(work, SAMPLE_DEPARTMENT, sample_plan(2026))
    rosters.import_roster(work, SAMPLE_DEPARTMENT.id, (*sample_lines(), *extra), actor=SYSTEM)
    cycle, organiser = cycles.current(work, "sample"), people.find(work, "o01")
    assert cycle is not None
    assert organiser is not None
    subjects = polls.speakers(work, cycle)
    opened = polls.open_poll(work, cycle, SAMPLE_DEPARTMENT, organiser, subjects, turning=True)
    addresses, card_ids = [], {}
    for number in range(phones + cards):
        person = people.find(work, f"c{number}")
        assert person is not None
        if number < phones:
            message = Message(link=links.sheet_link(work, opened.id, person))
            link = links.addressed(work, message).link
            assert link is not None
            addresses.append(link.url)
        else:
            card_ids[person.account] = sheet_card_id(opened.id, person.id, opened.terms)
    return {"links": addresses, "cards": card_ids}


async def beat_for_ever(program: Program, seconds: float) -> None:
    """The sandbox has no metronome of its own: its clock is moved by hand."""
    while seconds:
        await asyncio.sleep(seconds)
        await program.conductor.beat()


async def main(seconds: float, folder: Path, phones: int, cards: int) -> None:
    # The protocol is named, as the program does it, or asyncio leaves small answers waiting.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        port = listener.getsockname()[1]
        settings = load_settings(
            platforms=("sandbox",), data_dir=folder / "data", port=port, log_level="ERROR"
        )
        program = Program(settings)
        server = Service(program)
        running = asyncio.create_task(server.serve([listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.01)
        told = await program.services.write(lambda work: hand_out(work, phones, cards))
        await program.conductor.settle()
        print(json.dumps({"port": port, **told}), flush=True)
        async with asyncio.TaskGroup() as tasks:
            beats = tasks.create_task(beat_for_ever(program, seconds))
            await running
            beats.cancel()


with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main(float(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
