import hashlib
import io
import json
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exports.archive import LONGEST, MANIFEST, ArchivedFile, manifest, packed, safe, written

FILES = (ArchivedFile("意见/王文例.docx", b"one"), ArchivedFile("汇总.xlsx", b"two"))


def test_the_manifest_tells_the_hash_of_every_file(tmp_path: Path) -> None:
    assert written(FILES, tmp_path) == 2
    told = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    assert told == {
        str(path.relative_to(tmp_path)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tmp_path.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    assert len(told) == 2


def test_one_archive_holds_the_same_and_is_the_same_every_time() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(FILES))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            **{file.path: file.content for file in FILES},
            MANIFEST: manifest(FILES),
        }
    assert packed(FILES) == packed(FILES)


@given(st.text(max_size=200))
def test_no_name_becomes_a_path(name: str) -> None:
    made = safe(name)
    assert made
    assert len(made) <= LONGEST
    assert PurePosixPath(made).name == made
    assert made not in (".", "..")
    assert not set(made) & set('\\/:*?"<>|\0\n')


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("报告?.docx", "报告_.docx"),
        ("..", "_"),
        ("长" * 100 + ".docx", "长" * 75 + ".docx"),
    ],
)
def test_names_stay_readable(name: str, made: str) -> None:
    assert safe(name) == made
