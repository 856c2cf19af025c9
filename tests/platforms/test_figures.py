"""The figures of the meeting: what one sheet costs the group, the organiser and each member."""

from pathlib import Path

import pytest

from bot.documents.reader import DocumentReader
from tests.platforms.figures import WAYS, measure, table
from tests.platforms.test_meeting import PEOPLE, SUBJECTS

# What one of them does and hears does not depend on how many they are: sixty fill their sheets in
# `test_meeting.py`.
HALF_A_DOZEN = PEOPLE[::10]


@pytest.mark.parametrize("name", WAYS)
async def test_the_meeting_costs_no_more_than_this(
    name: str, tmp_path: Path, reader: DocumentReader
) -> None:
    way, by = WAYS[name]
    figures = await measure(way, by, tmp_path, reader, HALF_A_DOZEN)
    assert figures.group_messages <= 3
    assert figures.group_characters <= 300
    assert figures.organiser_messages == 2  # 发测评表, 收票
    assert figures.messages <= 1
    assert figures.taps == (1 if by == "page" else len(SUBJECTS))
    assert figures.not_redrawn == 0
    assert f"| {name} | {figures.group_messages} |" in table({name: figures})
