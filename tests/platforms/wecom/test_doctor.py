"""Each line of `doctor` about WeCom: right, and wrong with its remedy."""

import httpx
import pytest
from pydantic import SecretStr

from bot.platforms.checks import Check
from bot.platforms.wecom import doctor
from bot.platforms.wecom.doctor import diagnose
from tests.platforms.wecom.fakes import FakeClock, FakeLease, settings
from tests.platforms.wecom.stage import Stage
from tests.simulators.wecom.ciphers import Console
from tests.simulators.wecom.web import WEBHOOK

RIGHT = "Tue, 01 Dec 2026 09:00:20 GMT"
CONSOLE = Console()


def web(*, date: str = RIGHT, code: int = 0, reachable: bool = True) -> httpx.AsyncClient:
    def handle(request: httpx.Request) -> httpx.Response:
        if not reachable or request.url.host == "nowhere":
            raise httpx.ConnectError("no route")
        return httpx.Response(200, headers={"date": date}, json={"errcode": code})

    return httpx.AsyncClient(transport=httpx.MockTransport(handle))


async def found(
    name: str,
    *,
    client: httpx.AsyncClient | None = None,
    group: str = "",
    accounts: tuple[str, ...] = (),
    post: bool = False,
    **values: object,
) -> Check:
    callback = {
        "wecom_token": SecretStr(CONSOLE.token),
        "wecom_aes_key": SecretStr(CONSOLE.aes_key),
    }
    given = settings(**(callback | values))
    async with client or web() as http:
        checks = await diagnose(
            given,
            clock=FakeClock(),
            lease=FakeLease(),
            http=http,
            group=group,
            accounts=accounts,
            post=post,
        )
    return next(check for check in checks if check.name == name)


async def test_everything_right() -> None:
    async with web() as http:
        given = settings(
            wecom_token=SecretStr(CONSOLE.token), wecom_aes_key=SecretStr(CONSOLE.aes_key)
        )
        checks = await diagnose(
            given, clock=FakeClock(), lease=FakeLease(), http=http, group="wr1", accounts=("lisi",)
        )
    assert all(check.ok for check in checks)
    assert len({check.name for check in checks}) == len(checks) == 6


@pytest.mark.parametrize(
    ("name", "options", "remedy"),
    [
        ("企业微信回调", {"wecom_aes_key": SecretStr("short")}, "SHUZHI_WECOM_AES_KEY"),
        ("企业微信群", {}, "@它 说一句话"),
        ("企业微信账号", {"accounts": ("woAJ2GCAAAXtWyujaWJHDDGi0mACHAAA",)}, "超级管理员"),
        ("企业微信群机器人", {"wecom_group_webhook": SecretStr("key")}, "重新复制"),
        (
            "企业微信群机器人",
            {"wecom_group_webhook": SecretStr(WEBHOOK), "post": True, "client": web(code=93000)},
            "93000",
        ),
        (
            "企业微信群机器人",
            {
                "wecom_group_webhook": SecretStr(WEBHOOK),
                "post": True,
                "client": web(reachable=False),
            },
            "检查网络",
        ),
        ("企业微信文件下载", {"wecom_media_hosts": ("nowhere",)}, "连不上 nowhere"),
        ("企业微信时钟", {"client": web(date="Tue, 01 Dec 2026 09:05:00 GMT")}, "相差 300 秒"),
        ("企业微信时钟", {"client": web(date="")}, "qyapi.weixin.qq.com"),
        ("企业微信时钟", {"client": web(reachable=False)}, "qyapi.weixin.qq.com"),
    ],
)
async def test_what_is_wrong_comes_with_its_remedy(
    name: str, options: dict[str, object], remedy: str
) -> None:
    check = await found(name, **options)  # type: ignore[arg-type]  # a mixture of options
    assert not check.ok
    assert remedy in check.text


async def test_without_a_webhook_it_says_what_is_lost() -> None:
    check = await found("企业微信群机器人")
    assert check.ok
    assert "不能 @ 到人" in check.text


async def test_it_posts_only_on_request() -> None:
    posts: list[bytes] = []

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            posts.append(request.content)
        return httpx.Response(200, headers={"date": RIGHT}, json={"errcode": 0})

    for post in (False, True):
        client = httpx.AsyncClient(transport=httpx.MockTransport(handle))
        check = await found(
            "企业微信群机器人", client=client, wecom_group_webhook=SecretStr(WEBHOOK), post=post
        )
        assert check.ok
        assert len(posts) == post


async def test_the_connection_is_tried_where_nobody_holds_it() -> None:
    async with Stage() as stage:
        await stage.ready()
        given = stage.settings()
        held = await doctor.check_connection(given, stage.lease)
        assert (held.ok, "由正在运行的服务持有" in held.text) == (True, True)
        assert stage.server.subscriptions == 1
        await stage.platform.stop()
        tried = await doctor.check_connection(given, stage.lease)
        assert (tried.ok, tried.text) == (True, "企业微信长连接正常")
        assert stage.lease.holders == {}


async def test_refused_credentials_are_named() -> None:
    async with Stage() as stage:
        await stage.platform.stop()
        stage.secret = "wrong"
        check = await doctor.check_connection(stage.settings(), stage.lease)
        assert not check.ok
        assert "SHUZHI_WECOM_BOT_SECRET" in check.text


async def test_an_address_without_a_server_is_named() -> None:
    given = settings(
        wecom_bot_id="BOT", wecom_bot_secret=SecretStr("S"), wecom_ws_url="ws://127.0.0.1:1"
    )
    check = await doctor.check_connection(given, FakeLease(), patience=0.2)
    assert not check.ok
    assert "SHUZHI_WECOM_WS_URL" in check.text
