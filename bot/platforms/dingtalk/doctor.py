"""What `shuzhi doctor` finds out about DingTalk, each line with its remedy. It posts only where it is asked to.

Two counted calls find out about scopes: they name things that do not exist, so nothing happens, and a missing scope
answers before that with 403 and its name.
"""

import asyncio
import email.utils
from collections.abc import Sequence
from datetime import datetime

import httpx

from bot.platforms.checks import Check, fine, wrong
from bot.platforms.dingtalk import errors, web
from bot.platforms.dingtalk.access import AccessToken
from bot.platforms.dingtalk.addresses import Addresses
from bot.platforms.dingtalk.errors import Rejected
from bot.platforms.dingtalk.gateway import Gateway
from bot.platforms.dingtalk.openapi import Body, OpenApi
from bot.platforms.dingtalk.quota import NOTICE, Kind, Quota, Usage
from bot.platforms.dingtalk.stream import READINESS, State, Stream
from bot.platforms.dingtalk.webhooks import GroupWebhook
from bot.ports import Clock, Lease, SendFailed
from bot.settings import Settings

SKEW_SECONDS = 60  # an hour breaks callbacks and signatures, a minute is worth a word
PATIENCE = 15.0
_SETTLED = (State.CONNECTED, State.REFUSED, State.STANDBY)
_KINDS = {Kind.API: "接口调用", Kind.WEBHOOK: "Webhook 与 Stream 消息"}


async def diagnose(
    settings: Settings,
    *,
    clock: Clock,
    lease: Lease,
    http: httpx.AsyncClient,
    quota: Quota,
    group: str = "",
    post: bool = False,
) -> tuple[Check, ...]:
    """`group` is the chat id that was learned; `post` sends one test post.

    The connection is tried only where no running process of this installation holds it.
    """
    addresses = Addresses(settings.dingtalk_api_base, settings.dingtalk_oapi_base)
    secret = settings.dingtalk_client_secret.get_secret_value()
    token = AccessToken(
        http, addresses.api, settings.dingtalk_client_id, secret, asyncio.get_running_loop().time
    )
    credentials = await _credentials(token)
    api = OpenApi(http, addresses, token, quota)
    return (
        credentials,
        *(await _scopes(settings, api) if credentials.ok else ()),
        await _way(settings, lease, http, addresses),
        _group(group),
        await _webhook(settings, http, clock, quota, post=post),
        _template(settings),
        _quota(quota.usage()),
        await _skew(clock, http, addresses),
    )


async def _credentials(token: AccessToken) -> Check:
    try:
        await token.get()
    except (Rejected, SendFailed) as failure:
        return wrong("钉钉凭证", _reason(failure))
    return fine("钉钉凭证", "可用")


async def _scopes(settings: Settings, api: OpenApi) -> Sequence[Check]:
    robot = settings.dingtalk_client_id
    found = [
        await _scope(
            api, "企业内机器人发送消息", "POST", "/v1.0/robot/messageFiles/download",
            {"downloadCode": "doctor", "robotCode": robot},
        )
    ]  # fmt: skip
    if settings.dingtalk_card_template:
        body = {"outTrackId": "doctor", "cardData": {"cardParamMap": {}}}
        found.append(await _scope(api, "互动卡片实例写", "PUT", "/v1.0/card/instances", body))
    return found


async def _scope(api: OpenApi, title: str, method: str, path: str, body: Body) -> Check:
    name = f"钉钉权限：{title}"
    try:
        await api.call(method, path, body)
    except Rejected as rejected:
        if rejected.status == httpx.codes.FORBIDDEN:
            return wrong(name, errors.as_send_failed(rejected).reason)
    except SendFailed as failed:
        return wrong(name, failed.reason)
    return fine(name, "已开通")


async def _way(
    settings: Settings, lease: Lease, http: httpx.AsyncClient, addresses: Addresses
) -> Check:
    if settings.dingtalk_mode == "callback":
        text = "等待钉钉推送到 /dingtalk/callback；能否从公网访问，请在群里 @机器人 说一句话来确认"
        return fine("钉钉回调", text)
    secret = settings.dingtalk_client_secret.get_secret_value()
    gateway = Gateway(http, addresses, settings.dingtalk_client_id, secret)
    return await connection(Stream(gateway, settings.dingtalk_client_id, lease=lease))


async def connection(stream: Stream, patience: float = PATIENCE) -> Check:
    """Connects for a moment. Messages that reach it meanwhile are not acknowledged, so that they come again."""
    running = asyncio.create_task(stream.run(lambda _frame, _answer: None))
    state = await _settled(stream, patience)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    if state is State.STANDBY:
        return fine("钉钉 Stream 连接", "由正在运行的服务持有；它是否正常请看该服务的 /readyz")
    if state in _SETTLED:
        ok, text = READINESS[state]
        return Check("钉钉 Stream 连接", ok, text)
    text = "连不上钉钉：请检查网络和代理，服务器要能访问 api.dingtalk.com 和 wss-open-connection.dingtalk.com 的 443 端口"
    return wrong("钉钉 Stream 连接", text)


async def _settled(stream: Stream, patience: float) -> State:
    try:
        async with asyncio.timeout(patience):
            while stream.state not in _SETTLED:  # noqa: ASYNC110 - a look now and then is all that is needed
                await asyncio.sleep(0.05)
    except TimeoutError:
        pass
    return stream.state


def _group(group: str) -> Check:
    known = "系里的群已知" if group else "还不知道系里的群：请把机器人加进群，并在群里 @它 说一句话"
    return Check("钉钉群", bool(group), known)


async def _webhook(
    settings: Settings, http: httpx.AsyncClient, clock: Clock, quota: Quota, *, post: bool
) -> Check:
    name, address = "钉钉群机器人", settings.dingtalk_group_webhook.get_secret_value()
    if not address:
        return fine(name, "没有设置 SHUZHI_DINGTALK_GROUP_WEBHOOK：群里的提醒照发，但不能 @ 到人")
    if not address.startswith(("http://", "https://")) or "access_token=" not in address:
        text = "SHUZHI_DINGTALK_GROUP_WEBHOOK 应是机器人在群里的完整地址（含 access_token=），请在群设置里重新复制"
        return wrong(name, text)
    if not post:
        return fine(name, "地址已设置，未试发；需要试发时请明确要求")
    secret = settings.dingtalk_group_secret.get_secret_value()
    try:
        await GroupWebhook(http, address, secret, clock=clock, quota=quota).post(
            "述职助手：连通性测试", (), "doctor"
        )
    except SendFailed as failed:
        return wrong(name, failed.reason)
    return fine(name, "试发成功")


def _template(settings: Settings) -> Check:
    name, template = "钉钉卡片模板", settings.dingtalk_card_template
    if not template:
        return fine(name, "没有设置：测评在单聊里用按钮或文字进行")
    if settings.dingtalk_mode == "callback":
        return wrong(name, "回调方式收不到卡片上的选择，模板不会使用；需要卡片请改用 stream 方式")
    if not template.endswith(".schema"):
        return wrong(
            name,
            "SHUZHI_DINGTALK_CARD_TEMPLATE 应是以 .schema 结尾的模板编号，请在卡片平台重新复制",
        )
    return fine(name, "已设置；发出第一张卡片时核对")


def _quota(usage: Sequence[Usage]) -> Check:
    told = "，".join(f"{_KINDS[one.kind]} {one.used}/{one.limit}" for one in usage)
    low = any(one.used >= NOTICE * one.limit for one in usage)
    text = f"本月本程序已用 {told}" + (
        "；已到八成，到九成时提醒类消息暂停，投票和答复不受影响" if low else ""
    )
    return Check("钉钉用量", not low, text)


async def _skew(clock: Clock, http: httpx.AsyncClient, addresses: Addresses) -> Check:
    try:
        response = await http.head(addresses.api, timeout=web.TIMEOUT)
        told = email.utils.parsedate_to_datetime(response.headers.get("date", ""))
    except (httpx.HTTPError, ValueError):
        return wrong("钉钉时钟", "无法从钉钉取得时间，请检查服务器能否访问 api.dingtalk.com")
    return _difference(clock.now(), told)


def _difference(now: datetime, told: datetime) -> Check:
    seconds = round(abs((now - told).total_seconds()))
    if seconds > SKEW_SECONDS:
        text = f"服务器时间与钉钉相差 {seconds} 秒，请校准系统时间（例如启用 NTP），否则签名会被当作过期"
        return wrong("钉钉时钟", text)
    return fine("钉钉时钟", "服务器时间准确")


def _reason(failure: Rejected | SendFailed) -> str:
    return (
        failure.reason if isinstance(failure, SendFailed) else errors.as_send_failed(failure).reason
    )
