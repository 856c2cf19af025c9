"""How many have not voted, as the leadership reads it."""

from bot.texts import polls as texts


def test_nobody_is_counted_as_missing_where_all_took_part() -> None:
    lines = [("王文例", 0), ("李思样", 3)]
    assert texts.missing_voters(lines) == "王文例：都参加了。\n李思样：还有 3 人没有参加。"
