"""Signed calls are noted many at a time, on both databases."""

from bot.storage import calls
from bot.storage.database import Database


async def test_calls_are_noted_together_and_the_first_content_stays(database: Database) -> None:
    await database.write(lambda session: calls.note(session, {b"a": b"1", b"b": b"2"}, span=7))
    await database.write(lambda session: calls.note(session, {b"b": b"3", b"c": b"4"}, span=7))
    noted = await database.read(lambda session: calls.since(session, 7))
    assert noted == {b"a": b"1", b"b": b"2", b"c": b"4"}
