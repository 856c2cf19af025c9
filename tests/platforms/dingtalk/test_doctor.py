"""What the doctor finds, each with its remedy."""

from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.platforms.checks import Check
from bot.platforms.dingtalk import doctor
from bot.platforms.dingtalk.addresses import Addresses
from bot.platforms.dingtalk.quota import Kind
from bot.platforms.dingtalk.stream import Stream
from tests.platforms.dingtalk.fakes import FakeClock
from tests.platforms.dingtalk.stage import Stage
from tests.simulators.dingtalk.organisation import CLIENT_ID, SECRET, TEMPLATE
from tests.simulators.dingtalk.waiting import until


async def found(stage: Stage, *, post: bool = False, **values: Any) -> dict[str, Check]:
    given = stage.settings.model_copy(update=values)
    checks = await doctor.diagnose(
        given,
        clock=stage.clock,
        lease=stage.lease,
        http=stage.web.client(),
        quota=stage.platform.quota,
        group="cid1",
        post=post,
    )
    return {check.name: check for check in checks}


async def test_everything_right() -> None:
    async with Stage(template=TEMPLATE) as stage:
        await stage.ready()
        checks = await found(stage)
        wrong = {name for name, check in checks.items() if not check.ok}
        assert wrong == {"钉钉时钟"}  # the simulated front page tells no time
        assert checks["钉钉 Stream 连接"].text.startswith("由正在运行的服务持有")
        assert stage.server.connections == 1
        assert stage.org.posts == []


async def test_a_template_is_tried_with_a_card_that_nobody_is_shown() -> None:
    async with Stage(template=TEMPLATE) as stage:
        check = (await found(stage))["钉钉卡片模板"]
        assert (check.ok, "没有发给任何人" in check.text) == (True, True)
        assert stage.org.posts == []
        [card] = stage.org.cards.values()
        assert card.chat == ""
        unknown = "22222222-2222-3333-4444-555555555555.schema"
        check = (await found(stage, dingtalk_card_template=unknown))["钉钉卡片模板"]
        assert (check.ok, "找不到这个卡片模板" in check.text) == (False, True)


@pytest.mark.parametrize(
    ("path", "name", "scope"),
    [
        (
            "/v1.0/robot/messageFiles/download",
            "钉钉权限：企业内机器人发送消息",
            "qyapi_robot_sendmsg",
        ),
        ("/v1.0/card/instances", "钉钉权限：互动卡片实例写", "Card.Instance.Write"),
    ],
)
async def test_missing_scopes_are_named_from_the_refusal(path: str, name: str, scope: str) -> None:
    async with Stage(template=TEMPLATE) as stage:
        stage.web.lacking[path] = (scope,)
        check = (await found(stage))[name]
        assert not check.ok
        assert scope in check.text
        assert "权限管理" in check.text


@pytest.mark.parametrize(
    ("values", "name", "remedy"),
    [
        (
            {"dingtalk_client_secret": SecretStr("wrong")},
            "钉钉凭证",
            "SHUZHI_DINGTALK_CLIENT_SECRET",
        ),
        ({"dingtalk_group_webhook": SecretStr("abc")}, "钉钉群机器人", "重新复制"),
        ({"dingtalk_card_template": "abc"}, "钉钉卡片模板", ".schema"),
        (
            {"dingtalk_card_template": TEMPLATE, "dingtalk_mode": "callback"},
            "钉钉卡片模板",
            "stream",
        ),
    ],
)
async def test_what_is_wrong_comes_with_its_remedy(
    values: dict[str, Any], name: str, remedy: str
) -> None:
    async with Stage() as stage:
        check = (await found(stage, **values))[name]
        assert not check.ok
        assert remedy in check.text


async def test_it_posts_only_on_request_and_names_a_wrong_signature() -> None:
    async with Stage() as stage:
        assert (await found(stage))["钉钉群机器人"].ok
        assert stage.org.posts == []
        assert (await found(stage, post=True))["钉钉群机器人"].text == "试发成功"
        wrong = await found(stage, post=True, dingtalk_group_secret=SecretStr("SECwrong"))
        assert "SHUZHI_DINGTALK_GROUP_SECRET" in wrong["钉钉群机器人"].text


async def test_the_month_s_numbers_are_told() -> None:
    async with Stage() as stage:
        stage.platform.quota.spend(Kind.WEBHOOK, 2400)
        check = (await found(stage))["钉钉用量"]
        assert not check.ok
        assert "Webhook 与 Stream 消息 2400/3000" in check.text


async def test_the_connection_is_tried_where_nobody_holds_it() -> None:
    async with Stage() as stage:
        await stage.ready()
        gateway = stage.platform.gateway
        await stage.platform.stop()
        stage.platform.gateway.http = stage.web.client()
        check = await doctor.check_connection(Stream(gateway, CLIENT_ID, lease=stage.lease))
        assert (check.ok, check.text) == (True, "钉钉 Stream 连接正常")
        assert stage.lease.holders == {}
        await until(lambda: not stage.server.open)


async def test_an_unreachable_platform_is_named() -> None:
    def nowhere(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    async with Stage() as stage:
        await stage.platform.stop()
        gateway = stage.platform.gateway
        gateway.http = httpx.AsyncClient(transport=httpx.MockTransport(nowhere))
        check = await doctor.check_connection(
            Stream(gateway, CLIENT_ID, lease=stage.lease), patience=0.1
        )
        assert not check.ok
        assert "wss-open-connection.dingtalk.com" in check.text
        assert SECRET not in check.text


@pytest.mark.parametrize(
    ("date", "ok"),
    [
        ("Tue, 01 Dec 2026 09:00:20 GMT", True),
        ("Tue, 01 Dec 2026 09:05:00 GMT", False),
        ("", False),
    ],
)
async def test_the_clock_is_compared(date: str, ok: bool) -> None:
    answer = httpx.MockTransport(lambda _: httpx.Response(200, headers={"date": date}))
    async with httpx.AsyncClient(transport=answer) as http:
        check = await doctor.check_clock(
            FakeClock(), http, Addresses("https://api.dingtalk.com", "https://oapi.dingtalk.com")
        )
    assert check.ok is ok
