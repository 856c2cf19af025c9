"""What `shuzhi doctor` finds out about WeCom, each line with its remedy. It posts only where it is asked to."""

import asyncio
import email.utils
from collections.abc import Collection
from datetime import datetime

import httpx

from bot.platforms.checks import Check, fine, wrong
from bot.platforms.wecom import crypto, errors, web
from bot.platforms.wecom.accounts import ENCRYPTED_HINT, is_encrypted
from bot.platforms.wecom.connection import READINESS, LongConnection, State
from bot.platforms.wecom.media import Hosts
from bot.ports import Clock, Lease, SendFailed
from bot.settings import Settings

API = "https://qyapi.weixin.qq.com/"
SKEW_SECONDS = 60  # five minutes break the callback, one is worth a word
PATIENCE = 15.0
_SETTLED = (State.SUBSCRIBED, State.REFUSED, State.DISPLACED, State.STANDBY)


async def diagnose(
    settings: Settings,
    *,
    clock: Clock,
    lease: Lease,
    http: httpx.AsyncClient,
    group: str = "",
    accounts: Collection[str] = (),
    post: bool = False,
) -> tuple[Check, ...]:
    """`group` is the chat id that was learned, `accounts` those of people who wrote; `post` sends one test post.

    The connection is tried only where no running process of this installation holds it.
    """
    way = _connection(settings, lease) if settings.wecom_bot_id else _callback(settings)
    return (
        await way,
        _group(settings.wecom_group_chat or group),
        _accounts(accounts),
        await _webhook(settings, http, post=post),
        *await _media(settings, http),
        await _skew(clock, http),
    )


async def _connection(settings: Settings, lease: Lease, patience: float = PATIENCE) -> Check:
    """Subscribes for a moment. A stranger who uses the same robot would be displaced by that, and by every start."""
    secret = settings.wecom_bot_secret.get_secret_value()
    connection = LongConnection(settings.wecom_ws_url, settings.wecom_bot_id, secret, lease=lease)
    running = asyncio.create_task(connection.run(lambda _: None))
    state = await _settled(connection, patience)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    if state is State.STANDBY:
        return fine("企业微信长连接", "由正在运行的服务持有；它是否正常请看该服务的 /readyz")
    if state in _SETTLED:
        ok, text = READINESS[state]
        return Check("企业微信长连接", ok, text)
    text = f"连不上 {settings.wecom_ws_url}：请检查网络、代理和 SHUZHI_WECOM_WS_URL"
    return wrong("企业微信长连接", text)


async def _settled(connection: LongConnection, patience: float) -> State:
    try:
        async with asyncio.timeout(patience):
            while connection.state not in _SETTLED:  # noqa: ASYNC110 - a look now and then is all that is needed
                await asyncio.sleep(0.05)
    except TimeoutError:
        pass
    return connection.state


async def _callback(settings: Settings) -> Check:
    try:
        crypto.Envelope(
            settings.wecom_token.get_secret_value(), settings.wecom_aes_key.get_secret_value()
        )
    except ValueError as invalid:
        return wrong("企业微信回调", str(invalid))
    text = "Token 和 EncodingAESKey 格式正确；能否从公网访问 /wecom/callback，以管理后台保存地址时的验证为准"
    return fine("企业微信回调", text)


def _group(chat: str) -> Check:
    known = "系里的群已知" if chat else "还不知道系里的群：请把机器人加进群，并在群里 @它 说一句话"
    return Check("企业微信群", bool(chat), known)


def _accounts(accounts: Collection[str]) -> Check:
    if any(is_encrypted(account) for account in accounts):
        return wrong("企业微信账号", ENCRYPTED_HINT)
    return fine("企业微信账号", "未见加密账号")


async def _webhook(settings: Settings, http: httpx.AsyncClient, *, post: bool) -> Check:
    address = settings.wecom_group_webhook.get_secret_value()
    if not address:
        text = "没有设置 SHUZHI_WECOM_GROUP_WEBHOOK：群里的提醒照发，但不能 @ 到人"
        return fine("企业微信群机器人", text)
    if not address.startswith(("http://", "https://")) or "key=" not in address:
        text = "SHUZHI_WECOM_GROUP_WEBHOOK 应是群机器人的完整地址（含 key=），请在群设置里重新复制"
        return wrong("企业微信群机器人", text)
    if not post:
        return fine("企业微信群机器人", "地址已设置，未试发；需要试发时请明确要求")
    return await _test_post(address, http)


async def _test_post(address: str, http: httpx.AsyncClient) -> Check:
    try:
        await web.post(
            http,
            address,
            json={"msgtype": "text", "text": {"content": "述职助手：群机器人连通性测试"}},
        )
    except SendFailed as failed:
        return wrong("企业微信群机器人", f"{failed.reason}，请检查网络和地址")
    except errors.Rejected as rejected:
        return wrong("企业微信群机器人", errors.as_send_failed(rejected.code).reason)
    return fine("企业微信群机器人", "试发成功")


async def _media(settings: Settings, http: httpx.AsyncClient) -> list[Check]:
    named = [name for name in Hosts(settings.wecom_media_hosts).names if "*" not in name]
    if not named:
        text = "使用官方下载地址；若日志出现 wecom.media_host_refused，请把其中的主机名加入 SHUZHI_WECOM_MEDIA_HOSTS"
        return [fine("企业微信文件下载", text)]
    return [await _host(name, http) for name in named]


async def _host(name: str, http: httpx.AsyncClient) -> Check:
    """Any answer will do: it is the way there that is asked for."""
    for scheme in ("https", "http"):
        try:
            await http.head(f"{scheme}://{name}/", timeout=web.TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL):
            continue
        return fine("企业微信文件下载", f"{name} 可达")
    text = f"连不上 {name}：请检查网络和 SHUZHI_WECOM_MEDIA_HOSTS"
    return wrong("企业微信文件下载", text)


async def _skew(clock: Clock, http: httpx.AsyncClient) -> Check:
    try:
        response = await http.head(API, timeout=web.TIMEOUT)
        told = email.utils.parsedate_to_datetime(response.headers.get("date", ""))
    except (httpx.HTTPError, ValueError):
        text = "无法从企业微信取得时间，请检查服务器能否访问 qyapi.weixin.qq.com"
        return wrong("企业微信时钟", text)
    return _difference(clock.now(), told)


def _difference(now: datetime, told: datetime) -> Check:
    seconds = round(abs((now - told).total_seconds()))
    if seconds > SKEW_SECONDS:
        text = f"服务器时间与企业微信相差 {seconds} 秒，请校准系统时间（例如启用 NTP），否则回调会被当作过期请求"
        return wrong("企业微信时钟", text)
    return fine("企业微信时钟", "服务器时间准确")
