"""The bot's own card: what it is made of, what a tap sends, what the clicker sees."""

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.polls.cards import ballot_cards
from bot.domain.polls.typed import is_typed_vote, read_typed_vote
from bot.messages import (
    Card,
    CardState,
    CardStyle,
    Chat,
    ChatKind,
    Click,
    ClickAnswer,
    Option,
    Question,
)
from bot.platforms.dingtalk import buttons, cards, frames, outgoing
from bot.platforms.pieces import split
from tests.domain.test_polls.sheets import terms
from tests.platforms.dingtalk import samples
from tests.platforms.dingtalk.stage import BALLOT, GROUP_CHAT, LISI, SCALE

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
RELEASE = Card(
    "r-0123456789abcdef",
    "请确认公布测评结果",
    "何勤样请您核对",
    (Question("choice", "", (Option("yes", "确认"), Option("no", "取消"))),),
    CardStyle.BUTTONS,
)


def frame(data: dict[str, Any], message_id: str = "f1") -> frames.Frame:
    return frames.Frame("CALLBACK", frames.CARD, message_id, "1796115600000", "", data)


def tapped(content: object, **more: object) -> Click | None:
    data = {
        "type": "actionCallback",
        "outTrackId": "p-7-0-0a1b2c3d@k",
        "userId": "lisi",
        "content": content,
    } | more
    update = cards.to_update(frame(data), arrived=NOW)
    assert update is not None
    return update.click


def private(ids: list[str], params: dict[str, object] | None = None) -> str:
    return json.dumps({"cardPrivateData": {"actionIds": ids, "params": params or {}}})


@pytest.mark.parametrize(
    ("content", "values"),
    [
        (private(["0=2."]), {"0": ("2",)}),
        (private(["0=2.1"]), {"0": ("2",)}),  # the platform's own number behind the mark
        (private(["0=2.17"]), {"0": ("2",)}),
        (private(["0=2"]), {"0": ("2",)}),  # of a card from before the mark
        (private(["node_1"], {"id": "choice=yes"}), {"choice": ("yes",)}),
        (
            private(["submit"], {"form": {"0": "1", "1": {"index": 1, "value": "2"}}}),
            {"0": ("1",), "1": ("2",)},
        ),
        (private(["submit"], {"form": json.dumps({"0": "1"})}), {"0": ("1",)}),
        (private([], {"0": "3"}), {"0": ("3",)}),
        (private([], {"0": ["1", "2"]}), {"0": ("1", "2")}),
        (json.dumps({"actionIds": ["0=4"], "params": {}}), {"0": ("4",)}),
        (
            json.dumps({"cardPrivateData": {"actionIds": ["x"]}, "params": {"0": "1"}}),
            {"0": ("1",)},
        ),
        ("not JSON", {}),
        ({"cardPrivateData": {"actionIds": "x"}}, {}),
    ],
)
def test_what_a_tap_sends(content: object, values: dict[str, tuple[str, ...]]) -> None:
    assert tapped(content) == Click("p-7-0-0a1b2c3d", values)


def test_older_documents_call_the_content_value() -> None:
    assert tapped(None, value=private(["0=2"])) == Click("p-7-0-0a1b2c3d", {"0": ("2",)})


def test_recorded_taps_are_read() -> None:
    agreed = cards.to_update(frame(samples.load("real_card_callback_agree.json")), arrived=NOW)
    assert agreed is not None
    assert (agreed.sender.account, agreed.chat.kind) == ("01054707111933827299", ChatKind.DIRECT)
    assert agreed.click is not None
    assert agreed.click.values["status"] == ("agree",)
    documented = cards.to_update(frame(samples.load("card_docs2026_callback_0.json")), arrived=NOW)
    assert documented is not None
    voted = dict(
        line.split("=", 1) for line in samples.text("real_card_callback_vote.txt").splitlines()[:2]
    )
    content = json.loads(voted["content"])
    assert tapped(content) == Click("p-7-0-0a1b2c3d", {"vote": ("up",)})


def test_a_tap_in_the_group_tells_where_and_when() -> None:
    data = {
        "type": "actionCallback",
        "outTrackId": "p-1-0-00@k",
        "userId": "lisi",
        "content": private(["0=1"]),
    }
    update = cards.to_update(
        frame(data | {"spaceId": "cid1==", "spaceType": "IM_GROUP"}, "frame-9"), arrived=NOW
    )
    assert update is not None
    assert (update.chat, update.message_id) == (Chat(ChatKind.GROUP, "cid1=="), "frame-9")
    assert update.sent_at == datetime.fromtimestamp(1796115600, UTC)


@pytest.mark.parametrize("missing", ["userId", "outTrackId"])
def test_a_tap_of_nobody_or_on_nothing_is_none(missing: str) -> None:
    data: dict[str, Any] = {
        "outTrackId": "p-1-0-00@k",
        "userId": "lisi",
        "content": private(["0=1"]),
    }
    assert cards.to_update(frame(data), arrived=NOW) is not None
    assert cards.to_update(frame(data | {missing: ""}), arrived=NOW) is None
    assert cards.to_update(frame(data | {"type": "other"}), arrived=NOW) is None


@given(
    st.recursive(
        st.none() | st.text(max_size=6),
        lambda x: st.dictionaries(st.text(max_size=6), x, max_size=3),
    )
)
def test_no_content_breaks_it(content: object) -> None:
    assert tapped(content) is not None
    assert tapped(json.dumps(content)) is not None


def test_one_question_is_one_tap_and_several_are_a_form() -> None:
    single = cards.public_params(BALLOT)
    assert single is not None
    assert single["kind"] == "buttons"
    assert json.loads(single["buttons"])[1] == {"text": "较好", "id": "0=2."}
    rows = tuple(
        Question(str(place), title, SCALE)
        for place, title in enumerate(["总体评价", "履职", "作风"])
    )
    several = cards.public_params(Card("p-1-0-00", "测评", "", rows))
    assert several is not None
    assert several["kind"] == "form"
    assert [field["label"] for field in json.loads(several["form"])["fields"]] == [
        "总体评价",
        "履职",
        "作风",
    ]


def test_what_does_not_fit_the_template_is_told_in_words() -> None:
    long = Card("r-1", "核对", "很长的说明" * 100, RELEASE.questions, CardStyle.BUTTONS)
    assert cards.public_params(long) is None
    many = Card(
        "p-1-0-00", "测评", "", tuple(Question(str(n), f"第 {n} 行", SCALE) for n in range(12))
    )
    assert cards.public_params(many) is None


def test_the_clicker_s_view_shows_no_choice_and_is_his_alone() -> None:
    answer = ClickAnswer(
        accepted=True, notice="已收到，截止前可修改。", state=CardState.ANSWERED, card=BALLOT
    )
    response = cards.callback_response(answer)
    assert set(response) == {"cardUpdateOptions", "userPrivateData"}
    assert response["userPrivateData"]["cardParamMap"] == {
        "state": "answered",
        "notice": "已收到，截止前可修改。",
    }
    everybody = cards.callback_response(dataclasses.replace(answer, for_all=True))
    assert everybody["cardData"]["cardParamMap"] == cards.public_params(BALLOT)
    long = cards.private_params(ClickAnswer(accepted=False, notice="长" * 1000))["notice"]
    assert len(long.encode()) <= 1024
    assert long.endswith("…")


@pytest.mark.parametrize("chat", [GROUP_CHAT, LISI])
def test_create_and_deliver_is_shaped_as_documented(chat: Chat) -> None:
    documented = samples.body("api_docs2026_card_createAndDeliver_0.http.txt")
    body = cards.create_body(
        BALLOT, chat, {"title": "x"}, template="T.schema", robot="ding1", delivery="k"
    )
    assert set(body) <= set(documented)
    for key in (
        "imGroupOpenSpaceModel",
        "imGroupOpenDeliverModel",
        "imRobotOpenSpaceModel",
        "imRobotOpenDeliverModel",
    ):
        assert set(body.get(key, {})) <= set(documented[key])
    same = cards.create_body(
        BALLOT, chat, {"title": "x"}, template="T.schema", robot="ding1", delivery="k"
    )
    assert same["outTrackId"] == body["outTrackId"] != cards.track_id(BALLOT.id, "other")


def test_updates_are_shaped_as_documented() -> None:
    documented = samples.body("api_docs2026_card_update_0.http.txt")
    body = cards.update_body("t", {"lisi": {"notice": "x"}})
    assert set(body) == set(documented)
    assert body["privateData"]["lisi"] == {"cardParamMap": {"notice": "x"}}


def test_the_words_of_a_ballot_are_a_typed_vote_on_this_poll() -> None:
    """Where the core changes how its ballots are named, this fails here and not in the meeting."""
    (card,) = ballot_cards(7, terms())
    question = card.questions[0]
    for place, option in enumerate(question.options, 1):
        said = buttons.words(card, question, option)
        assert said == f"测评 K7 {option.text}"
        assert is_typed_vote(said)
        steps = tuple(one.text for one in question.options)
        vote = read_typed_vote(said, steps)
        assert (vote.code, vote.choices(steps)) == (7, (place,))
        assert buttons.pressed(said) is None


def test_the_words_of_other_buttons_are_the_click() -> None:
    question = RELEASE.questions[0]
    said = buttons.words(RELEASE, question, question.options[0])
    assert said.startswith("确认 ")
    assert not is_typed_vote(said)
    assert buttons.pressed(said) == Click("r-0123456789abcdef", {"choice": ("yes",)})
    assert buttons.pressed("确认") is None
    assert buttons.pressed("确认 ·r-1/choice") is None


def test_links_have_a_lower_case_host_and_encoded_words() -> None:
    assert (
        buttons.link("测评 K7 好")
        == "dtmd://dingtalkclient/sendMessage?content=%E6%B5%8B%E8%AF%84+K7+%E5%A5%BD"
    )


def test_a_ballot_in_the_group_without_a_template_has_no_button_and_names_every_step_once() -> None:
    (wire,) = outgoing.in_words(BALLOT, GROUP_CHAT)
    text = wire.param["content"]
    assert wire.key == "sampleText"
    assert "测评 K7 等次" in text
    assert [text.split("等次为：")[1].split("。")[0]] == ["好 较好 一般 差"]
    assert "dtmd" not in text


def test_a_ballot_in_single_chat_has_one_button_per_step() -> None:
    (wire,) = outgoing.in_words(BALLOT, LISI)
    assert wire.key == "sampleActionCard4"
    assert [wire.param[f"actionTitle{place}"] for place in range(1, 5)] == [
        "好",
        "较好",
        "一般",
        "差",
    ]
    assert [one["title"] for one in wire.webhook["actionCard"]["btns"]] == [
        "好",
        "较好",
        "一般",
        "差",
    ]


def test_a_form_of_several_rows_is_typed_in_single_chat() -> None:
    rows = tuple(
        Question(str(place), title, SCALE) for place, title in enumerate(["总体评价", "履职"])
    )
    (wire,) = outgoing.in_words(Card("p-7-0-0a", "测评", "", rows), LISI)
    assert "1. 总体评价\n2. 履职" in wire.param["content"]
    assert "发送“测评 K7”，后面依次写 2 个等次" in wire.param["content"]


def test_more_than_five_buttons_become_links() -> None:
    options = tuple(Option(str(n), f"选项{n}") for n in range(7))
    (wire,) = outgoing.in_words(
        Card("r-1", "选一个", "", (Question("c", "", options),), CardStyle.BUTTONS), LISI
    )
    assert wire.key == "sampleMarkdown"
    assert wire.param["text"].count("](dtmd://dingtalkclient/") == 7


@given(st.text(max_size=9000), st.integers(10, 6000))
def test_text_is_split_without_loss(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(len(piece.encode()) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(
        text.split()
    )  # blank ends are nothing to say
