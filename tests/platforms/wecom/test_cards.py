import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import (
    Card,
    CardState,
    CardStyle,
    ClickAnswer,
    Link,
    Message,
    Option,
    Question,
)
from bot.platforms.wecom import cards, outgoing
from bot.ports import SendFailed
from tests.platforms.wecom import samples
from tests.simulators.wecom import rules

SCALE = tuple(Option(str(index), text) for index, text in enumerate(["好", "较好", "一般", "差"]))


def question(
    key: str = "overall", title: str = "总体评价", options: tuple[Option, ...] = SCALE
) -> Question:
    return Question(key, title, options)


POLL = Card("poll-7", "测评：第一支部 王书记", "请选择", (question(),))
SHEET = Card("poll-8", "测评", "每项都选", tuple(question(f"q{n}", f"第{n}项") for n in range(3)))
CONFIRM = Card(
    "ask-9",
    "公布结果",
    "由您确认",
    (question("q", "?", (Option("yes", "确认"), Option("no", "取消"))),),
    CardStyle.BUTTONS,
)
ALL = [POLL, SHEET, CONFIRM, Card("note-1", "通知", "仅供阅读")]


def many(count: int) -> tuple[Option, ...]:
    return tuple(Option(str(number), f"第{number}项") for number in range(count))


def test_a_poll_is_a_vote_card() -> None:
    template = cards.to_template(POLL, delivery="d")
    assert template["card_type"] == "vote_interaction"
    assert template["main_title"] == {"title": "测评：第一支部 王书记", "desc": "总体评价：请选择"}
    assert template["checkbox"]["mode"] == 0
    assert [option["text"] for option in template["checkbox"]["option_list"]] == [
        "好",
        "较好",
        "一般",
        "差",
    ]
    assert set(template) <= set(samples.load("cards/vote_interaction.json"))


def test_three_questions_are_one_card() -> None:
    template = cards.to_template(SHEET, delivery="d")
    assert template["card_type"] == "multiple_interaction"
    assert [select["title"] for select in template["select_list"]] == ["第0项", "第1项", "第2项"]
    assert set(template) <= set(samples.load("cards/multiple_interaction.json"))


def test_a_pressed_button_comes_back_as_question_and_option() -> None:
    template = cards.to_template(CONFIRM, delivery="d")
    assert template["card_type"] == "button_interaction"
    assert [cards.pressed(button["key"]) for button in template["button_list"]] == [
        {"q": ("yes",)},
        {"q": ("no",)},
    ]
    assert set(template) <= set(samples.load("cards/button_interaction.json"))


def test_no_step_of_a_ballot_is_set_off() -> None:
    leaf = dataclasses.replace(POLL, style=CardStyle.BUTTONS)
    styles = [button["style"] for button in cards.to_template(leaf, delivery="d")["button_list"]]
    assert len(styles) == 4
    assert len(set(styles)) == 1
    confirm = cards.to_template(CONFIRM, delivery="d")["button_list"]
    assert [button["style"] for button in confirm] == [1, 4]


def test_a_card_that_goes_alone_says_everything_and_leads_to_the_page() -> None:
    leaf = dataclasses.replace(POLL, style=CardStyle.BUTTONS, text="1／8")
    link = Link("打开测评表", "https://votes.example/sheet/1-abc")
    [part] = outgoing.parts(Message("这是您的测评表。", leaf, link=link), "d", alone=True)
    assert isinstance(part, outgoing.CardPart)
    assert part.template["sub_title_text"] == "这是您的测评表。\n1／8\n打开测评表：请点这里。"
    assert part.template["card_action"] == {"type": 1, "url": link.url}
    assert rules.verdict(part.template) == rules.OK
    text, card = outgoing.parts(Message("这是您的测评表。", leaf, link=link), "d")
    assert isinstance(text, outgoing.TextPart)
    assert text.text.endswith("[打开测评表](https://votes.example/sheet/1-abc)")
    assert isinstance(card, outgoing.CardPart)


def test_a_card_that_does_not_fit_is_left_to_its_page() -> None:
    marks = Card(
        "p-9-s1-0a", "1／8", "", tuple(question(str(n), options=many(12)) for n in range(3))
    )
    link = Link("打开测评表", "https://votes.example/sheet/1-abc")
    [part] = outgoing.parts(Message("这是您的测评表。", marks, link=link), "d")
    assert isinstance(part, outgoing.TextPart)
    assert link.url in part.text
    with pytest.raises(SendFailed, match="不合企业微信的限制") as failed:
        outgoing.parts(Message("这是您的测评表。", marks), "d")
    assert failed.value.permanent


@pytest.mark.parametrize("number", range(1, 21))
def test_any_number_of_buttons_up_to_twenty_is_a_card(number: int) -> None:
    """A sheet that is filled offers a button for each of its subjects."""
    overview = Card("p-7-s1-0a", "测评表已填完", "已填", (question("go", options=many(number)),))
    overview = dataclasses.replace(overview, style=CardStyle.BUTTONS)
    for template in (
        cards.to_template(overview, delivery="d"),
        cards.after_click(ClickAnswer(accepted=True, notice="已收到。已填", card=overview), "t"),
    ):
        assert rules.verdict(template, update=True) in (rules.OK, rules.BAD_ACTION)
        if number > 6:
            assert template["card_type"] == "vote_interaction"
            assert [one["id"] for one in template["checkbox"]["option_list"]] == [
                str(place) for place in range(number)
            ]


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_any_ids_survive_a_button(question_id: str, option_id: str) -> None:
    card = Card(
        "c", "t", "", (Question(question_id, "?", (Option(option_id, "好"),)),), CardStyle.BUTTONS
    )
    button = cards.to_template(card, delivery="d")["button_list"][0]
    assert cards.pressed(button["key"]) == {question_id: (option_id,)}


@pytest.mark.parametrize("card", ALL, ids=lambda card: card.id)
def test_the_server_takes_every_card(card: Card) -> None:
    assert rules.verdict(cards.to_template(card, delivery="d")) == rules.OK


@pytest.mark.parametrize("card", ALL, ids=lambda card: card.id)
@pytest.mark.parametrize("state", list(CardState))
def test_the_server_takes_every_update(card: Card, state: CardState) -> None:
    answer = ClickAnswer(accepted=True, notice="已收到，截止前可修改", state=state, card=card)
    template = cards.after_click(answer, "poll-7@x")
    assert rules.verdict(template, update=True) == rules.OK
    assert template["task_id"] == "poll-7@x"


def test_task_ids_are_unique_per_delivery_and_the_same_on_every_try() -> None:
    first, again, other = (
        cards.to_template(POLL, delivery=key)["task_id"] for key in ("a", "a", "b")
    )
    assert first == again != other
    assert cards.card_id(first) == cards.card_id(other) == "poll-7"


def test_an_answered_poll_can_be_answered_again_and_shows_no_choice() -> None:
    answer = ClickAnswer(
        accepted=True, notice="已收到，截止前可修改", state=CardState.ANSWERED, card=POLL
    )
    template = cards.after_click(answer, "t")
    assert template["main_title"]["desc"] == "已收到，截止前可修改"
    assert "disable" not in template["checkbox"]
    assert all(set(option) == {"id", "text"} for option in template["checkbox"]["option_list"])


@pytest.mark.parametrize("card", [POLL, SHEET])
def test_a_closed_poll_cannot_be_answered(card: Card) -> None:
    template = cards.after_click(
        ClickAnswer(accepted=False, notice="测评已结束", state=CardState.CLOSED, card=card), "t"
    )
    holders = [template["checkbox"]] if "checkbox" in template else template["select_list"]
    assert all(holder["disable"] for holder in holders)


def test_a_used_button_is_gone() -> None:
    template = cards.after_click(
        ClickAnswer(accepted=True, notice="已公布", state=CardState.ANSWERED, card=CONFIRM), "t"
    )
    assert template["card_type"] == "text_notice"
    assert template["sub_title_text"] == "已公布"
    assert template["card_action"]["url"].startswith("https://")


@pytest.mark.parametrize("card", [POLL, CONFIRM])
@pytest.mark.parametrize("state", list(CardState))
def test_every_update_carries_what_the_platform_may_insist_on(card: Card, state: CardState) -> None:
    """Refused for its want (42045), a ballot would become a notice that nobody can fill in again."""
    template = cards.after_click(
        ClickAnswer(accepted=True, notice="已收到", state=state, card=card), "t"
    )
    assert template["card_action"]["url"].startswith("https://")


def test_an_update_is_for_the_clicker_alone() -> None:
    body = cards.update_body(cards.notice("好", "t"), "zhangsan")
    assert body["userids"] == ["zhangsan"]
    assert body["response_type"] == "update_template_card"
    assert "userids" not in cards.update_body(
        cards.notice("还剩 3 分钟", "t"), "zhangsan", for_all=True
    )


def test_long_texts_are_cut_visibly_and_told_in_full_before_the_card() -> None:
    card = dataclasses.replace(POLL, title="题" * 40, text="字" * 100)
    template = cards.to_template(card, delivery="d")
    assert template["main_title"]["title"] == "题" * 25 + "…"
    assert len(template["main_title"]["desc"]) == 30
    assert "题" * 40 in cards.overflow(card)
    assert "字" * 100 in cards.overflow(card)
    assert cards.overflow(POLL) == ""


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        (Card("c", "t", "", (question(options=many(21)),)), "20"),
        (Card("c", "t", "", (question(options=()),)), "1 到 20"),
        (Card("c", "t", "", (question("a", options=many(10)), question("b"))), "1 到 9"),
        (Card("c", "t", "", tuple(question(str(n)) for n in range(4))), "最多 3 个问题"),
        (Card("c", "t", "", (question("a"), question("a"))), "问题编号不能重复"),
        (Card("c", "t", "", (question(options=many(21)),), CardStyle.BUTTONS), "1 到 20"),
        (Card("c", "t", "", (question("a"), question("b")), CardStyle.BUTTONS), "只有一个问题"),
        (Card("c", "t", "", (question(options=(SCALE[0], SCALE[0])),)), "选项编号不能重复"),
        (Card("c", "t", "", (question(options=(Option("x" * 129, "好"),)),)), "128 字节"),
        (Card("c", "t", "", (question(options=(Option("x", " "),)),)), "没有文字"),
        (
            Card(
                "c",
                "t",
                "",
                (question(options=(Option("a", "同" * 12 + "甲"), Option("b", "同" * 12 + "乙"))),),
            ),
            "无法区分",
        ),
        (Card("c", "t", "", (question("题" * 400),)), "1024 字节"),
        (
            Card("c", "t", "", (dataclasses.replace(question("a"), multi=True), question("b"))),
            "不能多选",
        ),
        (Card("编号", "t", "", (question(),)), "卡片编号"),
        (Card("x" * 65, "t", "", (question(),)), "卡片编号"),
    ],
)
def test_a_card_beyond_a_hard_limit_is_a_loud_mistake(card: Card, sentence: str) -> None:
    with pytest.raises(cards.CardInvalid, match=sentence):
        cards.to_template(card, delivery="d")
