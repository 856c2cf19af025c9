"""A packed file is of one day, whatever day it was packed on."""

import io
import zipfile
from datetime import date

import pytest

from bot.exports.documents import OfficialDocument, official_document
from bot.exports.documents.dates import dated


def packed(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = "备注".encode()
        for number, name in enumerate(names):
            part = zipfile.ZipInfo(name, (2026, 12, 21, 16, 30, number))
            part.comment = "说明".encode() * number
            part.extra = b"\x99\x99\x02\x00ab" * number
            archive.writestr(part, name * 1000)
    return stream.getvalue()


@pytest.mark.parametrize("names", [(), ("甲",), ("甲", "b/乙.xml", "丙" * 40)])
def test_every_part_is_of_that_day_and_says_what_it_said(names: tuple[str, ...]) -> None:
    with zipfile.ZipFile(io.BytesIO(dated(packed(*names), date(2000, 1, 31)))) as archive:
        assert [part.date_time for part in archive.infolist()] == [(2000, 1, 31, 0, 0, 0)] * len(
            names
        )
        assert [archive.read(name).decode() for name in names] == [name * 1000 for name in names]
        assert archive.testzip() is None


def test_the_day_also_stands_before_each_part() -> None:
    """Programs that read a file as it comes see only that one."""
    first, other = (dated(packed("甲", "乙"), date(2000, 1, day)) for day in (1, 2))
    assert len(first) == len(other)
    changed = [
        at for at, (one, another) in enumerate(zip(first, other, strict=True)) if one != another
    ]
    assert len(changed) == 4


def test_a_paper_shows_no_day_on_which_it_was_saved() -> None:
    content = official_document(OfficialDocument("标题", ()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
