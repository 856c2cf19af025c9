"""The callback envelope: signature, age, AES and receiver (doc 101033).

The only file that knows wechatpy.

wechatpy compares signatures with `!=`, accepts any padding and leaks half a dozen exceptions on
malformed input, so it gives the cipher only; everything else is checked here and every failure is
one `EnvelopeRefused`.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

from bot.domain.values import dataclass

BLOCK = 32  # WeCom pads to 32 bytes, not to the 16 of AES
OLDEST = 300  # seconds; also how far ahead a clock may be
_RANDOM, _LENGTH = 16, 4


class EnvelopeRefused(Exception):
    """`reason` is one of malformed, stale, signature, content, receiver."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Signed:
    """The query of a callback."""

    signature: str
    timestamp: str
    nonce: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Signed":
        return cls(
            query.get("msg_signature", ""), query.get("timestamp", ""), query.get("nonce", "")
        )


class Envelope:
    """`receiver` is empty for a robot of one's own corporation.

    A key that is none raises ValueError.
    """

    def __init__(self, token: str, aes_key: str, *, receiver: str = "") -> None:
        self._token = token
        self._receiver = receiver.encode()
        try:
            self.key = base64.b64decode(aes_key.strip() + "=", validate=True)
        except (ValueError, binascii.Error):
            self.key = b""
        if len(self.key) != BLOCK:
            raise ValueError(
                "SHUZHI_WECOM_AES_KEY 应是管理后台“EncodingAESKey”一栏的 43 个字符，请重新复制"
            )
        # It brings a whole HTTP client along, which nobody needs who uses the long connection.
        from wechatpy.crypto import PrpCrypto  # noqa: PLC0415

        self._cipher = PrpCrypto(self.key).cipher

    def check(self, signed: Signed, encrypted: str, now: datetime) -> None:
        """Checks signature, then age: whoever cannot sign learns nothing about the clock.

        Raises EnvelopeRefused.
        """
        if not encrypted.isascii():
            raise EnvelopeRefused("malformed")
        if not hmac.compare_digest(
            self._sign(signed.timestamp, signed.nonce, encrypted), signed.signature.encode()
        ):
            raise EnvelopeRefused("signature")
        if not (signed.timestamp.isascii() and signed.timestamp.isdigit()):
            raise EnvelopeRefused("malformed")
        # Digits without end would be worked on without end.
        if abs(now.timestamp() - int(signed.timestamp[:12])) > OLDEST:
            raise EnvelopeRefused("stale")

    def open(self, encrypted: str) -> str:
        """Returns the plaintext of an envelope that was checked. Raises EnvelopeRefused."""
        try:
            padded = self._cipher.decrypt(base64.b64decode(encrypted, validate=True))
        except (ValueError, binascii.Error):
            raise EnvelopeRefused("content") from None
        plain = unpad(bytes(padded))
        start = _RANDOM + _LENGTH
        end = start + int.from_bytes(plain[_RANDOM:start], "big")
        if len(plain) < start or end > len(plain):
            raise EnvelopeRefused("content")
        if not hmac.compare_digest(plain[end:], self._receiver):
            raise EnvelopeRefused("receiver")
        try:
            return plain[start:end].decode()
        except UnicodeDecodeError:
            raise EnvelopeRefused("content") from None

    def seal(self, text: str, *, timestamp: int, nonce: str) -> dict[str, str | int]:
        """Returns the answer: its nonce is the one of the callback."""
        content = text.encode()
        length = len(content).to_bytes(_LENGTH, "big")
        plain = pad(secrets.token_bytes(_RANDOM) + length + content + self._receiver)
        encrypted = base64.b64encode(self._cipher.encrypt(plain)).decode()
        signature = self._sign(str(timestamp), nonce, encrypted).decode()
        return {
            "encrypt": encrypted,
            "msgsignature": signature,
            "timestamp": timestamp,
            "nonce": nonce,
        }

    def _sign(self, timestamp: str, nonce: str, encrypted: str) -> bytes:
        joined = "".join(sorted((self._token, timestamp, nonce, encrypted)))
        # SHA-1 is what the platform signs with (doc 101033).
        return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest().encode()


def pad(plain: bytes) -> bytes:
    size = BLOCK - len(plain) % BLOCK
    return plain + bytes([size]) * size


def unpad(plain: bytes) -> bytes:
    """Takes off the padding of 1 to 32 equal bytes; a wrong one means a wrong key or a cut text."""
    size = int.from_bytes(plain[-1:], "big")
    if not 1 <= size <= BLOCK or len(plain) < size or plain[-size:] != bytes([size]) * size:
        raise EnvelopeRefused("content")
    return plain[:-size]
