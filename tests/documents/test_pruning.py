from bot.documents.ooxml.pruning import used_lists, used_styles
from tests.documents.word_files import (
    definition,
    in_list,
    level,
    paragraph,
    paragraph_style,
    part,
    restart,
    style,
    use,
)

DEFAULT = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
)
STYLES = part(
    "styles",
    "<w:latentStyles/>" + DEFAULT + paragraph_style("A", "used", based_on="B") + paragraph_style("B", "base")
    + paragraph_style("C", "unused"),
).encode()  # fmt: skip
LISTS = part(
    "numbering",
    definition(0, level(0, "decimal", "%1."))
    + definition(1, level(0, "decimal", "%1)"))
    + use(1, 0)
    + use(2, 1, restart(0, 1)),
).encode()


def test_used_styles_their_bases_and_the_default_stay() -> None:
    pruned = used_styles(STYLES, [paragraph("文", properties=style("A")).encode()], b"")
    assert [
        name for name in (b'"a"', b'"A"', b'"B"', b'"C"') if b"w:styleId=" + name in pruned
    ] == [
        b'"a"',
        b'"A"',
        b'"B"',
    ]
    assert b"latentStyles" not in pruned


def test_lists_of_used_styles_stay() -> None:
    link = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
    lists = (definition(number, level(0, "decimal", f"%{number}.")) for number in (1, 2))
    linked = part("numbering", link + "".join(lists) + use(1, 0) + use(2, 1) + use(3, 2)).encode()
    list_style = paragraph_style("L", "list", in_list(2))
    styles = used_styles(part("styles", DEFAULT + list_style).encode(), [], linked)
    pruned = used_lists(linked, [in_list(1).encode(), styles])
    assert [text in pruned for text in (b"numStyleLink", b'"%1."', b'"%2."')] == [True, True, False]


def test_used_lists_stay_with_their_uses() -> None:
    pruned = used_lists(LISTS, [paragraph("文", properties=in_list(2)).encode()])
    assert b'"%1)"' in pruned
    assert b'"%1."' not in pruned
    assert pruned.count(b"<w:num ") == 2


def test_what_is_written_otherwise_is_left_whole() -> None:
    foreign = STYLES.replace(b"w:", b"x:")
    assert used_styles(foreign, [], b"") == foreign
    wide = STYLES.decode().encode("utf-16")
    assert used_styles(wide, [], b"") == wide
