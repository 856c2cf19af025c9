"""The callback address: its check, what it refuses, and what it takes."""

import json
from urllib.parse import urlencode

import pytest

from bot.messages import Message
from tests.platforms.wecom import samples
from tests.platforms.wecom.scenes import Scene
from tests.simulators.wecom.callbacks import Answer
from tests.simulators.wecom.ciphers import Console
from tests.simulators.wecom.web import API

# -- the address check


async def test_the_console_verifies_the_address(scene: Scene) -> None:
    response = await scene.wecom.verify("1616140317555161061")
    assert (response.status_code, response.text) == (200, "1616140317555161061")


@pytest.mark.parametrize(
    "change",
    [{"msg_signature": "0" * 40}, {"echostr": "AAAA"}, {"nonce": "other"}, {"timestamp": "1"}],
)
async def test_a_verification_by_somebody_else_is_refused(
    scene: Scene, change: dict[str, str]
) -> None:
    assert (await scene.wecom.verify(**change)).status_code == 403


@pytest.mark.parametrize("echo", ["8163749", "abcXYZ_-09", "1616140317555161061"])
async def test_an_address_check_is_answered_with_its_token(scene: Scene, echo: str) -> None:
    assert (await scene.wecom.verify(echo)).text == echo


@pytest.mark.parametrize("said", ["反馈 只说给您听", "测评 差"], ids=["message", "vote"])
async def test_a_captured_call_is_not_opened_by_the_address_check(scene: Scene, said: str) -> None:
    captured = scene.tenant.text("lisi", said)
    query, content = scene.wecom.request(json.dumps(captured))
    sealed = json.loads(content)["encrypt"]
    response = await scene.wecom.robot.get("/wecom/callback", params=query | {"echostr": sealed})
    assert (response.status_code, response.content) == (403, b"")
    assert scene.inlet.deliveries == 0


# -- what is refused


@pytest.mark.parametrize("field", ["msg_signature", "timestamp", "nonce"])
@pytest.mark.parametrize("place", [0, 3], ids=["first", "last"])
async def test_a_signed_field_that_stands_twice_is_refused(
    scene: Scene, field: str, place: int
) -> None:
    query, content = scene.wecom.request(json.dumps(scene.tenant.text("lisi", "状态")))
    pairs = [*query.items()]
    pairs.insert(place, (field, "0" * 40))
    response = await scene.wecom.robot.post(f"/wecom/callback?{urlencode(pairs)}", content=content)
    assert (response.status_code, scene.inlet.deliveries) == (400, 0)


@pytest.mark.parametrize("where", ["encrypt", "nonce", "many"])
async def test_what_is_no_text_is_refused_without_a_server_error(scene: Scene, where: str) -> None:
    query, content = scene.wecom.request("{}")
    if where == "encrypt":
        content = b'{"encrypt": "\\ud83d"}'
    if where == "nonce":
        query["nonce"] = "\U0001f600\x00"
    if where == "many":
        query |= {f"n{number}": "" for number in range(1000)}
    assert 400 <= (await scene.wecom.post(query, content)).status < 500


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("of another signature", 403),
        ("altered", 403),
        ("six minutes old", 403),
        ("for another receiver", 403),
        ("empty", 400),
        ("html", 400),
        ("list", 400),
    ],
)
async def test_a_bad_envelope_is_refused_without_work(scene: Scene, name: str, status: int) -> None:
    text = json.dumps(scene.tenant.text("lisi", "状态"))
    query, content = scene.wecom.request(text)
    envelopes = {
        "of another signature": (query | {"msg_signature": "0" * 40}, content),
        "altered": (query, content.replace(b'"encrypt": "', b'"encrypt": "A')),
        "six minutes old": scene.wecom.request(text, age=400),
        "for another receiver": scene.wecom.request(text, receiver="wwOther"),
        "empty": (query, b""),
        "html": (query, b"<html>"),
        "list": (query, b'{"encrypt": ["x"]}'),
    }
    answer = await scene.wecom.post(*envelopes[name])
    assert answer == Answer(status, None)
    assert scene.inlet.deliveries == 0


async def test_an_oversized_request_is_refused(scene: Scene) -> None:
    query, _ = scene.wecom.request("{}")
    assert (await scene.wecom.post(query, b"x" * 2_000_000)).status == 400


# -- what is taken


async def test_half_a_character_in_a_message_is_shown_and_the_rest_is_kept(silent: Scene) -> None:
    body = silent.tenant.text("lisi", "状态HALF请看")
    await silent.wecom.deliver(
        body, dumps=lambda value: json.dumps(value).replace("HALF", "\\ud83d")
    )
    assert silent.inlet.stored[body["msgid"]].text == "状态\ufffd请看"


async def test_a_file_is_downloaded_with_the_callbacks_key(silent: Scene) -> None:
    body = silent.tenant.file(
        "lisi", "述职报告.docx", b"content" * 100, base=API, key=Console().key
    )
    await silent.wecom.deliver(body)
    attachment = silent.inlet.stored[body["msgid"]].attachment
    assert attachment is not None
    found = await silent.platform.fetcher.fetch(attachment, limit=10_000)
    assert (found.name, b"".join([piece async for piece in found.content])) == (
        "述职报告.docx",
        b"content" * 100,
    )


async def test_control_characters_inside_a_message_are_kept(silent: Scene) -> None:
    body = silent.tenant.text("lisi", "状TAB态")
    await silent.wecom.deliver(
        body, dumps=lambda value: json.dumps(value, ensure_ascii=False).replace("TAB", "\x01")
    )
    assert silent.inlet.stored[body["msgid"]].text == "状\x01态"


@pytest.mark.parametrize("name", samples.names("callback"))
async def test_every_recorded_callback_is_answered(scene: Scene, name: str) -> None:
    scene.inlet.answers = lambda _: Message(text="好")
    body = samples.load(name)
    answer = await scene.wecom.post(*scene.wecom.request(json.dumps(body)))
    assert answer.status == 200


async def test_it_is_ready_as_soon_as_it_waits_for_calls(scene: Scene) -> None:
    assert scene.platform.ready() == (True, "企业微信回调地址 /wecom/callback 等待推送")
