"""Files sealed to a public key, in the format of age (https://age-encryption.org/v1).

Whoever writes needs the public half alone. Any age program opens such a file with the private
half, also one that knows nothing of this house. Content is written and read in pieces of 64 KiB:
memory stays small however large it is, and what was cut off or changed is noticed.
"""

import base64
import binascii
import hmac
import io
import secrets
from collections.abc import Sequence
from dataclasses import field
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing_extensions import Buffer, override

from bot.domain.values import dataclass
from bot.storage import bech32

MAGIC = b"age-encryption.org/v1\n"
LABEL = b"age-encryption.org/v1/X25519"
PUBLIC, PRIVATE = "age", "age-secret-key-"  # prefixes of the two halves
PIECE = 64 * 1024
TAG = 16
NONCE = 16
FILE_KEY = 16
LAST = b"\x01"
NO_NONCE = bytes(12)  # each wrapping key is used once
LONGEST_LINE = 4096
MOST_STANZAS = 32


class NotSealed(Exception):
    """It does not begin as such a file does, or its head is damaged."""


class WrongKey(Exception):
    """The file was not sealed to this key."""


class Damaged(Exception):
    """The content was changed or cut off after it was sealed."""


@dataclass(frozen=True)
class PublicKey:
    """To whom a file is sealed. `str` is how it is written down."""

    content: bytes

    @override
    def __str__(self) -> str:
        return bech32.encode(PUBLIC, self.content)

    @classmethod
    def read(cls, word: str) -> "PublicKey":
        """Raises ValueError for what is no public key."""
        return cls(_half(word, PUBLIC))


@dataclass(frozen=True)
class PrivateKey:
    """Who opens it. Never shown but by `word`."""

    content: bytes = field(repr=False)

    @classmethod
    def make(cls) -> "PrivateKey":
        return cls(secrets.token_bytes(32))

    @classmethod
    def read(cls, word: str) -> "PrivateKey":
        """Raises ValueError for what is no private key."""
        return cls(_half(word, PRIVATE))

    @property
    def word(self) -> str:
        return bech32.encode(PRIVATE, self.content).upper()

    @property
    def public(self) -> PublicKey:
        whole = X25519PrivateKey.from_private_bytes(self.content)
        return PublicKey(whole.public_key().public_bytes_raw())


class Target(Protocol):
    """Where a sealed file is written to."""

    def write(self, content: bytes, /) -> object: ...


class Sealing(io.RawIOBase):
    """Seals what is written to it, to all these keys, into `target`, which stays open.

    Only `finish` makes it whole: without, `Opened` calls it cut off.
    """

    def __init__(self, target: Target, keys: Sequence[PublicKey]) -> None:
        file_key = secrets.token_bytes(FILE_KEY)
        head = MAGIC + b"".join(_stanza(file_key, key) for key in keys) + b"---"
        nonce = secrets.token_bytes(NONCE)
        target.write(head + b" " + _text(_mac(file_key, head)) + b"\n" + nonce)
        self._target = target
        self._pieces = _Pieces(file_key, nonce)
        self._waiting = bytearray()

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, content: Buffer, /) -> int:
        view = memoryview(content).cast("B")
        self._waiting += view
        # The last piece is marked, so a full one waits until something follows it.
        while len(self._waiting) > PIECE:
            self._target.write(self._pieces.seal(bytes(self._waiting[:PIECE]), last=False))
            del self._waiting[:PIECE]
        return len(view)

    def finish(self) -> None:
        """Writes the last piece. Nothing may be written after it."""
        self._target.write(self._pieces.seal(bytes(self._waiting), last=True))
        self._waiting.clear()


class Opened(io.RawIOBase):
    """Reads what was sealed in `source`, forward only.

    Making it raises NotSealed and WrongKey. Reading raises Damaged before anything is returned of
    the piece that was changed, and where the end is missing.
    """

    def __init__(self, source: BinaryIO, keys: Sequence[PrivateKey]) -> None:
        file_key = read_head(source).file_key(keys)
        nonce = source.read(NONCE)
        if len(nonce) != NONCE:
            raise Damaged
        self._source = source
        self._pieces = _Pieces(file_key, nonce)
        self._sealed = source.read(PIECE + TAG)
        self._open = b""
        self._is_first = True
        self._ended = False

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        if not self._open and not self._ended:
            following = self._source.read(PIECE + TAG)
            self._ended = not following
            self._open = self._pieces.open(self._sealed, last=self._ended)
            # Only a file without any content ends in an empty piece.
            if not self._open and not self._is_first:
                raise Damaged
            self._sealed = following
            self._is_first = False
        target = memoryview(buffer).cast("B")
        length = min(len(target), len(self._open))
        target[:length] = self._open[:length]
        self._open = self._open[length:]
        return length


@dataclass(frozen=True)
class Head:
    """What stands before the content: the file's own key, wrapped for each who may open it."""

    stanzas: tuple[tuple[bytes, bytes], ...]  # share and wrapped key
    signed: bytes
    mac: bytes
    length: int  # bytes

    def file_key(self, keys: Sequence[PrivateKey]) -> bytes:
        """Opens it with one of these keys.

        Raises WrongKey where it is for others, NotSealed where the head was changed.
        """
        for key in keys:
            for share, wrapped in self.stanzas:
                file_key = _unwrapped(key, share, wrapped)
                if file_key is None:
                    continue
                if not hmac.compare_digest(_mac(file_key, self.signed), self.mac):
                    raise NotSealed
                return file_key
        raise WrongKey


def read_head(source: BinaryIO) -> Head:
    """Reads up to where the content begins, and needs no key for it. Raises NotSealed."""
    signed = source.read(len(MAGIC))
    if signed != MAGIC:
        raise NotSealed
    stanzas: list[tuple[bytes, bytes]] = []
    while (line := _line(source)).startswith(b"-> "):
        signed += line
        body = b""
        while True:
            part = _line(source)
            signed += part
            body += part[:-1]
            if len(part) <= 64:  # a body's last line is shorter than the others
                break
        words = line[3:-1].split(b" ")
        if words[0] == b"X25519" and len(words) == 2:
            stanzas.append((_bytes(words[1], 32), _bytes(body, FILE_KEY + TAG)))
        if len(stanzas) > MOST_STANZAS:
            raise NotSealed
    if not line.startswith(b"--- "):
        raise NotSealed
    return Head(tuple(stanzas), signed + b"---", _bytes(line[4:-1], 32), len(signed) + len(line))


class _Pieces:
    """Seals and opens piece after piece, each under its number, the last one marked."""

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
        self._number = 0

    def seal(self, content: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._next_nonce(last=last), content, None)

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        """Raises Damaged."""
        try:
            return self._cipher.decrypt(self._next_nonce(last=last), sealed, None)
        except InvalidTag:
            raise Damaged from None

    def _next_nonce(self, *, last: bool) -> bytes:
        mark = b"\x00"
        if last:
            mark = LAST
        nonce = self._number.to_bytes(11, "big") + mark
        self._number += 1
        return nonce


def _stanza(file_key: bytes, key: PublicKey) -> bytes:
    """Returns the file's key, wrapped with a secret that only this key's other half can work out."""
    passing = X25519PrivateKey.generate()
    share = passing.public_key().public_bytes_raw()
    shared = passing.exchange(X25519PublicKey.from_public_bytes(key.content))
    wrapping = _derived(shared, share + key.content, LABEL)
    wrapped = ChaCha20Poly1305(wrapping).encrypt(NO_NONCE, file_key, None)
    return b"-> X25519 " + _text(share) + b"\n" + _text(wrapped) + b"\n"


def _unwrapped(key: PrivateKey, share: bytes, wrapped: bytes) -> bytes | None:
    """Returns the file's key; None where it was wrapped for another. Raises NotSealed."""
    whole = X25519PrivateKey.from_private_bytes(key.content)
    try:
        shared = whole.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError:  # a share of zeroes would make the secret known to everybody
        raise NotSealed from None
    wrapping = _derived(shared, share + key.public.content, LABEL)
    try:
        return ChaCha20Poly1305(wrapping).decrypt(NO_NONCE, wrapped, None)
    except InvalidTag:
        return None


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), head, "sha256")


def _derived(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, purpose).derive(secret)


def _half(word: str, prefix: str) -> bytes:
    own_prefix, content = bech32.decode(word.strip())
    if own_prefix != prefix or len(content) != 32:
        raise ValueError(prefix)
    return content


def _line(source: BinaryIO) -> bytes:
    """Raises NotSealed where it does not end."""
    line = source.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise NotSealed
    return line


def _text(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _bytes(text: bytes, length: int) -> bytes:
    """Raises NotSealed for what is not the one way to write so many bytes."""
    try:
        content = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise NotSealed from None
    if len(content) != length or _text(content) != text:
        raise NotSealed
    return content
