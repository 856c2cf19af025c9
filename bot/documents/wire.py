"""The pipe between parent and worker: frames of four length bytes and JSON. Not pickle: the worker is not trusted."""

import json
import struct
from typing import IO, Any

from bot.domain.manuscript import Manuscript, Paragraph, Place, Reservation, Unreadable

HEADER = struct.Struct(">I")
LONGEST_FRAME = 16 << 20


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


def encode(outcome: Manuscript | Unreadable) -> bytes:
    if isinstance(outcome, Unreadable):
        return json.dumps({"error": outcome.value}).encode()
    answer = {
        "kind": outcome.kind,
        "paragraphs": [(p.text, p.place, p.outline, p.bold, p.number, p.source) for p in outcome.paragraphs],
        "footnotes": outcome.footnotes,
        "reservations": sorted(outcome.reservations),
    }
    # Lone surrogates from broken files would not survive UTF-8.
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


def decode(payload: bytes) -> Manuscript | Unreadable:
    """Raises ValueError, KeyError or TypeError for anything but an encoded outcome."""
    answer: dict[str, Any] = json.loads(payload)
    if "error" in answer:
        return Unreadable(answer["error"])
    paragraphs = tuple(
        Paragraph(str(text), PLACES[place], int(outline), bool(bold), str(number), int(source))
        for text, place, outline, bold, number, source in answer["paragraphs"]
    )
    return Manuscript(
        str(answer["kind"]),
        paragraphs,
        tuple(map(str, answer["footnotes"])),
        frozenset(map(Reservation, answer["reservations"])),
    )


PLACES = {place.value: place for place in Place}
