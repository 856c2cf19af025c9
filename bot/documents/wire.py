"""The pipe between parent and worker: frames of four length bytes and JSON.

Not pickle: the worker is not trusted.
"""

import json
import struct
from collections.abc import Iterable
from dataclasses import astuple
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

from bot.documents import tasks
from bot.documents.confinement import Wall
from bot.documents.records import from_json, to_json
from bot.domain.manuscript import Cell, Manuscript, Paragraph, Place, Reservation, Unreadable

if TYPE_CHECKING:
    from bot.documents import ruling

HEADER = struct.Struct(">I")
LONGEST_FRAME = 48 << 20  # a marked copy is a little longer than its original
ZIP_MAGIC = b"PK"
AGAIN, RETIRED = b"\x01", b"\x00"  # after an answer: whether there will be another


class Disconnected(Exception):
    """The other side has gone, or does not speak the protocol."""


def send(stream: IO[bytes], payload: bytes) -> None:
    stream.write(HEADER.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes], longest: int = LONGEST_FRAME) -> bytes:
    (length,) = HEADER.unpack(_exactly(stream, HEADER.size))
    if length > longest:
        raise Disconnected
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    payload = stream.read(length)
    if len(payload) != length:
        raise Disconnected
    return payload


Task: TypeAlias = "tasks.Extracting | tasks.Marking | ruling.RuledTask"
# Bytes are a marked copy, which is a zip file.
Answer: TypeAlias = "Manuscript | Unreadable | bytes | tasks.Bug | ruling.RuledAnswer"


def encode_walls(walls: Iterable[Wall]) -> bytes:
    """Returns the worker's first frame: which of the kernel's walls stand around it."""
    return json.dumps(sorted(walls)).encode()


def decode_walls(payload: bytes) -> frozenset[Wall]:
    """Raises ValueError or TypeError for anything but encoded walls."""
    return frozenset(Wall(name) for name in json.loads(payload))


def encode_task(task: Task) -> bytes:
    return json.dumps([type(task).__name__, to_json(task)]).encode()


def decode_task(payload: bytes) -> Task:
    kind, task = json.loads(payload)
    return cast("Task", from_json(_kind(kind), task))


def _kind(name: str) -> type[object]:
    """Returns the record of this name. Raises KeyError."""
    light: dict[str, type[object]] = {
        each.__name__: each for each in (tasks.Extracting, tasks.Marking, tasks.Bug)
    }
    if name in light:
        return light[name]
    # A worker that only reads files never needs it.
    from bot.documents import ruling  # noqa: PLC0415

    return {**ruling.TASKS, **ruling.ANSWERS}[name]


def encode(answer: Answer) -> bytes:
    if isinstance(answer, bytes):
        return answer
    if isinstance(answer, Unreadable):
        return json.dumps({"error": answer.value}).encode()
    record: dict[str, object]
    if isinstance(answer, Manuscript):
        paragraphs = []
        for p in answer.paragraphs:
            fields: tuple[object, ...] = (
                p.text,
                p.place,
                p.outline,
                p.bold,
                p.number,
                p.source,
            )
            # The cell comes last and only where there is one, as in what was kept before cells were.
            if p.cell is not None:
                fields = (*fields, *astuple(p.cell))
            paragraphs.append(fields)
        record = {
            "kind": answer.kind,
            "paragraphs": paragraphs,
            "footnotes": answer.footnotes,
            "reservations": sorted(answer.reservations),
        }
        if answer.blank_pages:
            record["blank_pages"] = answer.blank_pages
    else:
        record = {"answer": type(answer).__name__, "record": to_json(answer)}
    # Lone surrogates from broken files would not survive UTF-8.
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")


def decode(payload: bytes) -> Answer:
    """Raises ValueError, KeyError or TypeError for anything but an encoded answer."""
    if payload.startswith(ZIP_MAGIC):
        return payload
    record: dict[str, Any] = json.loads(payload)
    if "error" in record:
        return Unreadable(record["error"])
    if "answer" in record:
        return cast("Answer", from_json(_kind(record["answer"]), record["record"]))
    paragraphs = []
    # Every value is converted, whatever the worker sent: it has read a stranger's file.
    for text, place, outline, bold, number, source, *grid in record["paragraphs"]:
        cell = None
        if grid:
            cell = Cell(*map(int, grid))
        paragraphs.append(
            Paragraph(
                _storable(text),
                PLACES[place],
                int(outline),
                bool(bold),
                _storable(number),
                int(source),
                cell,
            )
        )
    return Manuscript(
        str(record["kind"]),
        tuple(paragraphs),
        tuple(map(_storable, record["footnotes"])),
        frozenset(map(Reservation, record["reservations"])),
        tuple(map(int, record.get("blank_pages", ()))),
    )


PLACES = {place.value: place for place in Place}


def _storable(text: object) -> str:
    """What is quoted of a file is stored, and PostgreSQL takes no NUL."""
    return str(text).replace("\0", "\ufffd")
