"""How characters and words sound."""

import pytest

from bot.dispatch.understanding.sounds import FIRST, LAST, sound, spelling, spoken, syllable


def test_every_character_is_read_as_the_library_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - it looks at the variable when it is imported

    characters = [chr(number) for number in range(ord(FIRST), ord(LAST) + 1)]
    assert [spelling(character) for character in characters] == [
        lazy_pinyin(character)[0] for character in characters
    ]


def test_what_speakers_do_not_tell_apart_sounds_alike() -> None:
    assert sound("谁没教") == sound("谁没交")
    assert syllable("知") == syllable("资")
    assert syllable("南") == syllable("兰")
    assert syllable("京") == syllable("今")


@pytest.mark.parametrize("sign", ["a", "3", "，", "〇", "🙂", "桛", "\n", "\t", ""])
def test_what_has_no_reading_sounds_like_itself(sign: str) -> None:
    assert syllable(sign) == spelling(sign) == sign


def test_words_in_latin_letters() -> None:
    assert spelling("状态") == "zhuangtai"
    assert spoken("gongbu结果") == spoken("公布结果")
    assert spoken("xq") == ["x", "q"]
