"""Traits of Word files, each in XML as Word or WPS saves it."""

import pytest

from bot.documents.extraction import extract
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Place, Reservation, Unreadable
from tests.documents.word_files import (
    MAIN_TYPE,
    field,
    package,
    paragraph,
    paragraph_style,
    part,
    run,
    style,
    table,
    text_box,
    word_file,
)  # fmt: skip

AUTHOR = 'w:id="1" w:author="甲" w:date="2026-01-01T00:00:00Z"'


def read(body: str, **parts: str) -> Manuscript:
    return extract(word_file(body, **parts), ".docx")


def texts(manuscript: Manuscript) -> list[str]:
    return [found.text for found in manuscript.paragraphs]


def test_changes_are_read_as_accepted() -> None:
    deleted = f"<w:del {AUTHOR}><w:r><w:delText>删</w:delText></w:r></w:del>"
    inserted = f"<w:ins {AUTHOR}>{run('增')}</w:ins>"
    moved = f"<w:moveFrom {AUTHOR}>{run('移')}</w:moveFrom>"
    arrived = f"<w:moveTo {AUTHOR}>{run('到')}</w:moveTo>"
    assert texts(read(paragraph(runs=run("甲") + deleted + inserted + moved + arrived))) == [
        "甲增到"
    ]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"
    assert texts(read(paragraph("前半", properties=mark) + paragraph("后半"))) == ["前半后半"]
    assert texts(read(paragraph("末段", properties=mark))) == ["末段"]


def test_deleted_table_rows_are_gone() -> None:
    row = f"<w:tr><w:trPr><w:del {AUTHOR}/></w:trPr><w:tc>{paragraph('删')}</w:tc></w:tr>"
    rows = f"<w:tr><w:tc>{paragraph('留')}</w:tc></w:tr>"
    assert texts(read(f"<w:tbl>{row}{rows}</w:tbl>")) == ["留"]


def test_tables_are_read_row_by_row() -> None:
    manuscript = read(paragraph("前") + table(("甲", "乙"), ("丙", "丁")) + paragraph("后"))
    assert texts(manuscript) == ["前", "甲", "乙", "丙", "丁", "后"]
    assert [found.place for found in manuscript.paragraphs] == [
        Place.BODY,
        *[Place.TABLE] * 4,
        Place.BODY,
    ]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    manuscript = read(paragraph(runs=run("段首") + text_box(paragraph("框内")) + run("段尾")))
    assert [(found.text, found.place) for found in manuscript.paragraphs] == [
        ("段首段尾", Place.BODY),
        ("框内", Place.TEXT_BOX),
    ]


def test_the_older_form_is_read_where_the_newer_has_no_text() -> None:
    branches = (
        "<mc:AlternateContent><mc:Choice Requires='wpc'><w:drawing/></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{paragraph('旧框')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert texts(read(paragraph(runs=f"<w:r>{branches}</w:r>"))) == ["旧框"]


def test_hidden_text_is_left_out_and_reported() -> None:
    styles = paragraph_style("Hid", "secret", more="<w:rPr><w:vanish/></w:rPr>")
    manuscript = read(
        paragraph(runs=run("见") + run("隐", "<w:vanish/>") + run("也见", '<w:vanish w:val="0"/>'))
        + paragraph("整段隐", properties=style("Hid")),
        styles=styles,
    )
    assert texts(manuscript) == ["见也见"]
    assert Reservation.HIDDEN_TEXT in manuscript.reservations
    assert read(paragraph("全部可见")).reservations == frozenset()


def test_a_file_with_nothing_but_hidden_text_shows_it() -> None:
    manuscript = read(paragraph(runs=run("隐藏的全文", "<w:vanish/>")))
    assert (texts(manuscript), manuscript.reservations) == (
        ["隐藏的全文"],
        frozenset({Reservation.HIDDEN_TEXT}),
    )


def test_fields_show_their_result() -> None:
    nested = field("IF " + "x", field("PAGE", run("3")))
    assert texts(read(paragraph(runs=run("第") + nested + run("页")))) == ["第3页"]
    simple = f'<w:fldSimple w:instr=" DATE ">{run("1月1日")}</w:fldSimple>'
    assert texts(read(paragraph(runs=simple))) == ["1月1日"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    )
    assert texts(read(paragraph(runs=begin + run("甲")) + paragraph("乙"))) == ["甲", "乙"]


def test_a_table_of_contents_is_left_out_with_its_title() -> None:
    entries = field("TOC \\o", run("一、情况……1"))
    manuscript = read(paragraph("目　录") + paragraph(runs=entries) + paragraph("一、情况"))
    assert (texts(manuscript), manuscript.reservations) == (
        ["一、情况"],
        frozenset({Reservation.TABLE_OF_CONTENTS}),
    )


def test_contents_are_known_by_style_too() -> None:
    manuscript = read(
        paragraph("一、情况……1", properties=style("10")) + paragraph("正文"),
        styles=paragraph_style("10", "toc 1"),
    )
    assert texts(manuscript) == ["正文"]


def test_a_heading_that_speaks_of_contents_stays() -> None:
    assert texts(read(paragraph("目录") + paragraph("正文"))) == ["目录", "正文"]


def test_footnotes_stand_apart_in_the_order_of_their_marks() -> None:
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(f"注{number}")}</w:footnote>'
        for number in (1, 2, 3)
    )
    marks = (
        run("甲")
        + '<w:r><w:footnoteReference w:id="3"/></w:r>'
        + run("乙")
        + '<w:r><w:footnoteReference w:id="1"/></w:r>'
    )
    end = '<w:r><w:endnoteReference w:id="5"/></w:r>'
    manuscript = read(
        paragraph(runs=marks + end),
        footnotes=notes,
        endnotes=f'<w:endnote w:id="5">{paragraph("尾注")}</w:endnote>',
    )
    assert (manuscript.text, manuscript.footnotes) == ("甲乙", ("注3", "注1", "尾注"))


def test_what_a_run_may_hold() -> None:
    special = (
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t><w:softHyphen/>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:br w:type="page"/><w:cr/><w:t>戊</w:t></w:r>'
    )
    assert texts(read(paragraph(runs=special))) == ["甲\t乙\n丙-丁☑\n戊"]


def test_wrappers_are_looked_into() -> None:
    wrapped = (
        f'<w:hyperlink r:id="x">{run("链")}</w:hyperlink><w:smartTag>{run("签")}</w:smartTag>'
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控')}</w:sdtContent></w:sdt>"
        f"<w:customXml>{run('自')}</w:customXml>"
        f"<w:r><w:ruby><w:rt>{run('pinyin')}</w:rt><w:rubyBase>{run('注')}</w:rubyBase></w:ruby></w:r>"
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    )
    assert texts(read(paragraph(runs=wrapped))) == ["链签控自注x=1"]
    block = f"<w:sdt><w:sdtContent>{paragraph('块')}</w:sdtContent></w:sdt>"
    assert texts(read(block)) == ["块"]


def test_full_width_and_inner_space_are_kept() -> None:
    assert texts(read(paragraph("　　ＡＢ　１２ ab  12　"))) == ["ＡＢ　１２ ab  12"]


def test_headings_and_bold_lines_are_told() -> None:
    styles = paragraph_style("H", "heading 2", more="<w:rPr><w:b/></w:rPr>") + paragraph_style(
        "K", "kid", based_on="H"
    )
    manuscript = read(
        paragraph("继承", properties=style("K"))
        + paragraph("大纲", properties='<w:outlineLvl w:val="0"/>')
        + paragraph(runs=run("粗", "<w:b/>") + run(" ") + run("体", "<w:b/>"))
        + paragraph(runs=run("半", "<w:b/>") + run("粗"))
        + paragraph(runs=run("不粗", '<w:b w:val="0"/>'), properties=style("H")),
        styles=styles,
    )
    assert [(found.outline, found.bold) for found in manuscript.paragraphs] == [
        (2, True), (1, False), (0, True), (0, False), (2, False),
    ]  # fmt: skip


def test_source_counts_all_paragraphs_of_the_file() -> None:
    manuscript = read(
        paragraph()
        + paragraph("甲")
        + table(("乙",))
        + paragraph(runs=text_box(paragraph("框")))
        + paragraph("丙")
    )
    # The box stands twice in the file (two branches): 3 is its anchor, 4 and 5 are the box.
    assert [found.source for found in manuscript.paragraphs] == [1, 2, 4, 6]


def test_strict_documents_are_read() -> None:
    main = part("document", f"<w:body>{paragraph('严格')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert extract(package({"word/document.xml": main}), "").text == "严格"


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        (MAIN_TYPE, "docx"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
            "dotx",
        ),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "docm"),
    ],
)
def test_kinds(content_type: str, kind: str) -> None:
    main = part("document", f"<w:body>{paragraph('正文')}</w:body>")
    assert extract(package({"word/document.xml": main}, main_type=content_type), "").kind == kind


def refusal(content: bytes) -> Unreadable:
    with pytest.raises(UnreadableFile) as caught:
        extract(content, "")
    return caught.value.code


def test_other_packages_and_broken_ones() -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    main = part("document", f"<w:body>{paragraph('正文')}</w:body>")
    assert refusal(package({"word/document.xml": main}, main_type=sheet)) is Unreadable.UNSUPPORTED
    assert refusal(package({"word/document.xml": main[:-9]})) is Unreadable.CORRUPT
    assert refusal(package({"word/document.xml": ""})) is Unreadable.CORRUPT
    assert refusal(package({})) is Unreadable.CORRUPT
    assert refusal(word_file(paragraph())) is Unreadable.NO_TEXT
