"""How long slides and sheets are: only what is shown is counted, and hostile ones do no harm."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import limits
from bot.documents.measuring import visible_text
from bot.documents.reader import DocumentReader
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from tests.documents.slides import A, package, presentation, workbook


def refusal(content: bytes) -> Unreadable:
    with pytest.raises(UnreadableFile) as caught:
        visible_text(content)
    return caught.value.code


def test_slides_are_read_as_they_are_shown() -> None:
    content = presentation("甲", "乙", "丙", order=(3, 1, 2), hidden=(2,))
    assert visible_text(content).split() == ["丙", "甲"]


def test_what_stands_twice_or_is_no_text_of_the_author_is_left_out() -> None:
    more = (
        '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><a:p><a:r><a:t>图</a:t></a:r></a:p>'
        "</mc:Choice><mc:Fallback><a:p><a:r><a:t>图</a:t></a:r></a:p></mc:Fallback>"
        '</mc:AlternateContent><a:p><a:fld type="slidenum"><a:t>1</a:t></a:fld></a:p>'
    )
    assert visible_text(presentation("甲", more=more)).split() == ["甲", "图"]


def test_a_diagram_on_a_slide_is_read_and_what_lies_outside_is_not() -> None:
    base = zipfile.ZipFile(BytesIO(presentation("甲")))
    parts = {name: base.read(name).decode() for name in base.namelist()}
    parts["ppt/slides/_rels/slide1.xml.rels"] = (
        '<Relationships xmlns="urn:r">'
        '<Relationship Id="a" Type="urn:x/diagramData" Target="../diagrams/data1.xml"/>'
        '<Relationship Id="b" Type="urn:x/diagramData" Target="http://example.invalid/x"'
        ' TargetMode="External"/></Relationships>'
    )
    parts["ppt/diagrams/data1.xml"] = (
        f'<dgm xmlns:a="{A}"><a:p><a:r><a:t>流程</a:t></a:r></a:p></dgm>'
    )
    assert visible_text(package(parts)).split() == ["甲", "流程"]


def test_sheets_are_read_cell_by_cell() -> None:
    assert visible_text(workbook(["项目", "得分"], ["学习", 3])).split() == [
        "项目",
        "得分",
        "学习",
        "3",
    ]


def test_what_has_no_text_says_so() -> None:
    assert refusal(presentation("")) is Unreadable.NO_TEXT
    assert refusal(workbook()) is Unreadable.NO_TEXT


def test_hostile_packages_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><p:sld xmlns:p="urn:p">&a;</p:sld>'
    base = zipfile.ZipFile(BytesIO(presentation("甲")))
    parts = {name: base.read(name).decode() for name in base.namelist()}
    assert refusal(package({**parts, "ppt/slides/slide1.xml": bomb})) is Unreadable.UNSAFE
    deep = "<a>" * 5000 + "</a>" * 5000
    assert refusal(package({**parts, "ppt/slides/slide1.xml": deep})) is Unreadable.UNSAFE
    long = presentation("长" * (limits.TEXT_CHARACTERS + 1))
    assert refusal(long) is Unreadable.TOO_LARGE
    many = presentation("甲", order=(1,) * 1001)
    assert refusal(many) is Unreadable.TOO_LARGE
    assert refusal(b"PK\x03\x04 no package") is Unreadable.CORRUPT
    assert refusal(package({"word/document.xml": "<a/>"})) is Unreadable.UNSUPPORTED
    assert refusal(b"GIF89a") is Unreadable.UNSUPPORTED


def test_a_slide_that_stands_on_its_own_list_again_and_again_is_bounded() -> None:
    heavy = presentation("重" * 2000, order=(1,) * 1000)
    assert refusal(heavy) is Unreadable.TOO_LARGE


def test_the_worker_tells_the_length_and_nothing_else(reader: DocumentReader) -> None:
    assert reader.length(presentation("讲党课 6 次", "走访")) == 7
    with pytest.raises(UnreadableFile):
        reader.length(b"PK\x03\x04 slides")


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_with_a_code(content: bytes) -> None:
    assert refusal(b"PK\x03\x04" + content) in Unreadable
