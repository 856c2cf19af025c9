"""Files sealed to a key: readable by any age program, and by nobody when a byte of it is not right."""

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from bot.storage import bech32
from bot.storage.age import (
    PIECE,
    TAG,
    Damaged,
    NotSealed,
    Opened,
    PrivateKey,
    PublicKey,
    Sealing,
    WrongKey,
    read_head,
)

KEY = PrivateKey(bytes(range(32)))
OTHER = PrivateKey(bytes(range(1, 33)))
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 5]
# Made by another implementation (rage); with a stanza of a kind that nobody knows.
FOREIGN_KEY = "AGE-SECRET-KEY-1DCGA3SV6UQNHPXHDFVR53P76VPK3CHDNA3RCS7F6ARDSXGSGTP5S36HAEN"
FOREIGN = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBnQ0dFZTdXVzVCZUxDSFptWi9ENkl6anpYY2dQTk1CODAwVFBtWlVB"
    "QWxBCmFjYW5nOUZqQTcwVzRFMVZpTkg2VVJhNGZUanNtNXhLb0FGY1FoQWxwYkUKLT4gZnVdcWknXystZ3JlYXNlCjVOZUM1"
    "MDRTU21obXRnSzkrVXBEZVYyUjhwUHlNd0N2YnRSeWVMQWtPYkxYeFBLazd5aTZCUStjN1dtVWtQR2sKMnRtZHIwT05lVlo3"
    "c0swcE1KdDJ6S1UKLS0tICtPRVRYdVJoQ2pPdFBPUHFYSFVxRkplWmduWDQrUks1ZjhwS0VtY2RFc2MKi3nXBo6oDvB3pRbd"
    "SimCsNeqirWlWWZpdXFpvOlXsEgdH3Fwv2k="
)


def sealed(content: bytes, *keys: PrivateKey, step: int = PIECE) -> bytes:
    target = io.BytesIO()
    sealing = Sealing(target, [key.public for key in keys or (KEY,)])
    for start in range(0, len(content), step):
        sealing.write(content[start : start + step])
    sealing.finish()
    return target.getvalue()


def opened(file: bytes, *keys: PrivateKey) -> bytes:
    return io.BufferedReader(Opened(io.BytesIO(file), keys or (KEY,))).read()


def test_a_file_of_another_program_is_opened() -> None:
    key = PrivateKey.read(FOREIGN_KEY)
    assert opened(FOREIGN, key).decode() == "旧话"
    assert key.word == FOREIGN_KEY


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", [PIECE, 1000, 3 * PIECE])
def test_what_was_sealed_comes_back(size: int, step: int) -> None:
    content = bytes(place % 251 for place in range(size))
    assert opened(sealed(content, step=step)) == content


def test_each_of_several_keys_opens_it_and_no_other() -> None:
    file = sealed(b"minutes", KEY, OTHER)
    assert opened(file, KEY) == opened(file, OTHER) == b"minutes"
    stranger = PrivateKey.make()
    assert opened(file, stranger, OTHER) == b"minutes"
    with pytest.raises(WrongKey):
        opened(file, stranger)


WHOLE = sealed(bytes(2 * PIECE + 5))


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(WHOLE) - 1), bit=st.integers(0, 7))
def test_no_changed_bit_goes_unnoticed(place: int, bit: int) -> None:
    changed = bytearray(WHOLE)
    changed[place] ^= 1 << bit
    with pytest.raises((NotSealed, WrongKey, Damaged)):
        opened(bytes(changed))


@settings(max_examples=100, deadline=None)
@given(length=st.integers(0, len(WHOLE) - 1))
def test_what_was_cut_off_is_noticed(length: int) -> None:
    with pytest.raises((NotSealed, Damaged)):
        opened(WHOLE[:length])


@pytest.mark.parametrize("size", SIZES)
def test_pieces_cannot_be_left_out_added_or_exchanged(size: int) -> None:
    file = sealed(bytes(size))
    head = read_head(io.BytesIO(file)).length + 16
    pieces = [file[place : place + PIECE + TAG] for place in range(head, len(file), PIECE + TAG)]
    for arrangement in (pieces[:-1], [*pieces, pieces[-1]], [*pieces, b""], pieces[::-1]):
        forged = file[:head] + b"".join(arrangement)
        if forged != file:
            with pytest.raises(Damaged):
                opened(forged)


def test_only_a_piece_at_a_time_is_in_memory() -> None:
    class Narrow(io.BytesIO):
        longest = 0

        @override
        def write(self, content: object, /) -> int:
            assert isinstance(content, bytes)
            self.longest = max(self.longest, len(content))
            return super().write(content)

        @override
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert 0 <= size <= PIECE + TAG
            return super().read(size)

    target = Narrow()
    sealing = Sealing(target, [KEY.public])
    for _ in range(20):
        sealing.write(bytes(PIECE))
    sealing.finish()
    assert target.longest == PIECE + TAG
    target.seek(0)
    reading = io.BufferedReader(Opened(target, [KEY]))
    assert sum(len(piece) for piece in iter(lambda: reading.read(PIECE), b"")) == 20 * PIECE


@given(st.binary(min_size=32, max_size=32))
def test_a_key_that_is_copied_with_a_slip_is_refused(content: bytes) -> None:
    word = str(PublicKey(content))
    assert PublicKey.read(f" {word}\n") == PublicKey(content)
    for place in range(4, len(word)):
        slip = "q" if word[place] != "q" else "p"
        with pytest.raises(ValueError, match=r".*"):
            PublicKey.read(word[:place] + slip + word[place + 1 :])


@given(st.text(max_size=80))
def test_what_is_no_key_is_no_error_of_another_kind(word: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        bech32.decode(word)


def test_the_halves_are_not_mixed_up() -> None:
    with pytest.raises(ValueError, match="age"):
        PublicKey.read(KEY.word)
    with pytest.raises(ValueError, match="age"):
        PrivateKey.read(str(KEY.public))
    assert KEY.word not in repr(KEY)
    assert "content" not in repr(KEY)
