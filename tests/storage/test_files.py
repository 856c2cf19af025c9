import hashlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage.files import FileStore, FileStoreFull


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def breaking_off(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    raise ConnectionError


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_stream_is_kept_under_its_hash(files: FileStore) -> None:
    sha256, size = await files.receive(pieces(b"first ", b"", b"second"), limit=12)
    assert (sha256, size) == (hashlib.sha256(b"first second").hexdigest(), 12)
    assert files.read(sha256) == b"first second"
    assert files.intact(sha256)


async def test_the_same_content_is_kept_once_whichever_way_it_comes(
    files: FileStore, tmp_path: Path
) -> None:
    sha256 = files.put(b"content")
    assert await files.receive(pieces(b"con", b"tent"), limit=100) == (sha256, 7)
    assert everything(tmp_path) == [files.path(sha256)]


async def test_over_the_limit_nothing_is_left_behind(files: FileStore, tmp_path: Path) -> None:
    with pytest.raises(FileStoreFull):
        await files.receive(pieces(b"12345", b"6"), limit=5)
    assert everything(tmp_path) == []


async def test_a_stream_that_breaks_off_leaves_nothing_behind(
    files: FileStore, tmp_path: Path
) -> None:
    with pytest.raises(ConnectionError):
        await files.receive(breaking_off(b"12345"), limit=100)
    assert everything(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "g" * 64, "/" * 64, ".." * 32, "٣" * 64]
)
def test_what_is_no_hash_leads_nowhere(files: FileStore, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        files.path(name)
    with pytest.raises(FileNotFoundError):
        files.read(name)
    assert not files.intact(name)


def test_a_changed_or_missing_file_is_not_intact(files: FileStore) -> None:
    sha256 = files.put(b"as it was handed in")
    files.path(sha256).write_bytes(b"as somebody made it")
    assert not files.intact(sha256)
    files.path(sha256).unlink()
    assert not files.intact(sha256)


def test_stored_files_are_for_their_owner_alone(files: FileStore) -> None:
    assert files.path(files.put(b"x")).stat().st_mode & 0o077 == 0


@settings(max_examples=25)
@given(parts=st.lists(st.binary(max_size=40), max_size=6))
async def test_any_stream_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]
) -> None:
    files = FileStore(tmp_path_factory.getbasetemp() / "streams")
    content = b"".join(parts)
    sha256, _ = await files.receive(pieces(*parts), limit=len(content))
    assert files.read(sha256) == content


def test_a_file_is_removed_unless_it_was_stored_again(tmp_path: Path) -> None:
    files = FileStore(tmp_path)
    name = files.put(b"an old draft")
    (stored,) = files.stored()
    assert (stored.sha256, stored.size) == (name, 12)
    assert not files.remove(name, unless_since=stored.used_at)
    assert files.read(name) == b"an old draft"
    assert files.remove(name, unless_since=stored.used_at + timedelta(seconds=1))
    assert list(files.stored()) == []
    assert not files.remove(name, unless_since=stored.used_at)


def test_what_is_stored_again_is_in_use_again(tmp_path: Path) -> None:
    files = FileStore(tmp_path)
    name = files.put(b"a form")
    os.utime(files.path(name), (0, 0))
    files.put(b"a form")
    (stored,) = files.stored()
    assert stored.used_at.year > 1970


def test_what_a_killed_process_was_receiving_is_dropped_after_a_time(tmp_path: Path) -> None:
    files = FileStore(tmp_path)
    files.put(b"whole")
    for name, moment in (("old", 1000), ("new", 3000)):
        (tmp_path / "incoming" / name).write_bytes(b"half")
        os.utime(tmp_path / "incoming" / name, (moment, moment))
    assert files.drop_half_received(datetime.fromtimestamp(2000, UTC)) == 1
    assert [path.name for path in (tmp_path / "incoming").iterdir()] == ["new"]
    assert len(list(files.stored())) == 1


def test_a_removing_that_was_killed_is_ended_by_the_next(tmp_path: Path) -> None:
    files = FileStore(tmp_path)
    name = files.put(b"an old draft")
    files.path(name).rename(files.path(name).with_suffix(".removed"))
    (stored,) = files.stored()
    assert files.remove(stored.sha256, unless_since=stored.used_at + timedelta(seconds=1))
    assert list(tmp_path.glob("??/*")) == []
