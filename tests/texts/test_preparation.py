"""The sheet with which a secretary prepares the report."""

from bot.texts.preparation import sheet


def test_a_year_whose_tasks_nobody_has_confirmed_yet_refers_to_the_notice() -> None:
    """「三、今年重点：」 stood there with nothing behind it."""
    assert "三、今年重点：以印发的通知为准。" in sheet(2027, [], [], [], [])
    assert "三、今年重点：甲；乙\n" in sheet(2027, [], [], ["甲", "乙"], [])
