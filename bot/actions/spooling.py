"""What came while the database was away: kept beside it, and taken in when it is back."""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.actions.world import World
from bot.messages import Update, pack, unpack_update
from bot.storage.keys import KeysNotKept
from bot.storage.spool import SpoolFull


def keep(world: World, update: Update) -> bool:
    """Keeps a message until the database is back; False where it cannot be kept either."""
    if world.spool is None:
        return False
    try:
        world.spool.put(json.dumps(pack(update), ensure_ascii=False).encode())
    except (SpoolFull, KeysNotKept, OSError):
        return False
    return True


def waiting(world: World) -> Iterator[tuple[Path, Update | None]]:
    """What was kept, in the order of arrival; None in place of what nobody can read any more."""
    if world.spool is None:
        return
    for entry in world.spool.entries():
        content = world.spool.open(entry)
        if content is None:
            yield entry, None
        else:
            yield entry, unpack_update(json.loads(content))


def taken(world: World, entry: Path) -> None:
    """Forgets a message that is in the database now."""
    assert world.spool is not None, "the entry is one of its own"
    world.spool.drop(entry)
