"""Which branch a word about the reports is about."""

import pytest

from bot.actions.publicity import feedback
from tests.actions.office import Office
from tests.cast import THIRD


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("第三支部写得实", THIRD),
        ("张立范写得实", THIRD),
        ("第三支部的张立范写得实", THIRD),
        ("第三支部和第二支部都写得实", None),
        ("张立范、李思样写得实", None),
        ("写得实", None),
        ("", None),
    ],
)
def test_feedback_is_about_the_one_branch_that_it_names(
    office: Office, text: str, branch: str | None
) -> None:
    names: dict[int | None, str] = {place.id: place.name for place in office.roster.places}
    assert names.get(feedback.named_branch(office.roster, text)) == branch
