from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.texts.papers import chinese_number, full_date, full_day, on_paper, ordinal

SAID = (
    ("发送「公示」看目录，「『双带头人』培育」", "发送“公示”看目录，“‘双带头人’培育”"),
    ("12月10日(周四)截止", "12月10日（周四）截止"),
    ("共列入 48 条，保留 2 位小数", "共列入48条，保留2位小数"),
    ("12月21日(周一) 14:30，系楼 302", "12月21日（周一）14:30，系楼302"),
    ('他说"做实一点"', "他说“做实一点”"),
    ("学习不够,记录不全;措施:补记", "学习不够，记录不全；措施：补记"),
    ("用 Python 语言 f(x) = 2, 见 a:b", "用Python语言f(x) = 2, 见a:b"),
    ("王 芳、李 明", "王 芳、李 明"),
    ("(1)谈心谈话", "（1）谈心谈话"),
    ("10:30 to 11:00", "10:30 to 11:00"),
)


@pytest.mark.parametrize(("chat", "paper"), SAID)
def test_a_text_of_the_chat_becomes_one_of_a_paper(chat: str, paper: str) -> None:
    assert on_paper(chat) == paper


@example("((“))")
@example('""好""')
@given(st.text(st.sampled_from('好系a1 (),;:「」"“”（）\n.'), max_size=40))
def test_what_is_on_paper_stays_and_no_character_of_a_word_is_lost(text: str) -> None:
    once = on_paper(text)
    assert on_paper(once) == once
    assert [c for c in once if c in "好系a1"] == [c for c in text if c in "好系a1"]


def test_dates_and_numbers_are_written_in_full() -> None:
    assert full_date(date(2026, 12, 31)) == "2026年12月31日"
    assert full_day(date(2026, 12, 21)) == "2026年12月21日（周一）"
    assert [ordinal(3, level) for level in (1, 2, 3, 4)] == ["三、", "（三）", "3.", "（3）"]
    assert [chinese_number(number) for number in (9, 10, 11, 20, 32)] == [
        "九",
        "十",
        "十一",
        "二十",
        "三十二",
    ]
