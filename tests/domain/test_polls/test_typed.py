import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.typed import is_typed_vote, read_typed_vote

STEPS = ("好", "较好", "一般", "差")


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("测评 好", (1,)),
        ("测评好", (1,)),
        ("测评：较好", (2,)),
        ("測評 較好", (2,)),
        ("测评 比较好", (2,)),
        ("  测评　一般。", (3,)),
        ("测评 差！", (4,)),
        ("测评 好 好 较好 一般", (1, 1, 2, 3)),
        ("测评好好较好一般", (1, 1, 2, 3)),
        ("测评 好、较好，差", (1, 2, 4)),
        ("@述职助手 测评 好", (1,)),
        ("我要投票 好", (1,)),
        ("投票：好票", (1,)),
        ("测评 好吧", (1,)),
    ],
)
def test_a_typed_vote_is_read_whatever_its_form(text: str, choices: tuple[int, ...]) -> None:
    assert is_typed_vote(text)
    vote = read_typed_vote(text, STEPS)
    assert (vote.code, vote.name, vote.choices(STEPS)) == (None, "", choices)


def test_a_number_or_a_name_tells_which_poll() -> None:
    vote = read_typed_vote("测评 k7 好", STEPS)
    assert (vote.code, vote.name, vote.choices(STEPS)) == (7, "", (1,))
    vote = read_typed_vote("测评 王文例 较好", STEPS)
    assert (vote.code, vote.name, vote.choices(STEPS)) == (None, "王文例", (2,))


@pytest.mark.parametrize(
    "text",
    [
        "测评 不好",
        "测评 不太好",
        "测评 很好",
        "测评 差不多",
        "测评 一般般",
        "测评 好的",
        "测评 好不好",
        "测评 挺好的",
        "测评 较",
    ],
)
def test_what_is_not_exactly_a_step_is_no_choice(text: str) -> None:
    assert is_typed_vote(text)  # and so it is never stored
    vote = read_typed_vote(text, STEPS)
    assert vote.name or vote.choices(STEPS) is None


def test_a_scale_whose_words_contain_one_another() -> None:
    scale = ("称职", "基本称职", "不称职")
    assert read_typed_vote("测评 不称职 称职 基本称职", scale).choices(scale) == (3, 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "测评",
        "测评？",
        "测评结果",
        "测评什么时候开始",
        "测评怎么投",
        "投票开始了吗",
        "开始测评 王文例",
        "结束测评",
        "点评 李思样 工作较好",
        "平时 张三 测评一般",
        "定等 李思样 好",
        "状态",
        "我的票",
        "述职报告写得好",
        "投票记不记名啊",
        *("投票率咋样", "测评率", "測評結束，收票", "投票規則"),
        "测评那个表再发我一遍呗，往上翻找不着了",
    ],
)
def test_other_messages_are_no_votes(text: str) -> None:
    assert not is_typed_vote(text)


@pytest.mark.parametrize(
    "text",
    [
        *("我给王文例投较好", "王文例 测评 好", "我投一个好", "给第三支部投票差"),
        *("测评 都好", "测评都是较好", "测评 全都一般", "测评，我的是差", "投票都选好"),
    ],
)
def test_a_choice_said_in_another_order_is_kept_out_of_the_inbox(text: str) -> None:
    assert is_typed_vote(text)


SATISFACTION = ("满意", "基本满意", "不满意")


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("测评 满意", (1,)),
        ("测评：基本满意", (2,)),
        ("投票 不满意", (3,)),
        ("满意", (1,)),  # the invitation stands right above
        ("基本满意。", (2,)),
        ("测评 基本不满意", None),
        ("很满意", None),
        ("我投不满意", None),
    ],
)
def test_satisfaction_is_said_in_its_own_words(text: str, choices: tuple[int, ...] | None) -> None:
    assert is_typed_vote(text)  # and so it is never stored
    vote = read_typed_vote(text, SATISFACTION)
    assert (vote.choices(SATISFACTION) if not vote.name else None) == choices


@pytest.mark.parametrize(
    "text", ["满意度", "满意度 第三支部", "测评满意度", "测评第三支部满意度", "大家满不满意"]
)
def test_asking_for_satisfaction_is_no_vote(text: str) -> None:
    assert not is_typed_vote(text)


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=24),
    st.sampled_from([" ", "", "　", ",", "、", "\n"]),
)
def test_any_list_of_steps_is_read_back(choices: list[int], gap: str) -> None:
    said = "测评 " + gap.join(STEPS[choice - 1] for choice in choices)
    assert read_typed_vote(said, STEPS).choices(STEPS) == tuple(choices)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    is_typed_vote(text)
    vote = read_typed_vote(text, STEPS)
    choices = vote.choices(STEPS)
    assert choices is None or all(1 <= choice <= 4 for choice in choices)
