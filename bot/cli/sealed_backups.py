"""A backup as it lies on a disk: plain, or sealed to public keys (docs/backups.md).

A sealed one has a record beside it, so that whoever has no private key can still tell whether it
is as it was written, and where the audit trails ended then.
"""

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from typing_extensions import Buffer, override

from bot.cli.failures import CommandFailed
from bot.domain.values import dataclass

if TYPE_CHECKING:
    from bot.storage.age import PrivateKey, PublicKey

MAGIC = b"age-encryption.org/"
SUFFIX = ".age"  # of the dated backups that are sealed
RECORD = ".audit.json"  # follows the name of the backup that it stands beside
PIECE = 1024 * 1024
LONGEST_KEY_FILE = 64 * 1024


class CutOff(Exception):
    """A sealed backup was changed or has not come over whole."""


@dataclass(frozen=True)
class Archive:
    """The .tar.gz in a backup; `keys` open a sealed one."""

    file: Path
    keys: "tuple[PrivateKey, ...]" = ()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Yields its content, to be read forward.

        Raises CommandFailed where it is sealed and no key fits, CutOff where it is not whole.
        """
        with self.file.open("rb") as source:
            if not is_sealed(self.file):
                yield source
                return
            if not self.keys:
                raise CommandFailed(f"{self.file} 加了密，请用 --key 指明私钥文件")
            from bot.storage import age  # noqa: PLC0415 - only sealed backups need it

            try:
                yield io.BufferedReader(age.Opened(source, self.keys), PIECE)
            except age.WrongKey:
                raise CommandFailed(
                    f"这把私钥打不开 {self.file}：它是加密给别的公钥的。请换成那一把的私钥"
                ) from None
            except (age.NotSealed, age.Damaged):
                raise CutOff from None


class Counted(io.RawIOBase):
    """Passes on what is written to it, and knows how much it was and its SHA-256."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._digest = hashlib.sha256()
        self.size = 0

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, content: Buffer, /) -> int:
        self._target.write(content)
        self._digest.update(content)
        length = memoryview(content).nbytes
        self.size += length
        return length

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def is_sealed(file: Path) -> bool:
    """Tells by its first bytes whether a backup is sealed, whatever it is called."""
    with file.open("rb") as source:
        return source.read(len(MAGIC)) == MAGIC


def record_of(file: Path) -> Path:
    """Returns where the record of a sealed backup stands."""
    return file.with_name(file.name + RECORD)


def record(counted: Counted, trails: str) -> str:
    """Returns what is noted of a sealed backup, `trails` being the trail's file in it."""
    noted = json.loads(trails) | {"size": counted.size, "sha256": counted.sha256}
    return json.dumps(noted, indent=2)


def is_as_recorded(file: Path) -> bool | None:
    """Tells whether a sealed backup is what was written then; None where there is no record of it."""
    try:
        noted = json.loads(record_of(file).read_bytes())["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest() == str(noted)


def public_keys(words: tuple[str, ...], file: Path | None) -> "tuple[PublicKey, ...]":
    """Returns those of the file, where one was named, else those of the settings.

    Raises CommandFailed.
    """
    origin = "SHUZHI_BACKUP_KEY"
    if file is not None:
        origin = str(file)
        words = tuple(_words(file))
        if any(word.upper().startswith("AGE-SECRET-KEY-") for word in words):
            raise CommandFailed(
                f"{file} 里有私钥。备份只要公钥，请另存一个只有公钥的文件，收好私钥"
            )
        if not words:
            raise CommandFailed(
                f"{file} 里没有公钥。请写 age1 开头的一行，用 shuzhi backup-key 做一对"
            )
    if not words:
        return ()
    from bot.storage.age import PublicKey  # noqa: PLC0415 - only sealed backups need it

    try:
        return tuple(PublicKey.read(word) for word in words)
    except ValueError:
        raise CommandFailed(f"{origin} 里的公钥抄错了，请核对后重抄") from None


def private_keys(file: Path | None) -> "tuple[PrivateKey, ...]":
    """Returns the keys in a file as `shuzhi backup-key` and age write it. Raises CommandFailed."""
    if file is None:
        return ()
    from bot.storage.age import PrivateKey  # noqa: PLC0415 - only sealed backups need it

    words = [word for word in _words(file) if word.upper().startswith("AGE-SECRET-KEY-")]
    if not words:
        raise CommandFailed(f"{file} 里没有私钥。私钥是 AGE-SECRET-KEY-1 开头的一行")
    try:
        return tuple(PrivateKey.read(word) for word in words)
    except ValueError:
        raise CommandFailed(f"{file} 里的私钥抄错了，请核对后重抄") from None


def _words(file: Path) -> list[str]:
    """Returns the lines of a file of keys, without its comments. Raises CommandFailed where it is no
    text.
    """
    with file.open("rb") as source:
        # A file that was named by mistake may be of any size.
        content = source.read(LONGEST_KEY_FILE)
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise CommandFailed(f"{file} 不是写着密钥的文本文件") from None
    words = (line.strip() for line in lines)
    return [word for word in words if word and not word.startswith("#")]
