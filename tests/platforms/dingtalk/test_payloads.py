import contextlib
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Chat, ChatKind, Sender, Update
from bot.platforms.dingtalk import payloads, tokens
from bot.platforms.json_objects import PayloadInvalid, parse
from tests.platforms.dingtalk import samples
from tests.simulators.dingtalk.organisation import CLIENT_ID, GROUP, Organisation

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
ORG = Organisation()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def read(body: dict[str, Any]) -> Update:
    update = payloads.to_update(body, arrived=NOW)
    assert update is not None
    return update


def source(update: Update) -> dict[str, str]:
    assert update.attachment is not None
    return dict(json.loads(update.attachment.source))


def test_recorded_group_text_with_two_ats() -> None:
    body = samples.load("real_group_text_two_ats.json")
    update = read(body)
    assert update.text == "给 发个消息“你好”"
    assert update.chat == Chat(ChatKind.GROUP, "cid5tkiCHmOJDU5SKCJQ6LduQ==")
    assert update.sender == Sender("0948351305695176", "REDACTED")
    assert update.message_id == "msgRJX2OofHcT+WqWiGaijkXw=="
    assert update.sent_at == datetime.fromtimestamp(1772376934.909, UTC)
    token = tokens.unpack(update.reply_token, update.chat)
    assert token is not None
    assert (token.url, token.expires) == (body["sessionWebhook"], 1772382335198)


def test_recorded_frame_of_a_group() -> None:
    whole = samples.text("real_frame_group_text.txt")
    update = read(parse(whole[whole.index("data:") + 5 : whole.rindex("}")]))
    assert (update.text, update.chat.kind) == ("asdf", ChatKind.GROUP)


@pytest.mark.parametrize(
    "kind", ["text", "richText", "file", "picture", "audio", "video", "unknown"]
)
def test_recorded_messages_of_single_chat(kind: str) -> None:
    body = samples.load(f"bot_msg_official_{kind}.json")
    update = read(body)
    assert update.chat == Chat(ChatKind.DIRECT, body["senderStaffId"])
    texts = {
        "text": "hello DingTalk!",
        "richText": "这个问题示例图如下：\n通过以上示意图可以明白完整的交互流程",
        "audio": "钉钉PaaS开放中心，致力为企业……",
    }
    assert update.text == texts.get(kind, "")
    names = {
        "file": "foobar.zip",
        "picture": "图片.jpg",
        "video": "视频.mp4",
        "richText": "图片.jpg",
    }
    assert (update.attachment.name if update.attachment else None) == names.get(kind)


@pytest.mark.parametrize("name", ["stream_group_text", "group_text"])
def test_recorded_group_texts_of_the_documents(name: str) -> None:
    body = samples.load(f"bot_msg_docs2026_{name}.json")
    assert read(body).text == body["text"]["content"].strip()


@pytest.mark.parametrize("kind", ["text", "richText", "file", "picture", "audio", "video"])
def test_recorded_fragments(kind: str) -> None:
    update = read(ORG.text("lisi", "x") | samples.load(f"bot_msg_docs2026_fragment_{kind}.json"))
    assert update.text or update.attachment


def test_the_official_frame_with_its_misspelt_time() -> None:
    frame = samples.load("stream_official_frame_callback_bot.json")
    update = read(parse(frame["data"]))
    assert (update.text, update.sent_at) == ("测试数据", NOW)


def test_a_file_in_single_chat() -> None:
    body = ORG.file("lisi", "述职报告.docx", b"x")
    update = read(body)
    assert update.attachment is not None
    assert update.attachment.name == "述职报告.docx"
    assert source(update) == {"code": body["content"]["downloadCode"], "robot": CLIENT_ID}


def test_content_may_be_json_text() -> None:
    body = ORG.file("lisi", "述职报告.docx", b"x")
    assert read(body | {"content": json.dumps(body["content"])}).attachment == read(body).attachment


def test_a_quoted_file_in_the_group() -> None:
    update = read(ORG.quoting("lisi", "述职", "报告.docx", b"x"))
    assert (update.text, update.chat.id) == ("述职", GROUP)
    assert update.quote is not None
    assert update.quote.attachment is not None
    assert update.quote.attachment.name == "报告.docx"


def test_a_quoted_text_may_come_as_json_text() -> None:
    body = ORG.text("lisi", "怎么办", group=GROUP)
    body["text"] |= {"repliedMsg": {"msgType": "text", "content": json.dumps({"text": "状态"})}}
    update = read(body)
    assert update.quote is not None
    assert update.quote.text == "状态"


def test_the_name_of_the_robot_is_stripped_where_the_platform_left_it() -> None:
    assert read(ORG.text("lisi", "@述职助手 测评 好", group=GROUP)).text == "测评 好"
    assert read(ORG.text("lisi", "邮箱 a@b.cn")).text == "邮箱 a@b.cn"


def test_people_without_a_staff_id_have_an_account_of_their_own() -> None:
    body = ORG.text("lisi", "你好") | {"senderStaffId": "", "senderUnionId": "union1"}
    assert read(body).sender.account == "outside:union1"
    assert read(body | {"senderUnionId": ""}).sender.account == "outside:$:LWCP_v1:$lisi"
    assert payloads.to_update(body | {"senderUnionId": "", "senderId": ""}, arrived=NOW) is None


def test_unknown_kinds_become_an_update_without_content() -> None:
    for kind in ("interactiveCard", "chatRecord", "markdown", "unknownMsgType"):
        update = read(ORG.message("lisi", kind, {"content": {"x": 1}}))
        assert (update.text, update.attachment) == ("", None)


def test_a_message_over_quota_has_nothing_to_store() -> None:
    body = ORG.message("lisi", "text", {"errorCode": 20001, "errorMessage": "over quota"})
    assert payloads.to_update(body, arrived=NOW) is None
    assert payloads.is_over_quota(body)


def test_without_a_message_id_the_whole_payload_is_the_id() -> None:
    body = ORG.text("lisi", "你好") | {"msgId": ""}
    assert re.fullmatch("sha256:[0-9a-f]{64}", read(body).message_id)
    assert read(body).message_id == read(dict(reversed(body.items()))).message_id
    assert read(body).message_id != read(body | {"createAt": 1}).message_id


def test_a_reply_token_serves_its_own_chat_only() -> None:
    update = read(ORG.text("lisi", "我的票", group=GROUP))
    assert tokens.unpack(update.reply_token, update.chat) is not None
    assert tokens.unpack(update.reply_token, Chat(ChatKind.DIRECT, "lisi")) is None
    for broken in ("", "[]", "{}", '["group","x","y"]', '["elsewhere","x","y",1]'):
        assert tokens.unpack(broken, update.chat) is None


@given(st.dictionaries(st.sampled_from([*ORG.text("lisi", "x"), "content", "errorCode"]), JSON))
def test_no_payload_breaks_it(broken: dict[str, Any]) -> None:
    update = payloads.to_update(ORG.text("lisi", "x") | broken, arrived=NOW)
    assert update is None or update.sender.account


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    with contextlib.suppress(PayloadInvalid):
        assert isinstance(parse(text), dict)
