"""What one plain message costs a running program: `python -m benchmarks.messages.run [--rounds 20] [--first]`.

People of the sample department say the same few things again and again. Told is the processor's time
from a message's arrival until its answer is sent, and the statements that reach the database. Nothing
goes over a network.
"""

import asyncio
import gc
import os
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from uuid import uuid4

from sqlalchemy import event

from benchmarks.rounds import rounds_given
from bot import logs
from bot.actions import rosters
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.domain.planfile import sample_plan
from bot.messages import Chat, ChatKind, Sender, Update
from bot.sample import SAMPLE_DEPARTMENT, sample_lines
from bot.settings import load_settings

SAID = (
    ("s01", "什么时候截止"),
    ("s02", "我的报告收到了吗"),
    ("s03", "怎样保密"),
    ("o01", "谁没交"),
    ("o01", "第三支部交了吗"),
    ("o01", "状态"),
)


class Statements:
    """Counts what reaches the database."""

    def __init__(self, program: Program) -> None:
        self.count = 0
        for engine in (program.services.database.writer, program.services.database.reader):
            event.listen(engine, "before_cursor_execute", self._counted)

    def _counted(self, *_given: object) -> None:
        self.count += 1


def begin(work: UnitOfWork) -> None:
    seed(work, SAMPLE_DEPARTMENT, sample_plan(2026))
    rosters.import_roster(work, SAMPLE_DEPARTMENT.id, sample_lines(), actor=SYSTEM)


async def answer(program: Program, account: str, text: str) -> None:
    update = Update(
        platform="sandbox",
        message_id=uuid4().hex,
        sender=Sender(account),
        chat=Chat(ChatKind.DIRECT, account),
        sent_at=program.clock.now(),
        text=text,
    )
    await program.intake.accept(update)
    await program.conductor.settle()


async def measure(folder: Path, rounds: int) -> None:
    settings = load_settings(platforms=("sandbox",), data_dir=folder, log_level="ERROR")
    logs.configure(level=settings.log_level, form=settings.log_format)
    gc.freeze()  # as when the service has been imported
    program = Program(settings)
    await program.start()
    await program.services.write(begin)
    statements = Statements(program)
    spent: dict[str, list[float]] = defaultdict(list)
    sent: dict[str, list[int]] = defaultdict(list)
    for _ in range(rounds):
        for account, text in SAID:
            count, began = statements.count, time.process_time()
            await answer(program, account, text)
            spent[text].append((time.process_time() - began) * 1000)
            sent[text].append(statements.count - count)
    await program.stop()
    for text, costs in spent.items():
        print(
            f"{text:10} first {costs[0]:5.1f} ms, {sent[text][0]} statements; "
            f"then {statistics.median(costs[1:]):5.1f} ms, {statistics.median(sent[text][1:]):.0f} statements"
        )


def main() -> None:
    rounds = rounds_given(__doc__, 20)
    print(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(measure(Path(place), rounds))


if __name__ == "__main__":
    main()
