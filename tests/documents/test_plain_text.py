import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.extraction import extract
from bot.documents.plain_text import decode
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable

SIMPLIFIED = "一年来，支部坚持把抓好党建作为主责主业，召开支委会12次，讲党课4次，发展党员3名。"
TRADITIONAL = "一年來，支部堅持把抓好黨建作為主責主業，召開支委會12次，講黨課4次，發展黨員3名。"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"],
)
@pytest.mark.parametrize("text", [SIMPLIFIED, "述职报告，一二三"])
def test_simplified_text_in_every_encoding(encoding: str, text: str) -> None:
    assert extract(f"{text}\n".encode(encoding), ".txt").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16"])
def test_traditional_text_in_every_encoding(encoding: str) -> None:
    assert extract(TRADITIONAL.encode(encoding), ".txt").text == TRADITIONAL


@given(st.text(st.sampled_from(SIMPLIFIED)))
def test_gbk_is_never_taken_for_another(text: str) -> None:
    """From the first words on: single characters of GBK can be good UTF-8, 抓 is ץ."""
    assert decode(("述职报告" + text).encode("gb18030")) == "述职报告" + text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\ufffe")))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text


def test_lines_are_paragraphs_and_keep_their_place() -> None:
    manuscript = extract("一、甲\r\n\r\n　　乙　\n\r丙".encode(), ".md")
    assert manuscript.kind == "md"
    assert [(found.text, found.source) for found in manuscript.paragraphs] == [
        ("一、甲", 0),
        ("乙", 2),
        ("丙", 4),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("正文".encode() + b"\xff\xff", Unreadable.CORRUPT),
        (b"\xff\xfe\x00", Unreadable.CORRUPT),
        (b"\x01\x02\x03binary", Unreadable.UNSUPPORTED),
        (b"\x00\x00\x00\x00\x01\x02", Unreadable.UNSUPPORTED),
        ("　\n".encode(), Unreadable.NO_TEXT),
        ("甲".encode() * 600_000, Unreadable.TOO_LARGE),
    ],
)
def test_refusals(content: bytes, code: Unreadable) -> None:
    with pytest.raises(UnreadableFile) as caught:
        extract(content, ".txt")
    assert caught.value.code is code
