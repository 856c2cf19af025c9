import base64
import contextlib
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.wecom.crypto import Envelope, EnvelopeRefused, Signed, unpad
from tests.platforms.wecom import samples
from tests.simulators.wecom import ciphers
from tests.simulators.wecom.ciphers import Console

CONSOLE = Console()
ENVELOPE = Envelope(CONSOLE.token, CONSOLE.aes_key)
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
VECTORS: list[dict[str, Any]] = (
    samples.load("vectors/wxbizmsgcrypt_vectors.json")
    if (samples.ROOT / "vectors").is_dir()
    else []
)


def sealed(text: str, *, receiver: str = "", at: datetime = NOW) -> tuple[Signed, str]:
    encrypted = CONSOLE.seal(text, receiver=receiver)
    return Signed.of(CONSOLE.query(encrypted, timestamp=int(at.timestamp()), nonce="n")), encrypted


def opened(signed: Signed, encrypted: str) -> str:
    ENVELOPE.check(signed, encrypted, NOW)
    return ENVELOPE.open(encrypted)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_published_vectors_open(vector: dict[str, Any]) -> None:
    envelope = Envelope(vector["token"], vector["encoding_aes_key"], receiver=vector["receiveid"])
    sent = datetime.fromtimestamp(int(vector["timestamp"]), UTC)
    envelope.check(
        Signed(vector["msg_signature"], vector["timestamp"], vector["nonce"]),
        vector["encrypt"],
        sent,
    )
    assert envelope.open(vector["encrypt"]) == vector["plaintext"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_published_vectors_of_another_receiver_are_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(EnvelopeRefused, match="receiver"):
        Envelope(vector["token"], vector["encoding_aes_key"]).open(vector["encrypt"])


@given(st.text())
def test_what_the_robot_seals_the_console_opens(text: str) -> None:
    assert CONSOLE.open(ENVELOPE.seal(text, timestamp=int(time.time()), nonce="n")) == text


@given(st.text())
def test_what_the_console_seals_the_robot_opens(text: str) -> None:
    assert opened(*sealed(text)) == text


@given(st.integers(0, 127), st.integers(1, 255))
def test_one_altered_byte_is_refused(position: int, change: int) -> None:
    signed, encrypted = sealed("一" * 30)
    raw = bytearray(base64.b64decode(encrypted))
    raw[position % len(raw)] ^= change
    with pytest.raises(EnvelopeRefused, match="signature"):
        opened(signed, base64.b64encode(bytes(raw)).decode())


@given(st.binary(max_size=200))
def test_whatever_was_encrypted_is_text_or_refused(plain: bytes) -> None:
    encrypted = base64.b64encode(ciphers.encrypt(CONSOLE.key, plain)).decode()
    with contextlib.suppress(EnvelopeRefused):
        assert len(ENVELOPE.open(encrypted).encode()) <= len(plain)


@pytest.mark.parametrize("garbage", ["", "x", "AAAA", "你好", base64.b64encode(b"0" * 33).decode()])
def test_what_is_no_ciphertext_is_refused(garbage: str) -> None:
    with pytest.raises(EnvelopeRefused, match="content"):
        ENVELOPE.open(garbage)


def test_an_envelope_for_another_corporation_is_refused() -> None:
    with pytest.raises(EnvelopeRefused, match="receiver"):
        opened(*sealed("{}", receiver="ww1436e0e65a779aee"))


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(-301, False), (-300, True), (300, True), (301, False)]
)
def test_age_of_an_envelope(seconds: int, fresh: bool) -> None:
    signed, encrypted = sealed("{}", at=datetime.fromtimestamp(NOW.timestamp() + seconds, UTC))
    if fresh:
        assert opened(signed, encrypted) == "{}"
    else:
        with pytest.raises(EnvelopeRefused, match="stale"):
            opened(signed, encrypted)


@pytest.mark.parametrize("timestamp", ["", "later", "１２３", "-1", "9" * 40])
def test_a_timestamp_that_is_none_is_refused(timestamp: str) -> None:
    encrypted = CONSOLE.seal("{}")
    signature = ciphers.signature(CONSOLE.token, timestamp, "n", encrypted)
    with pytest.raises(EnvelopeRefused):
        opened(Signed(signature, timestamp, "n"), encrypted)


@pytest.mark.parametrize("size", range(1, 33))
def test_padding_up_to_32_is_right(size: int) -> None:
    assert unpad(b"x" * 8 + bytes([size]) * size) == b"x" * 8


@pytest.mark.parametrize(
    "plain", [b"", b"x\x00", b"x" * 40 + b"\x21", b"\x02\x01\x02", b"\x05\x05"]
)
def test_wrong_padding_is_refused(plain: bytes) -> None:
    with pytest.raises(EnvelopeRefused):
        unpad(plain)


@pytest.mark.parametrize("key", ["", "short", "!" * 43, "A" * 44])
def test_a_key_that_is_none_names_its_setting(key: str) -> None:
    with pytest.raises(ValueError, match="SHUZHI_WECOM_AES_KEY"):
        Envelope("token", key)
