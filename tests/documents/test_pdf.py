"""Paragraphs out of printed lines. The files themselves are read in test_corpus and test_real_programs."""

from pathlib import Path

import pytest

from bot.documents.extraction import extract
from bot.documents.pdf.lines import PrintedLine, clean
from bot.documents.pdf.paragraphs import paragraphs, without_contents, without_running_lines
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Reservation, Unreadable

EM = 10.0
WIDTH = 30  # characters of a full line
MARGIN = 90.0
PAGE = 2 * MARGIN + WIDTH * EM


def line(text: str, row: int = 0, *, indent: int = 0) -> PrintedLine:
    left = MARGIN + indent * EM
    high = 800.0 - 20 * row
    return PrintedLine(text, left, left + len(text) * EM, high - EM, high, PAGE)


def page(*texts: str) -> list[PrintedLine]:
    return [line(text, row) for row, text in enumerate(texts)]


def texts(pages: list[list[PrintedLine]]) -> list[list[str]]:
    return [[found.text for found in lines] for lines in pages]


FULL = "满" * WIDTH


def test_full_lines_go_on_short_ones_end() -> None:
    lines = [
        line("缩进" + "满" * (WIDTH - 4), indent=2),
        line(FULL),
        line("尾。"),
        line("新段", indent=2),
    ]
    assert list(paragraphs([lines])) == ["缩进" + "满" * (WIDTH - 4) + FULL + "尾。", "新段"]


def test_paragraphs_go_on_over_the_page() -> None:
    assert list(paragraphs([page(FULL), page("尾。")])) == [FULL + "尾。"]


def test_an_indented_line_begins_anew_even_after_a_full_one() -> None:
    assert list(paragraphs([[line(FULL), line("新" * 20, indent=2)]])) == [FULL, "新" * 20]


def test_a_hanging_list_item_is_one_paragraph() -> None:
    first = "1." + "满" * (WIDTH - 2)
    assert list(paragraphs([[line(first), line("尾", indent=2)]])) == [first + "尾"]


def test_a_list_head_begins_anew() -> None:
    assert list(paragraphs([page(FULL, "一、标题", "（二）标题")])) == [
        FULL,
        "一、标题",
        "（二）标题",
    ]


def test_short_lines_alone_do_not_stick_together() -> None:
    assert list(paragraphs([page("标题", "单位", "姓名")])) == ["标题", "单位", "姓名"]


def test_page_numbers_go_wherever_they_stand() -> None:
    pages = [
        [line("正文", 1), line("- 1 -", 40), line("框", 3)],
        page("2", "续文"),
        page("末文", "第3页 共3页"),
    ]
    assert texts(without_running_lines(pages)) == [["正文", "框"], ["续文"], ["末文"]]


def test_running_lines_stand_once() -> None:
    pages = [page(f"某学院第{number}号", f"正文{'甲乙丙丁'[number]}") for number in range(4)]
    assert texts(without_running_lines(pages)) == [
        ["某学院第0号", "正文甲"],
        ["正文乙"],
        ["正文丙"],
        ["正文丁"],
    ]


def test_contents_are_left_out() -> None:
    pages = [page("目  录", "一、情况............1", "二、问题……2"), page("一、情况")]
    kept, found = without_contents(pages)
    assert (texts(kept), found) == ([[], ["一、情况"]], True)
    kept, found = without_contents([page("共计......3", "正文")])
    assert (texts(kept), found) == ([["共计......3", "正文"]], False)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("支 部 2022 年 召 开", "支部2022年召开"),
        ("党员 3 名 ， 占 5%", "党员3名，占5%"),
        ("use of Word 2010", "use of Word 2010"),
        ("⼀、⼯作", "一、工作"),
        ("a\ufffe", "a-"),
        ("⼀一、⼯工作 ⼆二、2018\uf98e年5⽉月", "一、工作二、2018年5月"),
        ("第1⻚页 共6⻚", "第1页共6页"),
    ],
)
def test_lines_are_cleaned(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_latin_words_keep_their_space_and_lose_their_hyphen() -> None:
    wide = PrintedLine("some long Eng", 90, 390, 0, 10, 480)
    assert list(
        paragraphs(
            [
                [
                    wide,
                    PrintedLine("lish words and a hy-", 90, 390, 0, 10, 480),
                    PrintedLine("phen", 90, 120, 0, 10, 480),
                ]
            ]
        )
    ) == ["some long Eng lish words and a hyphen"]


def pdf(*objects: str) -> bytes:
    body = "".join(
        f"{number} 0 obj\n{content}\nendobj\n" for number, content in enumerate(objects, 1)
    )
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\n%%EOF\n".encode(
        "latin-1"
    )


PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    "stream\n0\nendstream"
)


def scanned(text: str) -> bytes:
    stream = f"q 600 0 0 800 0 0 cm /I Do Q BT /F 12 Tf 50 20 Td ({text}) Tj ET"
    return pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        "/Resources << /XObject << /I 5 0 R >> /Font << /F 6 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
        "stream\n0\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def pages(*kinds: str) -> bytes:
    """One page each: words to print, or `scan`, or `blank`, or `broken`."""
    first = 5
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(kinds)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(kinds)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        PICTURE,
    ]
    for at, kind in enumerate(kinds):
        stream = {"scan": "q 600 0 0 800 0 0 cm /I Do Q", "blank": ""}.get(
            kind, f"BT /F 12 Tf 50 700 Td ({kind}) Tj ET"
        )
        resources = "/Resources << /XObject << /I 4 0 R >> /Font << /F 3 0 R >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {first + 2 * at + 1} 0 R {resources} >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    return pdf(*objects)


def test_pages_without_text_are_named_and_empty_ones_are_not() -> None:
    manuscript = extract(pages("first words", "scan", "blank", "last words", "scan"), "")
    assert manuscript.blank_pages == (2, 5)
    assert "last words" in manuscript.text


def test_a_title_over_a_picture_is_kept() -> None:
    stream = "q 600 0 0 800 0 0 cm /I Do Q BT /F 12 Tf 50 700 Td (My title) Tj ET"
    content = (
        pages(stream, "body")
        .decode("latin-1")
        .replace(f"BT /F 12 Tf 50 700 Td ({stream}) Tj ET", stream)
    )
    manuscript = extract(content.encode("latin-1"), "")
    assert (manuscript.text.split("\n")[0], manuscript.blank_pages) == ("My title", ())


def test_what_was_filled_into_fields_and_noted_is_read() -> None:
    content = pdf(
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Annots [4 0 R 5 0 R 6 0 R] >>",
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (filled in) /Rect [10 10 200 30] >>",
        "<< /Type /Annot /Subtype /FreeText /Contents (typed over) /Rect [10 50 200 70] >>",
        "<< /Type /Annot /Subtype /Text /Contents (a remark) /Rect [10 90 30 110] >>",
    )
    manuscript = extract(content, "")
    assert manuscript.text == "filled in\ntyped over"
    assert manuscript.reservations == {Reservation.FORM_FIELDS}


SECOND = Path(__file__).parents[3] / "shared" / "corpus" / "second"


@pytest.mark.skipif(not SECOND.is_dir(), reason="the corpus beside the project is missing")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("复变试卷.pdf", "一、填空题（共9个填空"),
        ("022449_数电题库.doc", "数字逻辑电路"),
        ("change-approval-memo.rtf", "rollback"),
        ("AcroForm_TEST.pdf", "mm11"),
        ("Pages-tree-refs.pdf", "Testcase"),
    ],
)
def test_real_files_are_read_to_the_end(name: str, words: str) -> None:
    path = SECOND / name
    assert words.lower() in extract(path.read_bytes(), path.suffix).text.lower()


@pytest.mark.skipif(not SECOND.is_dir(), reason="the corpus beside the project is missing")
def test_real_files_that_cannot_be_read_say_why() -> None:
    for name, code in (
        ("secHandler.pdf", Unreadable.NO_TEXT),
        ("加密软件_工作总结.docx", Unreadable.GUARDED),
    ):
        with pytest.raises(UnreadableFile) as caught:
            extract((SECOND / name).read_bytes(), "")
        assert caught.value.code is code
    assert extract((SECOND / "首页有字_第二页扫描.pdf").read_bytes(), ".pdf").blank_pages == (2,)


def test_a_scan_with_a_stamp_has_no_text_but_a_picture_behind_a_page_does_no_harm() -> None:
    with pytest.raises(UnreadableFile) as caught:
        extract(scanned("CamScanner 1"), "")
    assert caught.value.code is Unreadable.NO_TEXT
    assert extract(scanned("letterhead " * 12), "").text.startswith("letterhead")
