"""Talk around a ballot in one's own words: what asks, what tells, and what can only be a vote."""

import pytest

from bot.domain.polls.spoken import (
    LONGEST_VOTE,
    Scale,
    asks_for_others,
    asks_for_own_vote,
    in_plain_form,
    is_doubtful,
    may_be_choice,
    speaks_of_ballot,
    speaks_of_voting,
    tells_a_step,
    tells_behind_voting,
    votes_plainly,
)

NAMES = ("王文例", "第一支部")
SCALE = Scale(("好", "较好", "一般", "差"), NAMES)
FAR = "党" * LONGEST_VOTE


@pytest.mark.parametrize(
    ("said", "is_vote"),
    [
        ("王文例投好", True),
        ("测评 好", True),
        ("我投较好", True),
        ("王文例打分较好", True),  # the step is no everyday word
        ("王文例打分好", False),
        ("王文例打分一般", False),
        ("王文例较好", False),  # no word of voting
        ("投王文例", False),  # no step
        ("我投好吗", False),
        ("好", False),
    ],
)
def test_what_can_only_be_a_vote_although_no_ballot_is_open(said: str, is_vote: bool) -> None:
    assert votes_plainly(said, SCALE) is is_vote


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("还有谁没投票啊", True),
        ("几个人投了", True),
        ("多少人投票了", True),
        ("投票率怎么样", True),
        ("都投了吗", True),
        ("谁投了好", False),  # a step is told
        ("谁投了反对", False),
        ("谁没投个马马虎虎", False),  # something is told behind 投
        ("我投票", False),
        (f"谁没投{FAR}", False),
    ],
)
def test_who_asks_for_the_votes_of_others(said: str, asks: bool) -> None:
    assert asks_for_others(said, SCALE) is asks


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("我刚才投的票收到了吗", True),
        ("我投了没有", True),
        ("我投了票", True),  # nothing but the words of asking
        ("我投的较好收到了吗", False),
        ("我投的反对收到了吗", False),
        ("我投他了吗", False),  # whom he voted for is told behind 投
        ("我没投他", False),
        ("我没投王文例", False),
        ("我投了票，天气晴", False),
        (f"我投了没有{FAR}", False),
        ("", True),
    ],
)
def test_who_asks_for_his_own_vote(said: str, asks: bool) -> None:
    assert asks_for_own_vote(said, SCALE) is asks


@pytest.mark.parametrize(
    ("said", "speaks"),
    [
        ("把投票关了吧", True),
        ("结果出来了吗", True),
        ("还能改票吗", True),
        ("大家都没有", False),  # of nothing to do with a ballot
        ("投票关了吧天气", False),
        ("投票好", False),
        ("把票" * 201, False),
    ],
)
def test_who_speaks_of_the_ballot_itself(said: str, speaks: bool) -> None:
    assert speaks_of_ballot(said, SCALE) is speaks
    assert not speaks_of_ballot("票没有", Scale(("没有", "有"), NAMES))


@pytest.mark.parametrize(
    ("said", "speaks"), [("王文例好", True), ("我投", True), ("好", False), ("第二支部", False)]
)
def test_a_name_or_a_word_of_voting_speaks_of_voting(said: str, speaks: bool) -> None:
    assert speaks_of_voting(said, SCALE) is speaks


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ("挺不错的", True),  # nothing but an opinion
        ("今年的工作挺不错的啊", False),  # a longer message tells something else
        ("王文例今年的工作挺不错的啊", True),  # unless it names somebody
        ("我投了反对票，收到了吗", True),
        ("怎么投票，反对", True),
        ("怎么投票", False),
        ("我投王文例", False),  # small words and names alone
        ("第3条写得不好", False),  # an item of the ledger
        ("第3条我投不好", True),
    ],
)
def test_what_may_be_a_choice(said: str, may: bool) -> None:
    assert may_be_choice(said, SCALE) is may


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("好", True),
        ("我觉得好", True),
        ("很好吧", True),
        ("你好", False),
        ("好像下雨", False),
        ("写好了", False),
        ("我投好看的", True),  # behind a word of choosing
        ("他较好地完成", True),  # a long step wherever it stands
        ("一般都来", False),
        ("一般", True),
        ("", False),
    ],
)
def test_a_step_that_stands_as_a_word_of_its_own(said: str, tells: bool) -> None:
    assert tells_a_step(said, SCALE) is tells


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("都好", "测评 好 好 好"),
        ("一律较好", "测评 较好 较好 较好"),
        ("都好好", "测评 好 好"),  # two steps: each for a row
        ("王文例都好", "测评 王文例 好"),
        ("王文例王文例好", "测评 王文例 好"),
        ("我投好" + "好" * LONGEST_VOTE, None),
    ],
)
def test_what_is_said_of_all_rows(said: str, form: str | None) -> None:
    assert in_plain_form(said, SCALE, rows=3) == form


@pytest.mark.parametrize(
    ("said", "doubtful"),
    [
        ("我投好?", True),
        ("要是投好", True),
        ("骗你的", True),
        ("大家都投好", True),
        ("手滑了", True),
        ("手滑了改投好", False),
        ("我投好", False),
    ],
)
def test_what_asks_supposes_or_takes_back(said: str, doubtful: bool) -> None:
    assert is_doubtful(said) is doubtful


@pytest.mark.parametrize(
    ("said", "tells"),
    [("我投个马马虎虎", True), ("我投了", False), ("我投票", False), ("马马虎虎", False)],
)
def test_something_may_be_told_behind_voting(said: str, tells: bool) -> None:
    assert tells_behind_voting(said) is tells
