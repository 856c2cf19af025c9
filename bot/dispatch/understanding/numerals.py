"""Numbers as people write them: 3, 三, 十二, 二十五, 两, 俩."""

from bot.domain import chinese_numerals

NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九两俩仨十廿卅壹贰叁]{1,4})"
# Said of people and things alone, so no document counts with them.
_SPOKEN = str.maketrans("俩仨", "二三")


def number(text: str) -> int | None:
    """None when the characters do not make one number below a hundred (「一二」) or more than four digits."""
    if text.isdigit():
        if len(text) > 4:
            return None
        return int(text)
    return chinese_numerals.parse(text.translate(_SPOKEN)) or None
