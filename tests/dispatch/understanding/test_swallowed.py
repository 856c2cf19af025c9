"""A second request is not lost in the text of the first, and no text is cut for a word in it."""

import pytest

from bot.dispatch.understanding import Slot, Understanding, understand
from bot.domain.people import Person
from tests.dispatch.understanding.casts import INTENTS, NUMBERED, TODAY

ORGANISER = next(person for person in NUMBERED.people if person.name == "吴晓梅")
WORDS = {intent.word: intent for intent in INTENTS}


def heard(text: str, actor: Person = ORGANISER) -> Understanding:
    return understand(text, intents=INTENTS, roster=NUMBERED, today=TODAY, actor=actor)


@pytest.mark.parametrize(
    ("said", "words", "texts"),
    [
        ("定等孙德胜较好，意见拟一份", ["定等", "意见"], [None, None]),
        ("定等 王建国 较好。公布结果", ["定等", "公布"], [None, None]),
        ("点评王建国，措施不实；等次定较好", ["点评", "定等"], ["措施不实", None]),
        ("点评王建国：讲得实在；意见也拟一份", ["点评", "意见"], ["讲得实在", None]),
        ("点评 王建国 措施不实，请下一位", ["点评", "下一位"], ["措施不实", None]),
        ("退回第一支部，缺数据，第二支部也退", ["退回", "退回"], ["缺数据", None]),
        ("退回第一支部，缺数据。离退休也退", ["退回", "退回"], ["缺数据", None]),
        ("退回 第一支部 缺数据，延三天", ["退回", "延期"], ["缺数据", None]),
        ("退回 第一支部 缺数据，顺便催一下第二支部", ["退回", "催交"], ["缺数据", None]),
        ("平时 王建国 常下寝室。催一下第二支部", ["平时", "催交"], ["常下寝室", None]),
        ("定等 王建国 较好，李淑芬一般", ["定等", "定等"], [None, None]),
        ("点评 王建国 措施不实。详情也给我看看", ["点评", "详情"], ["措施不实", None]),
        ("点评 王建国 讲得实，李淑芬讲得虚", ["点评", "点评"], ["讲得实", "讲得虚"]),
        (
            "平时 王建国 爱学习。孙德胜：爱劳动，肯吃苦",
            ["平时", "平时"],
            ["爱学习", "爱劳动，肯吃苦"],
        ),
        ("请假 出差，会议纪要发我一份", ["请假", "会议"], ["出差", None]),
        ("承诺 每月讲一次党课，会议安排发我一下", ["承诺", "会议"], ["每月讲一次党课", None]),
        ("送达 王建国 已当面反馈，意见拟一份", ["送达", "意见"], ["已当面反馈", None]),
    ],
)
def test_both_are_asked_in_order(said: str, words: list[str], texts: list[str | None]) -> None:
    requests = heard(said).heard
    assert [one.intent for one in requests] == words
    assert [one.args.get(Slot.TEXT) for one in requests] == texts
    for one in requests:
        assert not (one.sure and WORDS[one.intent].alters(ORGANISER, one.args.keys()))


@pytest.mark.parametrize(
    "said",
    [
        "点评 王建国|退回的次数太多，整改不到位，总体较好",
        "点评 王建国|问题整改还要抓紧，退回去的材料改得认真",
        "点评 王建国|报告退回过两次，等次建议较好",
        "点评 王建国|催交及时，请假制度严",
        "平时 王建国|常下寝室，帮忙协调实验室",
        "点评 王建国|讲得实，比李淑芬好",
        "平时 王建国|常下寝室，张伟生病他去看望",
        "退回 第一支部|缺签字，请补签后重新提交",
        "退回 第一支部|缺数据，给他三天补",
        "定等 孙德胜 较好，|群众测评较好",
        "定等 孙德胜 较好，|意见一致",
        "完成 2|已催交两次，意见建议都反馈了",
        "需要帮助 2|经费没批，麻烦催一下财务",
        "承诺|把请假制度定下来，公示一次",
        "核验 第五支部 1，|退回，照片看不清",
        "软弱涣散 第三支部|责任人：周敏；时限：2027年6月底；满意度：95%（发放20份）",
        "请假|那天有课，受理的事请吴晓梅代办",
        "会议|12月28日上午9点 报告厅，请假的提前说",
    ],
)
def test_what_follows_is_its_text(said: str) -> None:
    command, text = said.split("|")
    (one,) = heard(f"{command} {text}").heard
    assert (one.sure, one.args[Slot.TEXT]) == (True, text)


@pytest.mark.parametrize("said", ["点评：光说不练。对象王建国。", "点评：光说不练，说的是王建国"])
def test_a_remark_may_tell_behind_whom_it_is_about(said: str) -> None:
    (one,) = heard(said).heard
    person = next(person for person in NUMBERED.people if person.name == "王建国")
    assert (one.args[Slot.PERSON], one.args[Slot.TEXT]) == (person, "光说不练")
    assert not one.sure


@pytest.mark.parametrize(
    "said",
    [
        "定等 王建国 较好，钱多多一般",
        "定等 王建国 好 ，老钱较好",
        "定等 王建国 较好，赵明的也定一下",
    ],
)
def test_what_may_be_the_grade_of_another_is_no_reason_unasked(said: str) -> None:
    assert not any(one.sure and WORDS[one.intent].changes for one in heard(said).heard)


def test_a_decision_on_many_is_sure_however_many_it_names() -> None:
    (one,) = heard("等次：好 王建国、李淑芬。12月29日党总支会议研究").heard
    assert (one.intent, one.sure) == ("等次", True)


def test_a_list_of_remarks_is_for_its_handler_to_read() -> None:
    (one,) = heard("平时\n王建国 常下寝室，守纪律\n李淑芬 爱学习").heard
    assert (one.intent, one.sure) == ("平时", True)
