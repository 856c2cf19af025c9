import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.drafting import (
    Material,
    OwnProblem,
    is_near,
    merged,
    promised,
    said_of_the_author,
    without_speaker,
)
from bot.domain.evaluation.opinion import Half

LACKING = Half.LACKING


def texts(*materials: Material) -> list[str]:
    return [sentence.text for sentence in merged(materials)]


def test_what_two_people_say_stands_once_with_both_sources() -> None:
    (sentence,) = merged(
        [Material("谈心谈话偏少", "甲", LACKING), Material("谈心谈话还是偏少", "乙", LACKING)]
    )
    assert (sentence.text, sentence.source) == ("谈心谈话还是偏少。", "甲；乙")


def test_what_is_said_of_one_matter_is_one_sentence() -> None:
    said = Material("谈心谈话还不够经常", "甲", LACKING)
    own = Material("谈心谈话覆盖不全", "本人查摆", LACKING, said=False)
    (sentence,) = merged([said, own])
    assert sentence.text == "谈心谈话还不够经常，覆盖不全。"
    assert sentence.said


def test_sentences_of_one_matter_stand_together() -> None:
    assert texts(
        Material("调研走访偏少", "甲", LACKING),
        Material("支部品牌不够突出", "甲", LACKING),
        Material("多数调查研究停留在听汇报", "乙", LACKING),
    ) == ["调研走访偏少。", "多数调查研究停留在听汇报。", "支部品牌不够突出。"]


def test_the_occasion_of_a_visit_is_no_matter() -> None:
    assert texts(
        Material("调研了解到，材料字号太小", "甲", LACKING),
        Material("党课听完没有跟踪", "甲", LACKING),
        Material("调查研究不够深入", "乙", LACKING),
    ) == ["调研了解到，材料字号太小。", "党课听完没有跟踪。", "调查研究不够深入。"]


def test_praise_and_criticism_of_one_matter_are_never_joined() -> None:
    assert texts(
        Material("谈心谈话经常", "甲", Half.ACHIEVED), Material("谈心谈话不经常", "乙", LACKING)
    ) == ["谈心谈话经常。", "谈心谈话不经常。"]


@given(st.lists(st.text(alphabet="谈心话调研少多不够。，", max_size=12), max_size=8))
def test_no_source_is_lost(said: list[str]) -> None:
    materials = [Material(text, f"第{n}位", LACKING) for n, text in enumerate(said)]
    sentences = merged(materials)
    kept = "；".join(sentence.source for sentence in sentences).split("；")
    expected = [one.source for one in materials if one.text.strip(" 。，")]
    assert sorted(kept) == sorted(expected or [""])
    assert all(sentence.half is LACKING for sentence in sentences)


@pytest.mark.parametrize(
    ("measure", "content"),
    [
        (
            "从严从细管理。2027年1月支委会重新明确请假要求，由我在会上说明；缺项当月补齐，6月底前评议。",
            "2027年1月支委会重新明确请假要求，由本人在会上说明，6月底前评议",
        ),
        ("逐一视频谈话，6月底前完成", "逐一视频谈话，6月底前完成"),
        ("从严从细管理。", ""),
        ("进一步加强学习，提高认识", ""),
        ("", ""),
    ],
)
def test_a_measure_is_told_with_what_is_to_be_done_and_until_when(
    measure: str, content: str
) -> None:
    assert promised(measure) == content


@pytest.mark.parametrize(
    ("own_words", "others_words"),
    [
        ("我自己学习抓得不紧", "本人学习抓得不紧"),
        ("我本人调研少，由我个人负责", "本人调研少，由本人负责"),
        ("我们支部组织生活单一", "支部组织生活单一"),
        ("我所在的党支部人员分散", "党支部人员分散"),
        ("我们对学生党员关心不够", "支部对学生党员关心不够"),
        ("我们系实验任务重，我谈心谈话偏少", "我系实验任务重，本人谈心谈话偏少"),
        ("开展批评和自我批评不够", "开展批评和自我批评不够"),
        ("忘我精神不足，对我国国情了解不深", "忘我精神不足，对我国国情了解不深"),
    ],
)
def test_an_opinion_is_not_in_the_authors_own_voice(own_words: str, others_words: str) -> None:
    assert said_of_the_author(own_words) == others_words
    assert OwnProblem(f"{own_words}。细节在后。", "", "本人").head == others_words
    assert promised(f"{own_words}，6月底前改好") == f"{others_words}，6月底前改好"


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("我自己看调研偏少", "调研偏少"),
        ("我觉得，讲得实在", "讲得实在"),
        ("个人认为措施偏虚", "措施偏虚"),
        ("我的感觉是办法不多", "办法不多"),
        ("我看过两次主题党日，都认真", "我看过两次主题党日，都认真"),
        ("讲得实在", "讲得实在"),
    ],
)
def test_a_leaders_view_is_told_as_the_committees(remark: str, told: str) -> None:
    assert without_speaker(remark) == told


@given(st.text(max_size=40), st.text(max_size=40))
def test_nearness_is_the_same_both_ways(first: str, second: str) -> None:
    assert is_near(first, second) == is_near(second, first)
    assert is_near(first, first)
