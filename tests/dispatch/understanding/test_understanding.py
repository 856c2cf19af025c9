"""Rules that hold for every message: canonical forms, filler, free text, denials, and that nothing ever raises."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dispatch.understanding import Heard, Intent, Recent, Slot, Understanding, understand
from bot.domain.people import Person
from tests.dispatch.understanding.casts import INTENTS, NAMED, NUMBERED, TODAY
from tests.dispatch.understanding.phrasings import Phrasing, phrasings, said

ORGANISER = next(person for person in NUMBERED.people if person.name == "吴晓梅")
SECOND, THIRD = NUMBERED.branches[1], NUMBERED.branches[2]
WANG = NUMBERED.people[0]
REASONS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf")),
    min_size=2,
    max_size=40,
)
HAN = st.text(
    st.sampled_from(
        "谁没交投退回受理延期支部书记三二第王李了吗不别要的材料报告,。 再和一下催整改情况完成1"
    ),
    max_size=30,
)


def heard(text: str, recent: Recent | None = None, actor: Person = ORGANISER) -> Understanding:
    return understand(
        text, intents=INTENTS, roster=NUMBERED, today=TODAY, actor=actor, recent=recent
    )


def only(text: str, recent: Recent | None = None) -> Heard:
    (one,) = heard(text, recent).heard
    return one


EXAMPLES = {
    Slot.BRANCH: ("第二支部", SECOND),
    Slot.PERSON: ("王建国", WANG),
    Slot.SUBJECT: ("第三支部", THIRD),
    Slot.DATE: ("2026-12-25", date(2026, 12, 25)),
    Slot.DAYS: ("3天", 3),
    Slot.N: ("2", 2),
    Slot.GRADE: ("较好", "较好"),
    Slot.TEXT: ("问题写得太虚,要再改!", "问题写得太虚,要再改!"),
    Slot.ANONYMOUS: ("匿名", True),
}


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: intent.word)
def test_the_word_alone_is_sure(intent: Intent) -> None:
    assert only(intent.word) == Heard(intent.word, {}, sure=True, because=f"原词「{intent.word}」")


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: intent.word)
def test_the_canonical_form_is_sure_and_comes_back_whole(intent: Intent) -> None:
    slots = sorted(intent.slots, key=lambda slot: slot is Slot.TEXT)
    if intent.names and Slot.TEXT not in intent.required:
        slots.remove(Slot.TEXT)  # 「全部」 stands there instead of a name
    text = " ".join([intent.word, *(EXAMPLES[slot][0] for slot in slots)])
    one = only(text)
    assert (one.intent, one.sure) == (intent.word, True)
    assert one.args == {slot: EXAMPLES[slot][1] for slot in slots}


@given(reason=REASONS)
def test_a_reason_is_kept_as_typed_or_the_request_is_not_sure(reason: str) -> None:
    result = heard(f"退回 第二支部 因{reason}")
    for one in result.heard:
        if one.sure and one.intent == "退回":
            assert one.args[Slot.TEXT] == "因" + reason


@pytest.mark.parametrize(
    "reason",
    [
        "問題寫得太虛",
        "Word 版 打不开(乱码)",
        "１、太空；2、没数据……",
        "缺“个人履职”！",
        "状态不好,谁没交也写上",
    ],
)
def test_free_text_is_verbatim(reason: str) -> None:
    assert only(f"退回 第二支部 {reason}").args[Slot.TEXT] == reason
    assert only(f"点评 王建国 {reason}").args[Slot.TEXT] == reason
    assert only(f"我想反馈一下,{reason}").args[Slot.TEXT] == reason


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("把第二支部退回（一）字数超了；（二）太空", "（一）字数超了；（二）太空"),
        ("第二支部退回去，(见批注)第二段要改", "(见批注)第二段要改"),
        ("退第二支部(问题太空)", "问题太空"),
        ("退第二支部(因为问题太空)。", "问题太空"),
    ],
)
def test_a_bracket_is_left_out_only_where_it_holds_all(said: str, text: str) -> None:
    assert only(said).args[Slot.TEXT] == text


@settings(max_examples=300)
@given(text=st.one_of(st.text(max_size=60), HAN), person=st.sampled_from(NUMBERED.people))
def test_nothing_raises_and_something_is_always_answered(text: str, person: Person) -> None:
    result = heard(text, Recent(SECOND, WANG, "详情"), person)
    assert result.heard or result.doubt or len(result.nearest) == 3
    assert all(len(result.doubt.choices) <= 4 for _ in [0] if result.doubt)


@settings(max_examples=300)
@given(text=HAN)
def test_an_act_is_sure_only_when_the_message_begins_with_its_word(text: str) -> None:
    for one in heard(text).heard:
        intent = next(intent for intent in INTENTS if intent.word == one.intent)
        if one.sure and intent.alters(ORGANISER, one.args.keys()):
            assert text.strip(" ,。").startswith(one.intent)


FILLED = [
    case
    for case in phrasings("train")
    if not case.expected.startswith(("-", "?", "!")) and "text=" not in case.expected
]


@cache
def by_itself(case: Phrasing) -> str:
    """What is said without a polite word, with which each of them is compared."""
    return said(case.understood(), case)


@pytest.mark.parametrize(
    ("before", "after"),
    [("请", ""), ("麻烦", ""), ("嗯,", ""), ("", "谢谢"), ("", "哈"), ("@述职助手 ", "")],
)
def test_politeness_changes_nothing(before: str, after: str) -> None:
    changed = []
    for case in FILLED[::16]:
        polite = type(case)(
            before + case.text + after, case.cast, case.actor, case.recent, case.expected
        )
        if said(polite.understood(), case) != by_itself(case):
            changed.append(polite.text)
    assert not changed


def test_an_act_understood_loosely_is_not_sure() -> None:
    one = only("把第二支部的退回去,问题写得太虚")
    assert (one.intent, one.sure) == ("退回", False)
    assert one.args == {Slot.BRANCH: SECOND, Slot.TEXT: "问题写得太虚"}
    assert "退回" in one.because


def test_a_question_understood_loosely_is_sure() -> None:
    assert only("还有谁没交").sure


def test_what_is_waved_off_is_not_done() -> None:
    result = heard("别退回第二支部")
    assert not result.heard
    assert result.doubt
    assert (result.doubt.intent, result.doubt.choices) == ("退回", ())


def test_a_question_about_an_act_is_asked_back_with_its_state_first() -> None:
    result = heard("要不要催一下?")
    assert not result.heard
    assert result.doubt
    assert [choice.intent for choice in result.doubt.choices if isinstance(choice, Heard)] == [
        "谁没交",
        "催交",
    ]


def test_two_of_one_name_are_asked_back() -> None:
    doubt = heard("张伟的材料到了吗").doubt
    assert doubt
    assert (doubt.intent, doubt.slot, doubt.said) == ("详情", Slot.SUBJECT, "张伟")
    assert [
        person.branch.name
        for person in doubt.choices
        if isinstance(person, Person) and person.branch
    ] == [
        "第一支部",
        "第四支部",
    ]


def test_a_name_that_nobody_bears_is_not_claimed() -> None:
    one = only("详情 张三丰")
    assert (one.args, one.unmatched) == ({}, "张三丰")
    assert "张三丰" in one.because


def test_a_name_that_looks_like_others_is_asked_back() -> None:
    doubt = heard("详情 李淑").doubt
    assert doubt
    assert [choice.name for choice in doubt.choices if isinstance(choice, Person)] == ["李淑芬"]


def test_a_wish_to_stay_anonymous_is_never_overheard() -> None:
    one = only("反馈,请不要写我的名字,会议开得太长")
    assert one.args == {Slot.ANONYMOUS: True, Slot.TEXT: "会议开得太长"}
    assert not one.sure


def test_a_statement_is_no_order() -> None:
    assert not only("公布了").sure


def test_a_very_long_message_keeps_its_text() -> None:
    reason = "问题写得太虚,要补充具体事例。" * 400
    assert only(f"退回 第二支部 {reason}").args[Slot.TEXT] == reason
    assert only(f"我想反馈一下,{reason}").args[Slot.TEXT] == reason


def test_a_pronoun_means_what_was_just_spoken_of() -> None:
    assert only("这个支部的材料到了吗", Recent(branch=SECOND)).args == {Slot.SUBJECT: SECOND}
    assert only("他的票投完了没", Recent(person=WANG)).args == {Slot.PERSON: WANG}


def test_a_pronoun_without_anything_spoken_of_names_nobody() -> None:
    assert all(not one.args for one in heard("他的材料到了吗").heard)


def test_an_intent_without_lexicon_is_understood_by_its_word() -> None:
    intents = (*INTENTS, Intent("年历"))
    result = understand(
        "看一下年历", intents=intents, roster=NAMED, today=TODAY, actor=NAMED.people[0]
    )
    assert [one.intent for one in result.heard] == ["年历"]


def test_a_branch_of_another_department_is_not_ours() -> None:
    assert only("化学系第三支部的材料到了吗").unmatched == "化学系第三支部"


def test_without_intents_or_people_there_is_still_an_answer() -> None:
    assert (
        understand("谁没交", intents=(), roster=NUMBERED, today=TODAY, actor=ORGANISER)
        == Understanding()
    )


@settings(max_examples=200)
@given(text=HAN, favoured=st.sets(st.sampled_from([intent.word for intent in INTENTS])))
def test_what_is_open_for_him_makes_no_act_surer(text: str, favoured: set[str]) -> None:
    weighed = understand(
        text,
        intents=INTENTS,
        roster=NUMBERED,
        today=TODAY,
        actor=ORGANISER,
        favoured=favoured,
    )
    assert _sure_acts(weighed) <= _sure_acts(heard(text))


def _sure_acts(meant: Understanding) -> set[str]:
    words = {intent.word: intent for intent in INTENTS}
    return {
        repr(one)
        for one in meant.heard
        if one.sure and words[one.intent].alters(ORGANISER, one.args.keys())
    }
