"""WeCom's side of the cryptography, written without the program's own: AES-256-CBC, padding to 32, SHA-1 signature."""

import base64
import hashlib
import os
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def encrypt(key: bytes, plain: bytes) -> bytes:
    size = 32 - len(plain) % 32
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return encryptor.update(plain + bytes([size]) * size) + encryptor.finalize()


def decrypt(key: bytes, secret: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = decryptor.update(secret) + decryptor.finalize()
    return plain[: -plain[-1]]


def signature(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    return hashlib.sha1("".join(sorted([token, timestamp, nonce, encrypted])).encode()).hexdigest()


@dataclass(frozen=True)
class Console:
    """What the administrator copies from the console for callback mode."""

    token: str = "TokenOfTheConsole"
    aes_key: str = base64.b64encode(bytes(range(32))).decode()[:43]

    @property
    def key(self) -> bytes:
        return base64.b64decode(self.aes_key + "=")

    def seal(self, text: str, *, receiver: str = "") -> str:
        plain = (
            os.urandom(16)
            + len(text.encode()).to_bytes(4, "big")
            + text.encode()
            + receiver.encode()
        )
        return base64.b64encode(encrypt(self.key, plain)).decode()

    def open(self, envelope: dict[str, Any]) -> str:
        """The robot's answer; its signature and its empty receiver are checked."""
        expected = signature(
            self.token, str(envelope["timestamp"]), envelope["nonce"], envelope["encrypt"]
        )
        assert envelope["msgsignature"] == expected
        assert isinstance(envelope["timestamp"], int)
        plain = decrypt(self.key, base64.b64decode(envelope["encrypt"]))
        size = int.from_bytes(plain[16:20], "big")
        assert plain[20 + size :] == b""
        return plain[20 : 20 + size].decode()

    def query(self, encrypted: str, *, timestamp: int, nonce: str) -> dict[str, str]:
        signed = signature(self.token, str(timestamp), nonce, encrypted)
        return {"msg_signature": signed, "timestamp": str(timestamp), "nonce": nonce}
