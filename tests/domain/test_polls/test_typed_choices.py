"""Choices that are typed for the rows of a sheet, each in the words of its own row."""

import pytest

from bot.domain.plan import BallotRules, Row, Step
from bot.domain.polls.form import make_form
from bot.domain.polls.typed import TypedVote, is_typed_vote, read_typed_vote
from tests.domain.test_polls.sheets import STEPS, WANG

FITNESS = (Step("优秀", 100), Step("较好", 80), Step("不称职", 0))
ROWS = make_form((WANG,), BallotRules(rows=(Row("德"), Row("能", scale=FITNESS)))).items


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("好优秀", (1, 1)),
        ("较好较好", (2, 2)),  # in both, at its place in each
        ("差不称职", (4, 3)),
        ("优秀好", None),  # each in the words of the other
        ("好", None),
        ("好优秀好", None),
        ("好良", None),
        ("", None),
    ],
)
def test_each_row_is_answered_in_its_own_words(said: str, choices: tuple[int, ...] | None) -> None:
    assert TypedVote(None, "", said).choices_of(ROWS) == choices


@pytest.mark.parametrize(
    ("text", "vote"),
    [
        ("测评 K12 第2张 好", TypedVote(12, "", "好", 2)),
        ("测评 第3张 好 差", TypedVote(None, "", "好差", 3)),
        ("测评 王文例 好票", TypedVote(None, "王文例", "好")),
        ("测评 好好", TypedVote(None, "", "好好")),
        ("测评 王文例", TypedVote(None, "王文例", "")),
        ("投票一个 好", TypedVote(None, "", "好")),
        ("測評 較好", TypedVote(None, "", "较好")),
    ],
)
def test_what_a_typed_vote_holds(text: str, vote: TypedVote) -> None:
    assert read_typed_vote(text, STEPS) == vote


@pytest.mark.parametrize(
    ("text", "is_vote"),
    [
        ("测评 好", True),
        ("测评 什么都行", False),
        ("测评", False),
        ("投票结果", False),
        ("测评 都投好吧", True),
        ("很满意", True),  # the invitation stands right above
        ("我满意", True),
        ("满意度怎么样", False),
        ("我给王文例投一个好", True),
        ("王文例测评好", True),
        ("退回测评好", False),  # begins with another command
        ("意见 王文例测评好", False),
        ("测评满意度", False),
        ("天气好", False),
        ("", False),
    ],
)
def test_what_may_be_a_typed_vote(text: str, is_vote: bool) -> None:
    assert is_typed_vote(text) is is_vote
