"""The worker process: frames of (task, bytes) in, answers out.

It ends when the parent closes the pipe or it has grown old.
"""

import sys
from traceback import extract_tb
from typing import TYPE_CHECKING, BinaryIO

from bot.documents import limits, sandbox, tasks, wire
from bot.documents.extraction import extract, mark
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Unreadable

if TYPE_CHECKING:
    from bot.documents import ruling

DEEPEST = 8  # frames of a bug: enough to find the place, in one line of a log


def serve(requests: BinaryIO, answers: BinaryIO, memory: sandbox.MemoryGauge) -> None:
    """Answers one task after another.

    After each answer one byte says whether there will be another.
    """
    for served in range(1, limits.RETIRE_FILES + 1):
        task = wire.decode_task(wire.receive(requests))
        content = wire.receive(requests, limits.FILE_BYTES)
        sandbox.allow_cpu(limits.CPU_SECONDS)
        try:
            answer = carry_out(task, content)
        except UnreadableFile as error:
            answer = error.code
        except MemoryError:
            answer = Unreadable.TOO_LARGE
        except Exception as error:  # noqa: BLE001 - the parent logs it: nothing is written from here
            # Where it happened, innermost last. The message could quote the text and stays here.
            frames = extract_tb(error.__traceback__)[-DEEPEST:]
            places = [f"{frame.filename}:{frame.lineno}" for frame in frames]
            answer = tasks.Bug(" > ".join([type(error).__name__, *places]))
        wire.send(answers, wire.encode(answer))
        if served == limits.RETIRE_FILES or memory.resident() > limits.RETIRE_BYTES:
            wire.send(answers, wire.RETIRED)
            return
        wire.send(answers, wire.AGAIN)


def carry_out(task: wire.Task, content: bytes) -> wire.Answer:
    """Does what the parent asks for; raises `UnreadableFile`."""
    match task:
        case tasks.Extracting():
            return extract(content, task.suffix)
        case tasks.Marking():
            return mark(content, task.notes, task.author, task.at)
        case _:
            return _apply_rules(task, content)


def _apply_rules(task: "ruling.RuledTask", content: bytes) -> wire.Answer:
    # Here alone: a worker that only reads files never needs it.
    from bot.documents import ruling  # noqa: PLC0415

    match task:
        case ruling.Judging():
            manuscript = wire.decode(content)
            assert isinstance(manuscript, Manuscript), "only texts are judged"
            return task.of(manuscript)
        case ruling.Listing() | ruling.Measuring() | ruling.Tabulating():
            return task.of(content)
        case ruling.Planning():
            return task.of(content.decode())


def main() -> None:
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    memory = sandbox.MemoryGauge()
    walls = sandbox.enter()
    try:
        wire.send(answers, wire.encode_walls(walls))
        serve(requests, answers, memory)
    except (wire.Disconnected, BrokenPipeError):
        return


if __name__ == "__main__":
    main()
