"""Signed calls that were taken already: what somebody captured must not work a second time."""

import hashlib
import hmac

from bot.bounded import BoundedDict
from bot.ports import Calls

REMEMBERED = 50_000
_DIGEST = 16  # bytes


class Replays:
    """Knows the calls of this process and earlier ones by digests under the robot's secret.

    Whoever reads the digests learns nothing about the calls.
    """

    def __init__(self, calls: Calls, secret: bytes) -> None:
        self._calls, self._secret = calls, secret
        self._contents: BoundedDict[bytes, bytes] = BoundedDict(REMEMBERED)

    async def start(self) -> None:
        """Learns what earlier processes took."""
        for call, content in (await self._calls.recent()).items():
            self._contents[call] = content

    def content(self, signature: str) -> bytes | None:
        """Returns the digest of what this signature brought; None where it is new."""
        return self._contents.get(self.digest(signature.encode()))

    def bind(self, signature: str, content: bytes) -> None:
        """Lets the signature stand for this content, in this process and from now on."""
        self._contents[self.digest(signature.encode())] = content

    async def note(self, signature: str, content: bytes = b"") -> None:
        """Returns after the durable commit. This process goes by what `bind` told it."""
        await self._calls.note(self.digest(signature.encode()), content)

    def digest(self, value: bytes) -> bytes:
        return hmac.digest(self._secret, value, hashlib.sha256)[:_DIGEST]
