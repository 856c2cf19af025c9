"""The figures that are promised: at least 98 % of the phrasings right, and no wrong act without a confirmation."""

import pytest

from tests.dispatch.understanding.measure import measure

FLOOR = 0.98


@pytest.mark.parametrize("name", ["train", "test", "others"])
def test_nearly_every_phrasing_is_understood_and_no_wrong_act_is_done_unasked(name: str) -> None:
    share, acts, missed = measure(name)
    assert acts == 0, missed
    assert share >= FLOOR, missed
