"""What came while the database was away: kept beside it, and taken in when it is back."""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.actions.services import Services
from bot.messages import Update, pack, unpack_update
from bot.storage.keys import KeysNotKept
from bot.storage.spool import SpoolFull


def keep(services: Services, update: Update) -> bool:
    """Keeps a message until the database is back; returns False where that is impossible too."""
    if services.spool is None:
        return False
    try:
        services.spool.put(json.dumps(pack(update), ensure_ascii=False).encode())
    except (SpoolFull, KeysNotKept, OSError):
        # Its sender hears that it was not taken, and can send it again (docs/decisions/0018).
        return False
    return True


def waiting(services: Services) -> Iterator[tuple[Path, Update | None]]:
    """Yields what was kept, in the order of arrival; None in place of what nobody can read."""
    if services.spool is None:
        return
    for entry in services.spool.entries():
        content = services.spool.open(entry)
        if content is None:
            yield entry, None
        else:
            yield entry, unpack_update(json.loads(content))


def forget(services: Services, entry: Path) -> None:
    """Removes a message that is in the database now."""
    assert services.spool is not None, "the entry is one of its own"
    services.spool.drop(entry)
