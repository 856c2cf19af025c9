"""Serves the real program with one open poll: `serve_shuzhi.py FOLDER VOTERS`; prints port and card id."""

import asyncio
import socket
import sys
from pathlib import Path

import uvloop

from benchmarks.votes.callbacks import AES_KEY, TOKEN
from bot.actions import cycles, people, polls, rosters
from bot.actions.installation import seed
from bot.actions.polls.cards import card_id
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.cli.serving import Service
from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.domain.planfile import sample_plan
from bot.sample import SAMPLE_DEPARTMENT, sample_lines
from bot.settings import load_settings


def open_poll(work: UnitOfWork, voters: int) -> str:
    """A department with so many voters, and a poll for them; the id of its card."""
    extra = [
        RosterLine(0, f"众{n}", f"c{n}", "第一支部", frozenset({Role.MEMBER}), "C")
        for n in range(voters)
    ]
    seed(work, SAMPLE_DEPARTMENT, sample_plan(2026))
    rosters.import_roster(work, SAMPLE_DEPARTMENT.id, (*sample_lines(), *extra), actor=SYSTEM)
    cycle, organiser, subject = (
        cycles.current(work, "sample"),
        people.find(work, "o01"),
        people.find(work, "s01"),
    )
    assert cycle is not None and organiser is not None and subject is not None  # noqa: PT018 - a script
    opened = polls.open_poll(work, cycle, SAMPLE_DEPARTMENT, organiser, [subject])
    return card_id(opened.id, 0, opened.terms)


async def main(folder: Path, voters: int) -> None:
    settings = load_settings(
        platforms=("wecom",),
        data_dir=folder / "data",
        wecom_token=TOKEN,
        wecom_aes_key=AES_KEY,
        log_level="ERROR",
    )
    program = Program(settings)
    server = Service(program)
    # The protocol is named, as the program does it, or asyncio leaves small answers waiting for an acknowledgement.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        running = asyncio.create_task(server.serve([listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.01)
        card_id = await program.services.write(lambda work: open_poll(work, voters))
        print(listener.getsockname()[1], card_id, flush=True)
        await running


with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main(Path(sys.argv[1]), int(sys.argv[2])))
