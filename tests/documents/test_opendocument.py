import io
import zipfile

import pytest

from bot.documents.extraction import extract
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Place, Reservation, Unreadable

NAMES = {
    "office": "office", "text": "text", "style": "style", "table": "table", "draw": "drawing", "fo": "xsl-fo-compatible",
}  # fmt: skip
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in NAMES.items()
)
STYLES = """
<style:style style:name="Hid" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、" style:num-format="一, 二, 三, ..."/>
<text:list-level-style-number text:level="2" style:num-prefix="(" style:num-suffix=")" style:num-format="1" text:start-value="3"/>
<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="2"/></text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
"""


def odt(
    body: str, *, styles: str = STYLES, story: str = "text", manifest: str = "<manifest/>"
) -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{story}>{body}</office:{story}></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def read(body: str) -> Manuscript:
    return extract(odt(body), ".odt")


def texts(body: str) -> list[str]:
    return [found.text for found in read(body).paragraphs]


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def item(*content: str) -> str:
    return f"<text:list-item>{''.join(content)}</text:list-item>"


def listed(*items: str, attributes: str = 'text:style-name="L"') -> str:
    return f"<text:list {attributes}>{''.join(items)}</text:list>"


def test_white_space_and_signs() -> None:
    assert texts(p('甲<text:tab/>乙<text:line-break/>丙\n  丁<text:s text:c="3"/>戊')) == [
        "甲\t乙\n丙 丁   戊"
    ]


def test_lists_are_numbered_by_level() -> None:
    body = listed(
        item(
            p("甲"),
            listed(
                item(p("子"), listed(item(p("孙")), attributes="")), item(p("丑")), attributes=""
            ),
        ),
        item(p("乙"), p("续")),
    )
    assert texts(body) == ["一、甲", "(3)子", "3.1 孙", "(4)丑", "二、乙", "续"]


def test_a_new_list_starts_anew_unless_it_continues() -> None:
    first = listed(item(p("甲")), attributes='text:style-name="L" xml:id="one"')
    anew = listed(item(p("乙")))
    on = listed(item(p("丙")), attributes='text:style-name="L" text:continue-numbering="true"')
    named = listed(item(p("丁")), attributes='text:style-name="L" text:continue-list="one"')
    assert texts(first + anew + on + named) == ["一、甲", "一、乙", "二、丙", "二、丁"]


def test_items_may_set_their_number_and_bullets_have_none() -> None:
    start = f'<text:list-item text:start-value="5">{p("甲")}</text:list-item>'
    header = f"<text:list-header>{p('头')}</text:list-header>"
    assert texts(listed(header, start, item(p("乙")))) == ["头", "五、甲", "六、乙"]
    assert texts(listed(item(p("点")), attributes='text:style-name="B"')) == ["点"]


def test_headings_take_the_outline_numbers() -> None:
    outline = (
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" '
        'style:num-suffix="."/></text:outline-style>'
    )
    body = '<text:h text:outline-level="1">甲</text:h><text:h text:outline-level="2">乙</text:h>'
    manuscript = extract(odt(body, styles=outline), "")
    assert [(found.text, found.outline) for found in manuscript.paragraphs] == [
        ("1.甲", 1),
        ("乙", 2),
    ]


def test_changes_hidden_text_and_remarks() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("删")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = p(
        '见<text:span text:style-name="Hid">隐</text:span><office:annotation>'
        + p("批注")
        + "</office:annotation>"
    )
    manuscript = read(
        changes + body + '<text:section text:display="none">' + p("节") + "</text:section>"
    )
    assert [found.text for found in manuscript.paragraphs] == ["见"]
    assert manuscript.reservations == {Reservation.HIDDEN_TEXT, Reservation.REVISIONS}


def test_places_notes_and_contents() -> None:
    table = f"<table:table><table:table-row><table:table-cell>{p('格')}</table:table-cell></table:table-row></table:table>"
    box = f"<draw:frame><draw:text-box>{p('框')}</draw:text-box></draw:frame>"
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('注')}</text:note-body></text:note>"
    contents = f"{p('目录')}<text:table-of-content><text:index-body>{p('甲 1')}</text:index-body></text:table-of-content>"
    manuscript = read(contents + table + p(f"前{box}{note}后"))
    assert [(found.text, found.place) for found in manuscript.paragraphs] == [
        ("格", Place.TABLE), ("前后", Place.BODY), ("框", Place.TEXT_BOX),
    ]  # fmt: skip
    assert (manuscript.footnotes, manuscript.reservations) == (
        ("注",),
        frozenset({Reservation.TABLE_OF_CONTENTS}),
    )


def test_bold_and_ruby() -> None:
    ruby = "<text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>zi</text:ruby-text></text:ruby>"
    manuscript = read(p('<text:span text:style-name="Bold">粗</text:span>') + p(ruby))
    assert [(found.text, found.bold) for found in manuscript.paragraphs] == [
        ("粗", True),
        ("字", False),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (odt(p("密"), manifest="<manifest:encryption-data/>"), Unreadable.ENCRYPTED),
        (odt(p("表"), story="spreadsheet"), Unreadable.UNSUPPORTED),
        (odt(p("坏").removesuffix(">")), Unreadable.CORRUPT),
        (odt(p("")), Unreadable.NO_TEXT),
    ],
)
def test_refusals(content: bytes, code: Unreadable) -> None:
    with pytest.raises(UnreadableFile) as caught:
        extract(content, "")
    assert caught.value.code is code
