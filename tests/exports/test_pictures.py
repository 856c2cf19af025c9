from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exports.fonts import characters, covers
from bot.exports.pictures import CLOSING, Canvas, render, shortened, text_width, wrapped
from tests.exports.png import pixels, size_of

ANY = st.text(st.characters(exclude_categories=[]), max_size=60)


def written(text: str) -> bytes:
    canvas = Canvas(200)
    canvas.text(10, 40, text, 24, "#000000")
    return render(canvas.svg(60))


@given(ANY)
def test_any_text_is_one_escaped_text(text: str) -> None:
    canvas = Canvas(100)
    canvas.text(0, 0, text, 20, "#000000")
    root = ET.fromstring(canvas.svg(50))
    assert [element.tag.rpartition("}")[2] for element in root] == ["rect", "text"]


@given(
    st.text(
        st.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=["Cc"]),
        max_size=30,
    )
)
def test_text_is_kept_to_the_letter(text: str) -> None:
    canvas = Canvas(100)
    canvas.text(0, 0, text, 20, "#000000")
    assert (ET.fromstring(canvas.svg(50))[1].text or "") == text


def test_picture_has_the_asked_size() -> None:
    assert size_of(render(Canvas(300).svg(120), scale=2)) == (600, 240)


def test_chinese_characters_are_drawn_and_not_replaced_by_one_box() -> None:
    blank, first, second = (pixels(written(text)) for text in (" ", "述", "职"))
    assert len({blank, first, second}) == 3


def test_picture_refers_to_nothing_outside() -> None:
    canvas = Canvas(100)
    canvas.text(0, 20, '<image href="/etc/passwd"/>', 20, "#000000")
    assert "<image" not in canvas.svg(50)


@settings(max_examples=60)
@given(
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=["Cc"]),
        max_size=80,
    ),
    st.integers(60, 300),
)
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: int) -> None:
    lines = wrapped(text, 20, room)
    assert "".join(lines) == text
    assert all(text_width(line.rstrip(CLOSING), 20) <= room for line in lines)
    assert not any(line.startswith(tuple(CLOSING)) for line in lines[1:])


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert shortened("机械工程学院教工第一支部", 20, 121) == "机械工程学…"
    assert shortened("第一支部", 20, 121) == "第一支部"


RARE = "䶮㛃㮾镕喆祎玥晗煊堃翀禕彧昇骉犇赟𬭎𬀩"  # of names that typewriters could not write


@given(st.sampled_from(sorted(characters() - {" ", "\xa0", "\xad", "\u3000"})))
def test_every_character_of_the_font_is_drawn(character: str) -> None:
    assert pixels(written(character)) != pixels(written(" "))


def test_rare_names_need_no_font_of_the_machine() -> None:
    drawn = {pixels(written(character)) for character in RARE if covers(character)}
    assert len(drawn) == len([character for character in RARE if covers(character)]) >= 17


def test_a_character_beyond_the_font_still_gives_a_picture() -> None:
    assert not covers("𠀀")
    assert size_of(written("𠀀")) == (200, 60)
