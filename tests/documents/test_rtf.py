import pytest

from bot.documents.extraction import extract
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Place, Reservation, Unreadable

GBK = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fnil\fcharset0 Arial;}{\f2\fnil\fcharset136 Ming;}}"


def read(body: str, head: str = GBK) -> Manuscript:
    return extract(f"{head}{body}}}".encode("ascii"), ".rtf")


def texts(body: str, head: str = GBK) -> list[str]:
    return [found.text for found in read(body, head).paragraphs]


def quoted(text: str, encoding: str = "gb18030") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def test_bytes_are_read_by_the_font_or_the_code_page() -> None:
    assert texts(rf"{quoted('报告')}\par") == ["报告"]
    assert texts(rf"\f2 {quoted('報告', 'big5')}\par") == ["報告"]
    assert texts(rf"\f1 {quoted('报告')}\par") == ["报告"]
    no_page = GBK.replace(r"\ansicpg936", "")
    assert texts(rf"\f0 {quoted('报告')}\par", no_page) == ["报告"]
    assert texts(rf"\f1 {quoted('报告')}\par", no_page.replace(r"\deff0", "")) != []


def test_a_second_byte_may_be_a_plain_letter() -> None:
    assert "丂".encode("gb18030") == b"\x81@"
    assert texts(r"\'81@\par") == ["丂"]


def test_unicode_skips_its_fallback() -> None:
    assert texts(r"\uc1\u25253?\u21578\'3f.\par") == ["报告."]
    assert texts(r"\uc2\u25253\'cb\'ce\uc0\u21578 x\par") == ["报告x"]
    assert texts(r"\uc1\u-10187?\u-9025?\par") == ["\U0001d4bf"]


def test_signs_and_breaks() -> None:
    assert texts(r"a\tab b\line c\emdash d\~e\_f\-g\{h\}\\\par\'31 x\ldblquote q\rdblquote") == [
        "a\tb\nc—d\u00a0e-fg{h}\\",
        "1 x“q”",
    ]


def test_what_is_no_text_is_skipped() -> None:
    skipped = (
        r"{\stylesheet{\s1 Heading;}}{\info{\title T}}{\header H\par}{\footer \chpgn}{\*\generator G;}{\pict\pngblip 89504e}"
        r"{\object{\*\objdata 0102}{\result R}}{\*\unknown U}{\bin3 }}}"
    )
    assert texts(skipped + r"text\par") == ["Rtext"]


def test_numbering_outside_of_a_group_swallows_nothing() -> None:
    """Older producers write the paragraph's numbering as plain words."""
    assert texts(
        r"one\par\pn\pnlvlbody\pnindent360 two\par{\*\pn\pnlvlblt{\pntxtb *}}three{\pntxta .}\par"
    ) == [
        "one",
        "two",
        "three",
    ]


def test_changes_and_hidden_text() -> None:
    manuscript = read(
        r"kept{\deleted gone}{\revised new}{\v secret}\plain !\par{\deleted a\par}b\par"
    )
    assert [found.text for found in manuscript.paragraphs] == ["keptnew!", "b"]
    assert manuscript.reservations == {Reservation.HIDDEN_TEXT, Reservation.REVISIONS}


def test_numbers_stand_in_the_file() -> None:
    body = (
        rf"{{\listtext {quoted('一、')}\tab}}{quoted('加强')}\par"
        r"{\pntext\f1 1.\tab}One\par{\listtext\f1 \'b7\tab}dot\par{\listtext o\tab}ring\par"
    )
    manuscript = read(body)
    assert [(found.number, found.text) for found in manuscript.paragraphs] == [
        ("一、", "一、加强"), ("1.", "1. One"), ("", "dot"), ("", "ring"),
    ]  # fmt: skip


def test_tables_notes_and_boxes() -> None:
    body = (
        r"\trowd\intbl a\cell b\cell\row\pard before{\footnote note}after\par"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt inside\par}}{\shprslt{\*\do{\dptxbxtext inside\par}}}}outside\par"
    )
    manuscript = read(body)
    assert [(found.text, found.place) for found in manuscript.paragraphs] == [
        ("a", Place.TABLE), ("b", Place.TABLE), ("beforeafter", Place.BODY), ("outside", Place.BODY),
        ("inside", Place.TEXT_BOX),
    ]  # fmt: skip
    assert manuscript.footnotes == ("note",)


def test_fields_and_contents() -> None:
    assert texts(r"{\field{\*\fldinst PAGE}{\fldrslt 3}}\par") == ["3"]
    manuscript = read(
        rf"{quoted('目录')}\par{{\field{{\*\fldinst TOC \\o}}{{\fldrslt one 1\par two 2}}}}\par body\par"
    )
    assert [found.text for found in manuscript.paragraphs] == ["body"]
    assert manuscript.reservations == {Reservation.TABLE_OF_CONTENTS}


def test_headings_and_bold() -> None:
    head = GBK + r"{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}}"
    manuscript = read(
        r"\s1 one\par\pard\s2 two\par\pard\b bold\b0\par\pard\outlinelevel2 three\par", head
    )
    assert [(found.outline, found.bold) for found in manuscript.paragraphs] == [
        (1, False), (2, False), (0, True), (3, False),
    ]  # fmt: skip


def test_unbalanced_groups_lose_nothing() -> None:
    assert texts(r"one\par}}}two\par") == ["one", "two"]
    assert extract(b"{\\rtf1 {{{open", "").text == "open"


def test_nothing_to_read() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(r"\par\par")
    assert caught.value.code is Unreadable.NO_TEXT
