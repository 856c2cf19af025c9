import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exports.characters import width
from bot.exports.documents import (
    ACROSS,
    OFFICIAL,
    Attachment,
    Beside,
    Block,
    Heading,
    OfficialDocument,
    Table,
    Text,
    numbered,
    numbered_sentences,
    official_document,
    title_lines,
)
from tests.steps import steps_of

OPINION = OfficialDocument(
    title="2026年度党组织书记抓基层党建述职评议考核综合评价意见",
    addressee="第一支部并王文例同志：",
    blocks=(
        Heading("一、肯定的成绩"),
        Text("主题党日开在教研一线。\n“双带头人”培育有进展。"),
        Heading("（一）组织生活", 2),
        Heading("1.谈心谈话", 3),
        Table(("序号", "问题"), (("1", "覆盖面不够"), ("2", "抓手偏少\n记录不全")), (1, 4)),
    ),
    signature="中共示例系委员会",
    dated=date(2026, 12, 28),
)


def opened(content: OfficialDocument) -> Document:
    return docx.Document(io.BytesIO(official_document(content)))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_everything_stands_in_its_order() -> None:
    assert texts(opened(OPINION)) == [
        "2026年度党组织书记抓基层党建",
        "述职评议考核综合评价意见",
        "第一支部并王文例同志：",
        "一、肯定的成绩",
        "主题党日开在教研一线。",
        "“双带头人”培育有进展。",
        "（一）组织生活",
        "1.谈心谈话",
        "中共示例系委员会",
        "2026年12月28日",
    ]
    (table,) = opened(OPINION).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "问题"],
        ["1", "覆盖面不够"],
        ["2", "抓手偏少\n记录不全"],
    ]


def test_page_is_set_up_as_official_papers_are() -> None:
    section = opened(OPINION).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin] == [37, 35, 28, 26]
    assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [
        210,
        297,
    ]
    for footer in (section.footer, section.even_page_footer):
        assert 'w:instr="PAGE"' in footer.paragraphs[0]._p.xml


def test_file_names_no_author_and_no_time() -> None:
    properties = opened(OPINION).core_properties
    assert (properties.author, properties.comments, properties.last_modified_by) == ("", "", "")
    assert official_document(OPINION) == official_document(OPINION)


def test_signature_never_stands_alone_on_a_page() -> None:
    document = opened(
        OfficialDocument(
            "通知", (Text("第一段。"), Text("末段。")), signature="示例系", dated=date(2026, 1, 2)
        )
    )
    kept = [
        bool(paragraph.paragraph_format.keep_with_next) for paragraph in document.paragraphs[-4:]
    ]
    assert kept == [True, True, True, False]


def test_the_last_row_of_a_table_comes_along_with_the_signature() -> None:
    table = Table(("甲",), (("一",), ("二",)))
    document = opened(OfficialDocument("表", (table,), signature="示例系"))
    kept = [
        bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next)
        for row in document.tables[0].rows
    ]
    assert kept == [False, False, True]


def test_a_part_of_one_sentence_stands_behind_its_heading() -> None:
    parts = [("参会人员", ["党员。"]), ("议程", ["述职", "测评"])]
    assert numbered_sentences(parts) == [
        Text("党员。", lead="一、参会人员。"),
        Heading("二、议程"),
        Text("1.述职"),
        Text("2.测评"),
    ]


def test_parts_are_numbered_one_after_the_other() -> None:
    parts = [("发言", [Text("甲"), Text("乙")]), ("测评", [Text("丙")])]
    assert numbered(parts) == [
        Heading("一、发言"),
        Text("甲"),
        Text("乙"),
        Heading("二、测评"),
        Text("丙"),
    ]


ANY = st.characters(exclude_categories=[])  # control characters and lone surrogates too


@settings(max_examples=20)
@given(st.lists(st.text(ANY, max_size=60), max_size=5), st.text(ANY, max_size=90))
def test_any_text_becomes_a_document(strings: list[str], title: str) -> None:
    blocks: tuple[Block, ...] = tuple(Text(text) for text in strings)
    table = Table(("甲",), tuple((text,) for text in strings))
    document = opened(OfficialDocument(title, (*blocks, table), addressee=title, signature=title))
    assert len(document.tables[0].rows) == len(strings) + 1


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x9FFF), min_size=1, max_size=120))
def test_long_titles_are_broken_without_losing_a_character(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == "".join(title.splitlines())
    assert all(width(line) <= OFFICIAL.title_width for line in lines)


def test_a_paper_is_written_in_the_marks_of_papers_and_a_working_copy_as_it_was() -> None:
    paper = OfficialDocument(
        "通知", (Text("发「公示」，共 3 份(周四)。"), Table(("第 1 项",), (("「好」",),)))
    )
    assert texts(opened(paper))[1] == "发“公示”，共3份（周四）。"
    assert [row.cells[0].text for row in opened(paper).tables[0].rows] == ["第1项", "“好”"]
    working = replace(paper, as_written=True)
    assert texts(opened(working))[1] == "发「公示」，共 3 份(周四)。"


def test_typefaces_are_those_of_official_papers_with_what_stands_in_for_them() -> None:
    with zipfile.ZipFile(io.BytesIO(official_document(OPINION))) as package:
        table = package.read("word/fontTable.xml").decode()
        written = package.read("word/document.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,' in table
    for face in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{face}"' in written
        assert f'w:name="{face}"' in table


def test_a_wide_table_lies_across_the_page() -> None:
    paper = OfficialDocument(
        "汇总表", (Table(("甲",) * 12, (("乙",) * 12,)),), layout=ACROSS, signature="示例系"
    )
    section = opened(paper).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width is not None
    assert round(section.page_width.mm) == 297


def test_attachments_stand_below_the_text_and_begin_on_pages_of_their_own() -> None:
    agenda = Attachment("议程", (Text("一、述职"), Beside(("主持人：", "记录人："))))
    paper = OfficialDocument(
        "通知",
        (Text("见附件。"),),
        attachments=(agenda, Attachment("签到表")),
        signature="示例系",
    )
    document = opened(paper)
    assert texts(document) == [
        "通知",
        "见附件。",
        "附件：1.议程",
        "\u3000\u3000\u30002.签到表",
        "示例系",
        "附件1",
        "议程",
        "一、述职",
        "主持人：\t记录人：",
    ]
    (label,) = (paragraph for paragraph in document.paragraphs if paragraph.text == "附件1")
    assert label.paragraph_format.page_break_before


def test_markup_in_a_text_stays_text() -> None:
    assert "<w:t>&{{title}}</w:t>" in texts(
        opened(OfficialDocument("通知", (Text("<w:t>&{{title}}</w:t>"),)))
    )


def test_package_holds_what_word_needs() -> None:
    with zipfile.ZipFile(io.BytesIO(official_document(OPINION))) as package:
        assert package.testzip() is None
        assert {"word/document.xml", "word/styles.xml", "[Content_Types].xml"} <= set(
            package.namelist()
        )


def test_a_sentence_more_costs_little() -> None:
    """How a line looks is put together once; told anew for each, a line is 410 steps."""

    def steps(sentences: int) -> int:
        content = OfficialDocument("通知", (Text("一句话。"),) * sentences)
        official_document(content)
        return steps_of(lambda: official_document(content))

    assert (steps(30) - steps(10)) / 20 <= 150


def test_a_file_carries_nothing_that_nobody_sees() -> None:
    """The template of python-docx has 820 kB of looks of tables, and the picture of a page."""
    with zipfile.ZipFile(io.BytesIO(official_document(OPINION))) as package:
        parts = {part.filename: part.file_size for part in package.infolist()}
    assert sum(parts.values()) < 100_000
    assert not [name for name in parts if "thumbnail" in name or "WithEffects" in name]


def test_every_style_that_a_paper_uses_is_in_its_file() -> None:
    document = opened(OPINION)
    known = {style.style_id for style in document.styles}
    used = document.element.xpath("//w:pStyle/@w:val | //w:tblStyle/@w:val | //w:rStyle/@w:val")
    based = document.styles.element.xpath("//w:basedOn/@w:val | //w:next/@w:val | //w:link/@w:val")
    assert "TableGrid" in used
    assert {*used, *based} <= known


def test_papers_that_are_written_side_by_side_do_not_mix() -> None:
    papers = [
        OfficialDocument(f"标题{number}", (Text(f"正文{number}。"),) * 9) for number in range(20)
    ]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(official_document, papers)) == [
            official_document(paper) for paper in papers
        ]
    titles = [opened(paper).core_properties.title for paper in papers]
    assert titles == [paper.title for paper in papers]
