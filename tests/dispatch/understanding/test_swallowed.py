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
        ("送达 王建国 已当面反馈，意见拟一份", ["送达", "意见"], ["已当面反馈", None]),
    ],
)
def test_both_are_asked_in_order(said: str, words: list[str], texts: list[str | None]) -> None:
    requests = heard(said).heard
    assert [one.intent for one in requests] == words
    assert [one.args.get(Slot.TEXT) for one in requests] == texts
    assert not any(one.sure and WORDS[one.intent].changes for one in requests)


@pytest.mark.parametrize(
    "said",
    [
        "点评 王建国|退回的次数太多，整改不到位，总体较好",
        "点评 王建国|问题整改还要抓紧，退回去的材料改得认真",
        "点评 王建国|报告退回过两次，等次建议较好",
        "点评 王建国|催交及时，请假制度严",
        "平时 王建国|常下寝室，帮忙协调实验室",
        "退回 第一支部|缺签字，请补签后重新提交",
        "退回 第一支部|缺数据，给他三天补",
        "定等 孙德胜 较好，|群众测评较好",
        "定等 孙德胜 较好，|意见一致",
        "完成 2|已催交两次，意见建议都反馈了",
        "需要帮助 2|经费没批，麻烦催一下财务",
        "承诺|把请假制度定下来，公示一次",
        "核验 第五支部 1，|退回，照片看不清",
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
