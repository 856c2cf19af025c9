"""Ballot keys: two random keys per poll in a directory of their own, outside the database and
outside every backup.

Whoever has the database without this directory reads no ballot; once a poll's file is gone, nobody
does (step 10).
"""

import contextlib
import hashlib
import hmac
import os
import secrets
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.values import dataclass

# Only a ballot needs it, a few weeks of the year: 7 MB, so it is imported where a seal is made or broken.
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

KEY_BYTES = 32
NONCE_BYTES = 12


class KeysMissing(Exception):
    """The poll's keys are not in the directory: lost, destroyed, or the directory is not the right
    one.
    """


class KeysNotKept(Exception):
    """New keys could not be written, or not read again: the directory is missing, full, or not ours
    to write in.
    """


@dataclass(frozen=True)
class BallotKeys:
    """`pseudonym` names the cells, `content` seals them."""

    pseudonym: bytes = field(repr=False)
    content: bytes = field(repr=False)

    def cell_of(self, poll: int, person: int) -> bytes:
        """Returns the name of a person's cell; without the key nobody can tell whose it is."""
        cell_name = self._names.copy()
        cell_name.update(f"{poll}|{person}".encode())
        return cell_name.digest()

    def seal(self, cell: bytes, content: bytes) -> bytes:
        """Seals the content, which becomes longer by a constant; sealed twice it differs."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._seal.encrypt(nonce, content, cell)

    def unseal(self, cell: bytes, sealed: bytes) -> bytes:
        """Raises ValueError where the content was changed or belongs to another cell."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        try:
            return self._seal.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], cell)
        except InvalidTag:
            raise ValueError("a ballot cell does not fit its key") from None

    def ticket(self, content: bytes) -> bytes:
        """Returns what only these keys can make of the content, and open again: the same every
        time.
        """
        return self._tickets.encrypt(content, None)

    def read_ticket(self, ticket: bytes) -> bytes:
        """Raises ValueError for what these keys did not make."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        try:
            return self._tickets.decrypt(ticket, None)
        except (InvalidTag, ValueError):
            raise ValueError("no ticket of these keys") from None

    def signature(self, words: str) -> str:
        """Makes proof that somebody was told it by us; without the key nobody can make it."""
        return hmac.new(self._derived("signature"), words.encode(), hashlib.sha256).hexdigest()

    def _derived(self, use: str) -> bytes:
        """Returns a key of its own for another use, so that none says anything about the other."""
        return hmac.digest(self.pseudonym, f"key of {use}".encode(), "sha256")

    @cached_property
    def _tickets(self) -> "AESSIV":
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415

        return AESSIV(self._derived("ticket"))

    @cached_property
    def _names(self) -> hmac.HMAC:
        return hmac.new(self.pseudonym, digestmod=hashlib.sha256)

    @cached_property
    def _seal(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        return AESGCM(self.content)


@dataclass
class KeyStore:
    """One file per poll, named at random. Without a directory no poll can be opened."""

    directory: Path | None = None
    _open: dict[str, BallotKeys] = field(default_factory=dict, init=False, repr=False)

    def create(self) -> tuple[str, BallotKeys]:
        """Makes new keys, on disk and read back before this returns; the id finds them again.

        Raises KeysNotKept.
        """
        key_id, both = secrets.token_hex(8), secrets.token_bytes(2 * KEY_BYTES)
        try:
            self._folder().mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_through(self._path(key_id), both, os.O_CREAT | os.O_EXCL)
            _sync_folder(self._folder())
            # What keys seal that cannot be read again could never be counted.
            read_back = self._path(key_id).read_bytes()
        except (OSError, KeysMissing) as error:
            raise KeysNotKept(key_id) from error
        if read_back != both:
            raise KeysNotKept(key_id)
        self._open[key_id] = _split(both)
        return key_id, self._open[key_id]

    def load(self, key_id: str) -> BallotKeys:
        """Raises KeysMissing, also where keys are in memory whose file is gone: what they seal
        could not be counted later.
        """
        if not self.exists(key_id):
            self._open.pop(key_id, None)
            raise KeysMissing(key_id)
        if key_id not in self._open:
            self._open[key_id] = _split(self._path(key_id).read_bytes())
        return self._open[key_id]

    def forget(self, key_id: str) -> None:
        """Destroys the keys for good: overwritten, unlinked, dropped from memory.

        Safe to repeat.
        """
        self._open.pop(key_id, None)
        path = self._path(key_id)
        with contextlib.suppress(FileNotFoundError):
            # Unlinking alone leaves the bytes on the disk until something else is written there.
            _write_through(path, secrets.token_bytes(2 * KEY_BYTES), 0)
            path.unlink()
            _sync_folder(self._folder())

    def exists(self, key_id: str) -> bool:
        """Tells whether the file is there, and whole.

        Raises OSError where the directory cannot be asked.
        """
        try:
            return self._path(key_id).stat().st_size == 2 * KEY_BYTES
        except (FileNotFoundError, NotADirectoryError, KeysMissing):
            return False

    def keep_only(self, key_ids: set[str]) -> None:
        """Drops keys of polls that are over from memory: another process may have destroyed their
        files.
        """
        for key_id in set(self._open) - key_ids:
            self._open.pop(key_id, None)

    def _folder(self) -> Path:
        if self.directory is None:
            raise KeysMissing("no key directory")
        return self.directory

    def _path(self, key_id: str) -> Path:
        return self._folder() / f"{key_id}.key"


def _split(both: bytes) -> BallotKeys:
    return BallotKeys(both[:KEY_BYTES], both[KEY_BYTES:])


def _write_through(path: Path, content: bytes, flags: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | flags, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Makes durable which files there are: syncing a file does not keep its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
