"""The worker process: frames of (task, bytes) in, outcomes out, until the parent closes the pipe or it has grown old."""

import sys
from typing import BinaryIO

from bot.documents import limits, sandbox, wire
from bot.documents.extraction import extract, mark
from bot.documents.unreadable import UnreadableFile

AGAIN, RETIRED = b"\x01", b"\x00"


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
        if isinstance(task, wire.Marking):
            return mark(content, task.notes, task.author, task.at)
        return extract(content, task.suffix)
    except UnreadableFile as error:
        return error.code


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
