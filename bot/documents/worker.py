"""The worker process: frames of (task, bytes) in, outcomes out, until the parent closes the pipe or it has grown old."""

import sys
from traceback import extract_tb
from typing import TYPE_CHECKING, BinaryIO

from bot.documents import limits, sandbox, tasks, wire
from bot.documents.extraction import extract, mark
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Unreadable

if TYPE_CHECKING:
    from bot.documents import ruling

AGAIN, RETIRED = b"\x01", b"\x00"
DEEPEST = 8  # frames of a bug


def serve(requests: BinaryIO, answers: BinaryIO, memory: sandbox.Memory) -> None:
    """After each answer one byte says whether there will be another."""
    for served in range(1, limits.RETIRE_FILES + 1):
        task = wire.decode_task(wire.receive(requests))
        content = wire.receive(requests, limits.FILE_BYTES)
        sandbox.allow_cpu(limits.CPU_SECONDS)
        wire.send(answers, wire.encode(_outcome(content, task)))
        old = served == limits.RETIRE_FILES or memory.resident() > limits.RETIRE_BYTES
        wire.send(answers, RETIRED if old else AGAIN)
        if old:
            return


def _outcome(content: bytes, task: wire.Task) -> wire.Outcome:
    try:
        return _done(content, task)
    except UnreadableFile as error:
        return error.code
    except MemoryError:
        return Unreadable.TOO_LARGE
    except Exception as error:  # noqa: BLE001 - told to the parent, which logs it: nothing is written from here
        return tasks.Bug(_places(error))


def _done(content: bytes, task: wire.Task) -> wire.Outcome:
    match task:
        case tasks.Reading():
            return extract(content, task.suffix)
        case tasks.Marking():
            return mark(content, task.notes, task.author, task.at)
        case _:
            return _ruled(content, task)


def _ruled(content: bytes, task: "ruling.RuledTask") -> wire.Outcome:
    from bot.documents import ruling  # noqa: PLC0415 - here alone: a worker that only reads files never needs it

    match task:
        case ruling.Judging():
            manuscript = wire.decode(content)
            assert isinstance(manuscript, Manuscript), "only texts are judged"
            return task.of(manuscript)
        case ruling.Listing():
            return task.of(content)
        case ruling.Planning():
            return task.of(content.decode())


def _places(error: Exception) -> str:
    """Where it happened, innermost last; the message could quote the text and stays here."""
    frames = extract_tb(error.__traceback__)[-DEEPEST:]
    return " > ".join(
        [type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in frames)]
    )


def main() -> None:
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    memory = sandbox.Memory()
    walls = sandbox.enter()
    try:
        wire.send(answers, wire.encode_walls(walls))
        serve(requests, answers, memory)
    except (wire.Disconnected, BrokenPipeError):
        return


if __name__ == "__main__":
    main()
