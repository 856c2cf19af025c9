"""One report, saved by LibreOffice in four formats, reads the same in all of them (see sample_report.py)."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.extraction import extract
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Place, Reservation, Unreadable
from tests.documents.sample_report import sample_report

FILES = Path(__file__).parent / "files"
BODY = [
    "2022年度述职报告", "一、履职情况", "（一）抓支部建设", "1.召开支委会。", "2.开展谈心补上的话12次。", "（二）抓队伍建设",
    "1.讲党课。", "看得见。", "参见说明。", "甲行\n乙行", "姓名", "职务", "张三", "书记", "框外。", "共三页", "二、存在问题", "学习不深入",
]  # fmt: skip


def content(kind: str) -> bytes:
    return sample_report() if kind == "docx" else (FILES / f"report.{kind}").read_bytes()


@pytest.fixture(params=["docx", "doc", "rtf", "odt"])
def report(request: pytest.FixtureRequest) -> Manuscript:
    kind = str(request.param)
    read = extract(content(kind), f".{kind}")
    assert read.kind == kind
    return read


def test_text_is_what_a_reader_sees(report: Manuscript) -> None:
    """Numbers shown, insertions kept; deletions, hidden text, contents, header and page number left out."""
    assert [found.text for found in report.paragraphs if found.place is not Place.TEXT_BOX] == BODY


def test_places(report: Manuscript) -> None:
    by_place = {
        place: [found.text for found in report.paragraphs if found.place is place]
        for place in Place
    }
    assert by_place[Place.TABLE] == ["姓名", "职务", "张三", "书记"]
    assert by_place[Place.TEXT_BOX] == ["框内文字。"]


def test_headings_numbers_and_bold(report: Manuscript) -> None:
    assert [(found.outline, found.number) for found in report.paragraphs if found.outline] == [
        (1, "一、"), (2, "（一）"), (2, "（二）"), (1, "二、"),
    ]  # fmt: skip
    assert "学习不深入" in [found.text for found in report.paragraphs if found.bold]


def test_footnotes_and_reservations(report: Manuscript) -> None:
    assert report.footnotes == ("脚注的话。",)
    assert report.reservations == {
        Reservation.HIDDEN_TEXT,
        Reservation.TABLE_OF_CONTENTS,
        Reservation.REVISIONS,
    }


def test_pdf_keeps_paragraphs_and_leaves_out_page_number_and_contents() -> None:
    read = extract(content("pdf"), ".pdf")
    shown = [found.text for found in read.paragraphs]
    assert [text for text in BODY if text in shown] == [
        "2022年度述职报告", "一、履职情况", "（一）抓支部建设", "（二）抓队伍建设", "看得见。", "框外。", "共三页", "二、存在问题",
        "学习不深入",
    ]  # fmt: skip
    assert "1" not in shown
    assert read.reservations == {Reservation.TABLE_OF_CONTENTS}


def test_wps_is_named_by_its_extension() -> None:
    assert extract(content("doc"), ".wps").kind == "wps"


def test_an_encrypted_binary_file_says_so() -> None:
    """The flag stands in the file information block, bytes 10 and 11 of the Word stream."""
    whole = content("doc")
    block = whole.index(b"\xec\xa5")
    flagged = bytearray(whole)
    flagged[block + 11] |= 0x01
    with pytest.raises(UnreadableFile) as caught:
        extract(bytes(flagged), ".doc")
    assert caught.value.code is Unreadable.ENCRYPTED


@settings(max_examples=25)
@given(kind=st.sampled_from(["doc", "rtf", "odt", "docx"]), data=st.data())
def test_damaged_files_end_in_text_or_a_code(kind: str, data: st.DataObject) -> None:
    damaged = bytearray(content(kind))
    for _ in range(data.draw(st.integers(1, 12))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(damaged) // 2, len(damaged)))
    with suppress(UnreadableFile):
        assert extract(bytes(damaged[:cut]), "").paragraphs
