"""Which of the four inputs of a grade are there."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.evaluation.inputs import Input, Kind, Source, missing
from bot.domain.plan import FOUR_INPUTS

AT = datetime(2026, 12, 20, tzinfo=UTC)
EVERYDAY = Input(1, Kind.EVERYDAY, 7, "工作扎实。", "张立范", AT, Source.CHAT)
FIELDWORK = replace(EVERYDAY, number=2, kind=Kind.FIELDWORK)
COMMENT = replace(EVERYDAY, number=3, kind=Kind.COMMENT, source=Source.MEETING)
BALLOT = replace(EVERYDAY, number=0, kind=Kind.BALLOT, source=Source.RELEASE)
CORRECTED = replace(EVERYDAY, corrected_by=4)
CORRECTION = replace(EVERYDAY, number=4, corrects=1)


@pytest.mark.parametrize(
    ("inputs", "kinds"),
    [
        ([], [Kind.EVERYDAY, Kind.FIELDWORK, Kind.COMMENT, Kind.BALLOT]),
        ([BALLOT, COMMENT], [Kind.EVERYDAY, Kind.FIELDWORK]),
        ([EVERYDAY, FIELDWORK, COMMENT, BALLOT], []),
        ([CORRECTED, FIELDWORK, COMMENT, BALLOT], [Kind.EVERYDAY]),
        ([CORRECTED, CORRECTION, FIELDWORK, COMMENT, BALLOT], []),
        ([EVERYDAY, FIELDWORK, replace(COMMENT, text="  "), BALLOT], [Kind.COMMENT]),
        ([EVERYDAY, EVERYDAY], [Kind.FIELDWORK, Kind.COMMENT, Kind.BALLOT]),
    ],
)
def test_what_is_missing_is_told_in_the_plans_order(inputs: list[Input], kinds: list[Kind]) -> None:
    assert [rule.id for rule in missing(inputs, FOUR_INPUTS)] == kinds
