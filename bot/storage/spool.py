"""Messages that came while the database was away: sealed on disk until it is back.

What somebody wrote may turn out to be a choice on an open ballot, and without the database nobody
can tell. Therefore nothing lies here readable: the key stands in the key directory, which no backup
has, and is destroyed as soon as the last message was taken in.
"""

import contextlib
import os
from pathlib import Path

from bot.domain.values import dataclass
from bot.storage.keys import BallotKeys, KeysMissing, KeyStore

LARGEST_ENTRY = 256 * 1024  # bytes of one message; files are fetched later and are not part of it
ENTRIES = 5_000


class SpoolFull(Exception):
    """There is no room for this message; it was not kept."""


@dataclass(frozen=True)
class Spool:
    """One folder per key, named after it.

    In it one file per message, numbered in the order of arrival.
    """

    folder: Path
    keys: KeyStore

    def put(self, content: bytes) -> None:
        """Keeps a message durably.

        Raises SpoolFull, KeysNotKept and OSError: then it is not kept.
        """
        waiting = self.entries()
        if len(content) > LARGEST_ENTRY or len(waiting) >= ENTRIES:
            raise SpoolFull
        place, keys = self._place(waiting)
        number = 1
        if waiting:
            number = int(waiting[-1].name) + 1
        target = place / f"{number:09}"
        # Nothing half written is ever taken for a message: it gets its name when it is whole.
        part = target.with_suffix(".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(keys.seal(target.name.encode(), content))
            file.flush()
            # Its sender is told that it is kept, so it must survive a power cut.
            os.fsync(file.fileno())
        part.replace(target)

    def entries(self) -> list[Path]:
        """Returns what waits, in the order of arrival."""
        return sorted(path for path in self.folder.glob("*/*") if path.name.isdecimal())

    def open(self, entry: Path) -> bytes | None:
        """Returns the message.

        None where its key is gone or it was damaged, so that nobody can read it any more.
        """
        try:
            keys = self.keys.load(entry.parent.name)
            return keys.unseal(entry.name.encode(), entry.read_bytes())
        except (KeysMissing, ValueError):
            return None

    def drop(self, entry: Path) -> None:
        """Removes a message that was taken in; with the last one goes its key."""
        entry.unlink(missing_ok=True)
        if not any(path.name.isdecimal() for path in entry.parent.iterdir()):
            self.keys.forget(entry.parent.name)
            with contextlib.suppress(OSError):
                for left in entry.parent.iterdir():
                    left.unlink()
                entry.parent.rmdir()

    def _place(self, waiting: list[Path]) -> tuple[Path, BallotKeys]:
        """Returns the folder that is being filled and its keys, or fresh ones where those are gone."""
        if waiting:
            with contextlib.suppress(KeysMissing):
                return waiting[-1].parent, self.keys.load(waiting[-1].parent.name)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key_id, keys = self.keys.create()
        place = self.folder / key_id
        place.mkdir(mode=0o700)
        return place, keys
