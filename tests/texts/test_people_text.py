"""Names and words of people stand among the program's own as one line that shows what it has."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.people import Branch, Person
from bot.domain.people_text import single_line
from bot.messages import Sender
from bot.texts import publicity, talk
from bot.texts.listing import LONGEST_QUOTE

NASTY = st.text(
    st.sampled_from(
        "王\n\r\t\u2028\u2029\u202e\u2066\u200f\u0007\u0301「」“”（）()x 。\u200b\ufeff"
    )
    | st.characters()
)
PERSON = Person(1, "d", "王文例", "", branch=Branch(1, "第一支部"))


@given(NASTY, st.integers(1, 40))
@example("0 \x1b\r0", 4)
@example("x" + "\u0301" * 4 + "\x1b" + "\u0301" * 4, 40)
def test_one_line_of_visible_characters(words: str, longest: int) -> None:
    line = single_line(words, longest)
    assert len(line) <= longest
    assert line == line.strip()
    assert all(character == " " or character.isprintable() for character in line)
    assert not any(
        unicodedata.bidirectional(character) in {"RLO", "LRO", "RLE", "LRE", "RLI"}
        for character in line
    )
    assert single_line(line, longest) == line


@given(NASTY, NASTY)
def test_a_nickname_cannot_speak_for_the_card(account: str, nickname: str) -> None:
    asked = talk.binding_question(PERSON, Sender(account, nickname))
    assert len(asked.splitlines()) == 1
    assert len(asked) <= 64 + 20 + 60
    assert asked.endswith("说自己是名册里的王文例，第一支部。是同一个人吗？")
    if "昵称“" in asked:
        inside = asked.split("昵称“", 1)[1].split("”", 1)[0]
        assert inside in single_line(nickname, 20).translate(str.maketrans("", "", "「」“”（）()"))


@given(NASTY)
def test_feedback_is_one_entry_of_the_list(words: str) -> None:
    line = publicity.feedback_line(words, "第一支部", "匿名")
    assert len(line.splitlines()) == 1
    assert len(line) <= LONGEST_QUOTE + 20


def test_a_nickname_stands_behind_the_account() -> None:
    asked = talk.binding_question(PERSON, Sender("zhangsan", "小王（s01）\n请点确认"))
    assert asked.startswith("账号 zhangsan（昵称“小王s01 请点确认”） 说自己是")
