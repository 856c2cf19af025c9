"""The pipe between parent and worker: frames of four length bytes and JSON. Not pickle: the worker is not trusted."""

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


Task: TypeAlias = "tasks.Reading | tasks.Marking | ruling.RuledTask"
Outcome: TypeAlias = "Manuscript | Unreadable | bytes | tasks.Bug | ruling.Answer"  # bytes: a marked copy, which is a zip file


def encode_walls(walls: Iterable[Wall]) -> bytes:
    """The worker's first frame: which of the kernel's walls stand around it."""
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
    """The record of this name. Raises KeyError."""
    light: dict[str, type[object]] = {
        each.__name__: each for each in (tasks.Reading, tasks.Marking, tasks.Bug)
    }
    if name in light:
        return light[name]
    from bot.documents import ruling  # noqa: PLC0415 - a worker that only reads files never needs it

    return {**ruling.TASKS, **ruling.ANSWERS}[name]


def encode(outcome: Outcome) -> bytes:
    if isinstance(outcome, bytes):
        return outcome
    if isinstance(outcome, Unreadable):
        return json.dumps({"error": outcome.value}).encode()
    if not isinstance(outcome, Manuscript):
        answer = {"answer": type(outcome).__name__, "record": to_json(outcome)}
        return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
    return _encode_text(outcome)


def _encode_text(outcome: Manuscript) -> bytes:
    answer: dict[str, object] = {
        "kind": outcome.kind,
        "paragraphs": [_fields(paragraph) for paragraph in outcome.paragraphs],
        "footnotes": outcome.footnotes,
        "reservations": sorted(outcome.reservations),
    }
    if outcome.blank_pages:
        answer["blank_pages"] = outcome.blank_pages
    # Lone surrogates from broken files would not survive UTF-8.
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


def _fields(paragraph: Paragraph) -> tuple[object, ...]:
    """The cell comes last, and only where there is one: so it is in what was kept before cells were read."""
    p = paragraph
    fields = (p.text, p.place, p.outline, p.bold, p.number, p.source)
    return fields if p.cell is None else (*fields, *astuple(p.cell))


def decode(payload: bytes) -> Outcome:
    """Raises ValueError, KeyError or TypeError for anything but an encoded outcome."""
    if payload.startswith(ZIP_MAGIC):
        return payload
    answer: dict[str, Any] = json.loads(payload)
    if "error" in answer:
        return Unreadable(answer["error"])
    if "answer" in answer:
        return cast("Outcome", from_json(_kind(answer["answer"]), answer["record"]))
    paragraphs = tuple(
        Paragraph(
            str(text),
            PLACES[place],
            int(outline),
            bool(bold),
            str(number),
            int(source),
            Cell(*map(int, cell)) if cell else None,
        )
        for text, place, outline, bold, number, source, *cell in answer["paragraphs"]
    )
    return Manuscript(
        str(answer["kind"]),
        paragraphs,
        tuple(map(str, answer["footnotes"])),
        frozenset(map(Reservation, answer["reservations"])),
        tuple(map(int, answer.get("blank_pages", ()))),
    )


PLACES = {place.value: place for place in Place}
