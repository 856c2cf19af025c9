"""Files by content hash, outside the database. Names are data: they never become a path."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from bot.domain.values import dataclass

BACKUP_MARK = "last-backup"  # beside the folder of the files; its time is what counts


class FileStoreFull(Exception):
    """The incoming file is larger than allowed."""


@dataclass(frozen=True)
class StoredFile:
    """A file that is kept; `used_at` is when it was stored last, the same content again included."""

    sha256: str
    size: int
    used_at: datetime


class FileStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Raises FileNotFoundError for what is no hash, so that no caller can be led elsewhere."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise FileNotFoundError(sha256)
        return self._folder / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes:
        return self.path(sha256).read_bytes()

    def free(self) -> int:
        """Returns the bytes of disk that are left where files go."""
        folders = (self._folder, *self._folder.resolve().parents)
        existing = next(folder for folder in folders if folder.exists())
        return shutil.disk_usage(existing).free

    def last_backup(self) -> datetime | None:
        """Returns when `shuzhi backup` last succeeded here; None where it never did."""
        mark = self._folder.parent / BACKUP_MARK
        with contextlib.suppress(FileNotFoundError):
            return _used_at(mark)
        return None

    def exists(self, sha256: str) -> bool:
        try:
            return self.path(sha256).exists()
        except FileNotFoundError:
            return False

    def intact(self, sha256: str) -> bool:
        """Tells whether the file is there and still is what its name says."""
        try:
            return hashlib.sha256(self.read(sha256)).hexdigest() == sha256
        except OSError:
            return False

    def put(self, content: bytes) -> str:
        """Stores durably and returns the hash; the same content is stored once."""
        with self._incoming() as handle:
            handle.write(content)
            return self._keep(handle, hashlib.sha256(content).hexdigest())

    async def receive(self, content: AsyncIterator[bytes], *, limit: int) -> tuple[str, int]:
        """Returns hash and size of a stream of at most `limit` bytes.

        Raises FileStoreFull; nothing is left behind.
        """
        digest, size = hashlib.sha256(), 0
        with self._incoming() as handle:
            async for chunk in content:
                size += len(chunk)
                if size > limit:
                    raise FileStoreFull
                digest.update(chunk)
                handle.write(chunk)
            return self._keep(handle, digest.hexdigest()), size

    def _incoming(self) -> "_Incoming":
        incoming = self._folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        return _Incoming(incoming)

    def stored(self) -> Iterator[StoredFile]:
        """Yields every file that is kept, in no order, without what is just being received."""
        for path in self._folder.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                yield StoredFile(path.stem, path.stat().st_size, _used_at(path))

    def remove(self, sha256: str, *, unless_since: datetime) -> bool:
        """Removes a file. Returns False where it is not there, or was stored again since then.

        Somebody may store the same content at this moment, in another process, and name it in a row
        that nobody sees yet. Storing marks the time; so it is looked at once more when the file
        already lies aside.
        """
        path = self.path(sha256)
        aside = path.with_suffix(".removed")
        # Where an earlier removing was killed, only the one that lies aside is there.
        with contextlib.suppress(FileNotFoundError):
            path.replace(aside)
        if not aside.exists():
            return False
        if _used_at(aside) >= unless_since:
            aside.replace(path)
            return False
        aside.unlink()
        return True

    def drop_half_received(self, before: datetime) -> int:
        """Removes what was being received when a process was killed; returns how many files."""
        number = 0
        for path in (self._folder / "incoming").glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if _used_at(path) < before:
                    path.unlink()
                    number += 1
        return number

    def _keep(self, handle: "_Incoming", sha256: str) -> str:
        target = self.path(sha256)
        try:
            os.utime(target)  # what is stored again is in use again
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle.become(target)
        return sha256


def _used_at(path: Path) -> datetime:
    """Raises FileNotFoundError."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


class _Incoming:
    """A temporary file that becomes a stored one by rename, or vanishes."""

    def __init__(self, folder: Path) -> None:
        descriptor, name = tempfile.mkstemp(dir=folder)
        self._file = os.fdopen(descriptor, "wb")
        self._path = Path(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def write(self, chunk: bytes) -> None:
        self._file.write(chunk)

    def become(self, target: Path) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._path.replace(target)
        # Syncing the file does not keep its new name; syncing the folder does.
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
