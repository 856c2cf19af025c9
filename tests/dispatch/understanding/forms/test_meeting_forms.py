"""What is asked of the meeting, and said of its order and of a speaker, in words."""

import pytest

from bot.dispatch.understanding.forms.meetings import (
    OrderChange,
    OrderSaid,
    SpeechChange,
    SpeechSaid,
    Topic,
    changes_meeting,
    read_names,
    read_order,
    read_speech,
    topics_in,
)
from tests.dispatch.understanding.casts import NUMBERED


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        ("几点开会", {Topic.WHEN_AND_WHERE}),
        ("在哪儿", {Topic.WHEN_AND_WHERE}),
        ("会议改到什么时候了", {Topic.WHEN_AND_WHERE}),
        ("讲几分钟", {Topic.LENGTH}),
        ("我第几个讲", {Topic.TURN}),
        ("什么时候轮到我", {Topic.TURN}),
        ("讲多长时间", {Topic.LENGTH}),
        ("要带什么", {Topic.BRING}),
        ("会议流程", {Topic.AGENDA}),
        ("几点开会，讲多长时间，要准备什么", {Topic.WHEN_AND_WHERE, Topic.LENGTH, Topic.BRING}),
        ("几点开会，在哪，我要带什么", {Topic.WHEN_AND_WHERE, Topic.BRING}),
        ("会议", set()),
    ],
)
def test_a_question_may_ask_for_several_things(said: str, topics: set[Topic]) -> None:
    assert set(topics_in(said)) == topics


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("抽签", OrderSaid(OrderChange.DRAWN)),
        ("抓阄", OrderSaid(OrderChange.DRAWN)),
        ("重新抽签 有同志改为书面述职", OrderSaid(OrderChange.DRAWN, "有同志改为书面述职")),
        ("再抽一次签，原因是有人请假", OrderSaid(OrderChange.DRAWN, "有人请假")),
        ("按名册", OrderSaid(OrderChange.BY_ROSTER)),
        ("按照花名册的顺序", OrderSaid(OrderChange.BY_ROSTER)),
        ("种子 03 11 17", OrderSaid(OrderChange.SEED, "03 11 17")),
        ("种子：别的", OrderSaid(OrderChange.SEED, "别的")),
        ("发言顺序 李四、王五", OrderSaid(OrderChange.ENTERED, "李四、王五")),
        ("述职次序改为：李四、王五", OrderSaid(OrderChange.ENTERED, "李四、王五")),
        ("李四最后讲", OrderSaid(OrderChange.MOVED, "李四")),
        ("李四最先", OrderSaid(OrderChange.MOVED, "李四", 1)),
        ("李四第三个讲", OrderSaid(OrderChange.MOVED, "李四", 3)),
        ("种子", None),
        ("随便", None),
    ],
)
def test_an_order_is_entered_changed_drawn_or_follows_the_roster(
    said: str, order: OrderSaid | None
) -> None:
    assert read_order(said) == order


@pytest.mark.parametrize(
    ("said", "speech"),
    [
        ("书面 任职不足三个月", SpeechSaid(SpeechChange.WRITTEN, "任职不足三个月")),
        ("书面述职：出差", SpeechSaid(SpeechChange.WRITTEN, "出差")),
        ("改为现场", SpeechSaid(SpeechChange.ON_SITE)),
        ("发言", SpeechSaid(SpeechChange.BEGINS)),
        ("发言 6", SpeechSaid(SpeechChange.BEGINS, minutes=6)),
        ("发言结束", SpeechSaid(SpeechChange.ENDS)),
        ("很好", None),
    ],
)
def test_a_speech_is_written_or_given_begins_and_ends(said: str, speech: SpeechSaid | None) -> None:
    assert read_speech(said, "述职") == speech


@pytest.mark.parametrize(
    ("said", "typed", "changes"),
    [
        ("抽签", "会议 抽签", True),
        ("抓阄", "抓阄", True),
        ("再抽一次签 有人请假", "再抽一次签 有人请假", True),
        ("书面 出差", "会议 李四 书面 出差", True),
        ("发言顺序 李四、王五", "发言顺序 李四、王五", True),
        ("书面", "会议 谁书面述职", False),
        ("第几个讲", "李四第几个讲", False),
        ("抽签", "怎么抽签", False),
        ("发言 几分钟", "会议 李四 发言 几分钟", False),
        ("现场 还是 书面", "会议 李四 现场 还是 书面", False),
        ("书面 可以吗", "会议 李四 书面 可以吗", False),
        ("", "会议", False),
        ("随便", "会议 随便", False),
    ],
)
def test_a_question_changes_nothing(said: str, typed: str, *, changes: bool) -> None:
    assert changes_meeting(said, typed) is changes


@pytest.mark.parametrize(
    ("said", "people", "unknown"),
    [
        ("王建国、李淑芬 赵明", ["王建国", "李淑芬", "赵明"], ()),
        ("1. 赵明 2. 王建国", ["赵明", "王建国"], ()),
        ("赵明、诸葛亮", ["赵明"], ("诸葛亮",)),
        ("赵明、赵明", ["赵明", "赵明"], ()),
    ],
)
def test_a_list_of_names_tells_which_are_nobodys(
    said: str, people: list[str], unknown: tuple[str, ...]
) -> None:
    names = read_names(said, NUMBERED, NUMBERED.people[0])
    assert [person.name for person in names.people] == people
    assert names.unknown == unknown
