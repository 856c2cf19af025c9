import stat
from pathlib import Path

import pytest

from bot.storage.keys import KeysMissing, KeysNotKept, KeyStore


def test_keys_lie_in_a_folder_of_their_own_readable_by_nobody_else(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys")
    key_id, keys = store.create()
    (file,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert KeyStore(tmp_path / "keys").load(key_id) == keys
    assert keys.content.hex() not in repr(keys)


def test_forgotten_keys_are_gone_from_disk_and_memory(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys")
    key_id, _ = store.create()
    store.forget(key_id)
    store.forget(key_id)
    assert list((tmp_path / "keys").iterdir()) == []
    with pytest.raises(KeysMissing):
        store.load(key_id)


def test_another_process_drops_from_memory_what_is_over(tmp_path: Path) -> None:
    store, other = KeyStore(tmp_path / "keys"), KeyStore(tmp_path / "keys")
    key_id, keys = store.create()
    kept, _ = store.create()
    assert other.load(key_id) == keys
    store.forget(key_id)
    other.keep_only({kept})
    with pytest.raises(KeysMissing):
        other.load(key_id)


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_damaged_key_file_is_no_key(tmp_path: Path, content: bytes) -> None:
    store = KeyStore(tmp_path / "keys")
    key_id, _ = store.create()
    (tmp_path / "keys" / f"{key_id}.key").write_bytes(content)
    with pytest.raises(KeysMissing):
        KeyStore(tmp_path / "keys").load(key_id)


def test_without_a_folder_no_poll_can_be_opened() -> None:
    with pytest.raises(KeysNotKept):
        KeyStore().create()


def test_a_sealed_cell_opens_with_its_own_key_and_name_only(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys")
    (_, keys), (_, others) = store.create(), store.create()
    name = keys.cell_of(1, 7)
    sealed = keys.seal(name, b"choice")
    assert keys.unseal(name, sealed) == b"choice"
    assert keys.seal(name, b"choice") != sealed
    assert keys.cell_of(2, 7) != name
    changed = bytes([sealed[-1] ^ 1])
    for wrong, cell, content in (
        (others, name, sealed),
        (keys, keys.cell_of(1, 8), sealed),
        (keys, name, sealed[:-1] + changed),
    ):
        with pytest.raises(ValueError, match="does not fit"):
            wrong.unseal(cell, content)
