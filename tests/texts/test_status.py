"""What the leadership reads about the whole."""

import pytest

from bot.domain.words import UNIT
from bot.texts import status as texts


@pytest.mark.parametrize(
    ("branches", "named"),
    [
        (["一支部", "二支部", "三支部", "四支部"], "三支部"),
        (["机关支部", "学生支部"], "学生支部"),
        ([], f"第三{UNIT}"),
    ],
)
def test_where_to_look_further_names_a_branch_that_there_is(
    branches: list[str], named: str
) -> None:
    assert texts.more(branches, reports=True) == f"细看请发：谁没交；详情 {named}"
