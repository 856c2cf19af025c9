import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Chat, ChatKind, Click, Quote, Sender
from bot.platforms.json_objects import PayloadInvalid, parse
from bot.platforms.wecom import payloads, tokens
from tests.platforms.wecom import samples

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
GROUP, DIRECT = Chat(ChatKind.GROUP, "CHATID"), Chat(ChatKind.DIRECT, "USERID")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def body(msgtype: str, content: object, **more: object) -> dict[str, Any]:
    return {
        "msgid": "M",
        "from": {"userid": "USERID"},
        "chattype": "single",
        "msgtype": msgtype,
        msgtype: content,
    } | more


def source(attachment: Any) -> dict[str, str]:
    return dict(json.loads(attachment.source))


def test_recorded_group_text_with_quote() -> None:
    update = payloads.to_update(samples.load("callback/text_group_with_quote.json"), arrived=NOW)
    assert update is not None
    assert (update.text, update.chat, update.sender) == ("hello robot", GROUP, Sender("USERID"))
    assert update.message_id == "CAIQ16HMjQYY/NGagIOAgAMgq4KM0AI="
    assert update.quote == Quote("这是今日的测试情况")
    token = tokens.unpack(update.reply_token, GROUP)
    assert token is not None
    assert (token.url, token.expires) == ("RESPONSEURL", int(NOW.timestamp()) + 3600)


def test_recorded_file_in_single_chat() -> None:
    update = payloads.to_update(samples.load("callback/file_single.json"), arrived=NOW)
    assert update is not None
    assert (update.text, update.chat, update.sent_at) == ("", DIRECT, NOW)
    assert source(update.attachment)["url"].startswith("https://ww-aibot-img-1258476243.cos.")
    assert not source(update.attachment)["url"].endswith(" ")
    assert source(update.attachment)["key"] == ""


def test_recorded_mixed_message() -> None:
    update = payloads.to_update(samples.load("callback/mixed_group_with_quote.json"), arrived=NOW)
    assert update is not None
    assert update.text == "这是今日的测试情况"
    assert source(update.attachment)["url"].startswith("https://ww-aibot-img")


def test_recorded_voice_is_its_transcript() -> None:
    update = payloads.to_update(samples.load("callback/voice_single.json"), arrived=NOW)
    assert update is not None
    assert update.text == "这是语音转成文本的内容"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("vote", {"button_selection_key1": ("one", "two")}),
        (
            "multiple",
            {
                "button_selection_key1": ("button_selection_id1",),
                "button_selection_key2": ("button_selection_id2",),
            },
        ),
        ("button", {"button_selection_key1": ("button_selection_id1",)}),
        ("menu_text_notice", {}),
    ],
)
def test_recorded_clicks(name: str, values: dict[str, tuple[str, ...]]) -> None:
    update = payloads.to_update(samples.load(f"callback/event_card_{name}.json"), arrived=NOW)
    assert update is not None
    assert update.click == Click("fBmjTL7ErRCQSNA6GZKMlcFiWX1shOvg", values)
    assert (update.chat, update.sender) == (GROUP, Sender("USERID"))
    assert update.sent_at == datetime.fromtimestamp(1700000000, UTC)


def test_recorded_welcome() -> None:
    update = payloads.to_update(
        samples.load("ws/05_event_callback_enter_chat.json")["body"], arrived=NOW, request="R"
    )
    assert update is not None
    assert (update.entered, update.chat) == (True, DIRECT)
    token = tokens.unpack(update.reply_token, DIRECT)
    assert token is not None
    assert (token.welcome, token.request) == (True, "R")


@pytest.mark.parametrize(
    "name", ["callback/event_feedback.json", "callback/stream_refresh_group.json"]
)
def test_what_asks_no_answer_is_no_update(name: str) -> None:
    assert payloads.to_update(samples.load(name), arrived=NOW) is None


def test_recorded_disconnect_is_known_and_no_update() -> None:
    frame = samples.load("ws/06_event_callback_disconnected.json")
    assert payloads.event_type(frame["body"]) == "disconnected_event"
    assert payloads.to_update(frame["body"], arrived=NOW) is None


@pytest.mark.parametrize("name", samples.names("callback") + samples.names("ws"))
def test_every_recorded_payload_is_read_or_passed_over(name: str) -> None:
    loaded = samples.load(name)
    update = payloads.to_update(loaded.get("body") or loaded, arrived=NOW)
    assert update is None or update.sender.account == "USERID"


@pytest.mark.parametrize("kind", ["file", "image", "video"])
def test_recorded_media_over_the_long_connection(kind: str) -> None:
    content = samples.load(f"ws/04_media_struct_{kind}.json")[kind]
    update = payloads.to_update(body(kind, content), arrived=NOW)
    assert update is not None
    assert source(update.attachment) == {"url": "URL", "key": "AESKEY"}


def test_a_quoted_file_in_a_group() -> None:
    quote = {"msgtype": "file", "file": {"url": "https://x/y", "aeskey": "K"}}
    said = body(
        "text", {"content": "@述职助手 请收下"}, chattype="group", chatid="CHATID", quote=quote
    )
    update = payloads.to_update(said, arrived=NOW)
    assert update is not None
    assert update.text == "请收下"
    assert update.quote is not None
    assert source(update.quote.attachment) == {"url": "https://x/y", "key": "K"}


@pytest.mark.parametrize("variant", ["text", "image", "mixed", "voice", "file"])
def test_recorded_quotes(variant: str) -> None:
    quote = samples.load("callback/quote_struct_all_variants.json") | {"msgtype": variant}
    update = payloads.to_update(body("text", {"content": "看"}, quote=quote), arrived=NOW)
    assert update is not None
    assert update.quote is not None
    assert bool(update.quote.text) == (variant in ("text", "mixed", "voice"))
    assert (update.quote.attachment is not None) == (variant in ("image", "mixed", "file"))


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("@述职助手 状态", "状态"),
        ("@述职助手\u2005状态", "状态"),
        ("@述职助手", ""),
        ("@张三 @述职助手 谁没交", "谁没交"),
        ("谁没交 @述职助手", "谁没交"),
        ("请 @述职助手 说一下倒计时", "请 说一下倒计时"),
        ("@述职助手 详情 @张三", "详情 @张三"),
        ("状态", "状态"),
        ("写信给 a@b.cn 和 c@d.cn", "写信给 a@b.cn 和 c@d.cn"),
    ],
)
def test_the_robots_name_is_not_part_of_what_is_said(said: str, understood: str) -> None:
    assert payloads.without_mention(said) == understood


def test_in_single_chat_nothing_is_stripped() -> None:
    update = payloads.to_update(body("text", {"content": " @述职助手 状态 "}), arrived=NOW)
    assert update is not None
    assert update.text == "@述职助手 状态"


def test_a_click_may_be_flat_or_have_a_single_option() -> None:
    event = {
        "eventtype": "template_card_event",
        "task_id": "poll-7@abc",
        "selected_items": {
            "selected_item": [{"question_key": "q", "option_ids": {"option_id": "good"}}]
        },
    }
    update = payloads.to_update(body("event", {}) | {"event": event}, arrived=NOW)
    assert update is not None
    assert update.click == Click("poll-7", {"q": ("good",)})


def test_an_unknown_kind_becomes_an_update_without_content() -> None:
    update = payloads.to_update(body("hologram", {"x": 1}), arrived=NOW)
    assert update is not None
    assert (update.text, update.attachment) == ("", None)


def test_without_a_message_id_the_whole_payload_decides() -> None:
    first = body("text", {"content": "好"}) | {"msgid": ""}
    assert payloads.message_id(first) == payloads.message_id(dict(reversed(list(first.items()))))
    assert payloads.message_id(first) != payloads.message_id(
        body("text", {"content": "好的"}) | {"msgid": ""}
    )


def test_control_characters_inside_strings_are_read() -> None:
    assert parse('{"a":"x\x01\ny"}') == {"a": "x\x01\ny"}


@pytest.mark.parametrize("written", ["\\u0000", "\0", "\\ud800"])
def test_what_no_database_takes_is_shown_as_unreadable(written: str) -> None:
    assert parse(f'{{"a": ["x{written}y"]}}') == {"a": ["x\ufffdy"]}


@pytest.mark.parametrize("broken", ["", "null", "[]", "<html>", "{", b"\xff\xfe", "[" * 100_000])
def test_what_is_no_object_is_one_error(broken: str | bytes) -> None:
    with pytest.raises(PayloadInvalid):
        parse(broken)


@given(
    st.dictionaries(
        st.sampled_from(
            ["msgtype", "from", "text", "event", "mixed", "quote", "chatid", "msgid", "file"]
        ),
        JSON,
    )
)
def test_no_payload_breaks_the_reading(payload: dict[str, Any]) -> None:
    payload["from"] = {"userid": "USERID"}
    update = payloads.to_update(payload, arrived=NOW)
    assert update is None or update.sender == Sender("USERID")


@pytest.mark.parametrize(
    "packed", ["", "x", "[]", '["group","C","R",false,"","x"]', '["room","C","R",false,"",0]', "7"]
)
def test_a_foreign_token_is_none(packed: str) -> None:
    assert tokens.unpack(packed, GROUP) is None


def test_a_token_of_the_group_does_not_serve_the_single_chat() -> None:
    packed = tokens.ReplyToken(GROUP, "R").pack()
    assert tokens.unpack(packed, GROUP) is not None
    assert tokens.unpack(packed, DIRECT) is None
