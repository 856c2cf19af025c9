import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.polls.spoken import (
    Scale,
    asks_for_own_vote,
    in_plain_form,
    may_be_choice,
    speaks_of_ballot,
)
from tests.spoken_votes import PLAIN

NAMES = ("王文例", "王书记", "第一支部")
BUILT_IN = Scale(("好", "较好", "一般", "差"), NAMES)
HAN = st.text(alphabet="甲乙丙丁优良合格称职基本不满意赞成反对有没上中下等", min_size=1, max_size=5)
LATIN = st.text(alphabet="abcdxyzABCDXYZ", min_size=1, max_size=3)
SCALES = st.lists(HAN | LATIN, min_size=2, max_size=5, unique_by=str.casefold)
VOTES = (
    *PLAIN,
    *(
        "测评 {}",
        "投{}一票",
        "我要改投{}",
        "这票我投{}吧",
        "第一支部：{}",
        "@王文例 {}",
        "王文例同志，{}！",
        "我　选　{}",
    ),
)
PERHAPS = (
    *(
        "王书记这票我投{}，写得太空",
        "我觉得王文例{}，不过调研不够",
        "投{}可以吗",
        "刚才点错了，我选的是{}",
        "不想投{}了",
    ),
    *("我和老张都投{}", "跟你说：{}", "别告诉别人，{}", "想了想，{}。"),
)


@given(SCALES, st.sampled_from(VOTES), st.data())
def test_names_steps_and_words_of_voting_are_a_vote_in_any_scale(
    steps: list[str], template: str, data: st.DataObject
) -> None:
    step = data.draw(st.sampled_from(steps))
    scale = Scale(tuple(steps), NAMES)
    said = template.format(step)
    assert may_be_choice(said, scale)
    form = in_plain_form(said, scale)
    assert form is None or form.startswith("测评 ")


@given(SCALES, st.sampled_from(PERHAPS), st.data())
def test_a_step_among_other_words_may_be_a_choice_in_any_scale(
    steps: list[str], template: str, data: st.DataObject
) -> None:
    step = data.draw(st.sampled_from(steps))
    assert may_be_choice(template.format(step), Scale(tuple(steps), NAMES))


@pytest.mark.parametrize("step", ["有没有", "差不多", "一般会好"])
def test_a_usual_phrase_that_is_a_step_may_be_a_choice(step: str) -> None:
    said = f"我觉得王文例{step}，不过调研不够"
    assert may_be_choice(said, Scale((step, "丁"), NAMES))
    assert not may_be_choice(said, Scale(("丁", "戊"), NAMES))


@given(SCALES, st.sampled_from(VOTES), st.data())
def test_what_is_read_is_the_step_that_was_said(
    steps: list[str], template: str, data: st.DataObject
) -> None:
    assume(not any(a != b and a.casefold() in b.casefold() for a in steps for b in steps))
    step = data.draw(st.sampled_from(steps))
    form = in_plain_form(template.format(step), Scale(tuple(steps), NAMES))
    assert form is None or form.split()[-1] == step


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("我选较好", "测评 较好"),
        ("王文例 差", "测评 王文例 差"),
        ("我投王书记 好", "测评 王书记 好"),
        ("改票 一般", "测评 一般"),
        ("侧评 好", "测评 好"),
        ("ceping 差", "测评 差"),
        ("我vote好", "测评 好"),
        ("較好", "测评 较好"),
        ("比较好", "测评 较好"),
        ("测评 好 好 较好 一般", "测评 好 好 较好 一般"),
        ("好", None),  # may answer something else
        ("一般", None),
        ("我不投好", None),
        ("我投好吗", None),
        ("很好", None),
        ("", None),
    ],
)
def test_free_words_become_the_canonical_form(said: str, form: str | None) -> None:
    assert in_plain_form(said, BUILT_IN) == form


def test_what_is_said_of_all_fills_every_row() -> None:
    assert in_plain_form("都好", BUILT_IN, rows=3) == "测评 好 好 好"
    assert in_plain_form("王文例都好", BUILT_IN, rows=3) == "测评 王文例 好"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "你好",
            "大家好吗",
            "材料写好了",
            "还差谁没交",
            "还差几份",
            "好像有点问题，怎么交报告",
            "出差了，报告晚两天交",
        ),
        *(
            "投票什么时候开始",
            "怎么投票",
            "谁没投",
            "我的票计入了吗",
            "测评",
            "我要投票",
            "结束测评",
        ),
        *("一般什么时候开会", "投影仪坏了", "评选结果", "第二条做得很好", "我是谁", "倒计时", ""),
    ],
)
def test_other_talk_is_no_choice(said: str) -> None:
    assert not may_be_choice(said, BUILT_IN)


@pytest.mark.parametrize(
    "said",
    [
        *("结束投票吧", "都投完了吧 把投票关了呗", "还能改投票吗", "我想改票", "投完了还能改吗"),
        *("把结果公布了吧", "结果先给领导看吧", "测评什么时候完", "投票结束了没", "票收了吧"),
        "投票那个单子再发我一次 找不到了",
    ],
)
def test_talk_about_the_ballot_itself_is_told_from_a_choice(said: str) -> None:
    assert speaks_of_ballot(said, BUILT_IN)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "我投反对",
            "我投叉",
            "我投低的那个",
            "我投的满分",
            "改成第二个",
            "王文例我投了",
            "我投好",
        ),
        *(
            "我没投他",
            "把王文例的票改了",
            "投完了，都是好",
            "结果还是差",
            "算了",
            "好的",
            "我投高的",
        ),
    ],
)
def test_what_may_tell_a_choice_is_no_talk_about_the_ballot(said: str) -> None:
    assert not speaks_of_ballot(said, BUILT_IN)


def test_a_question_about_ones_own_vote_may_tell_why_it_is_asked() -> None:
    assert asks_for_own_vote("我刚才投进去没有啊,网卡了", BUILT_IN)
    assert not asks_for_own_vote("我投没投进去啊,反对他", BUILT_IN)
    assert not asks_for_own_vote("我投了没有,较好那个", BUILT_IN)


@given(SCALES, st.data())
def test_a_step_is_never_talk_about_the_ballot(steps: list[str], data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(steps))
    for template in ("我投{}", "投票改{}吧", "把结果改{}"):
        assert not speaks_of_ballot(template.format(step).casefold(), Scale(tuple(steps), NAMES))


@pytest.mark.parametrize(
    "said", ["我投王文例好？", "王书记觉得好", "要是投好", "王文例书记认为 好"]
)
def test_a_question_or_what_somebody_thinks_has_no_plain_form(said: str) -> None:
    assert in_plain_form(said, BUILT_IN) is None


@given(st.text(max_size=80))
def test_any_text_can_be_asked(text: str) -> None:
    if in_plain_form(text, BUILT_IN) is not None:
        assert may_be_choice(text, BUILT_IN)
