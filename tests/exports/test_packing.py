"""A packed file is made anew from another: what changed is new, everything else is as it was."""

import io
import zipfile

from bot.exports.documents.packing import Package

PARTS = {"first.xml": b"<first/>", "folder/second.xml": "第二".encode() * 900, "third.xml": b""}


def packed() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


def test_without_a_change_it_is_the_same_file() -> None:
    assert Package(packed()).with_parts({}) == packed()
    assert Package(packed()).with_parts(PARTS) == packed()


def test_what_changes_is_new_and_the_rest_stays() -> None:
    package = Package(packed())
    for changed in (*PARTS, *PARTS):
        content = b"<changed/>" * 70
        with zipfile.ZipFile(io.BytesIO(package.with_parts({changed: content}))) as archive:
            assert archive.testzip() is None
            expected = PARTS | {changed: content}
            assert {name: archive.read(name) for name in archive.namelist()} == expected
            assert archive.namelist() == list(PARTS)
            assert {part.date_time for part in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert package.content("folder/second.xml") == PARTS["folder/second.xml"]
