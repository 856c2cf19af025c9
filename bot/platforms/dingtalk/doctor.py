"""What `shuzhi doctor` finds out about DingTalk. It posts only where it is asked to.

Two counted calls find out about scopes: they name things that do not exist, so nothing happens, and
a missing scope answers before that with 403 and its name. A third one makes a card of the template
and delivers it nowhere.
"""

import asyncio
from collections.abc import Iterator, Sequence

import httpx

from bot.domain.values import dataclass
from bot.platforms import diagnosis
from bot.platforms.checks import Check, fine, wrong
from bot.platforms.dingtalk import cards, errors
from bot.platforms.dingtalk.access import AccessToken
from bot.platforms.dingtalk.addresses import Addresses
from bot.platforms.dingtalk.errors import Rejected
from bot.platforms.dingtalk.gateway import Gateway
from bot.platforms.dingtalk.openapi import Body, OpenApi
from bot.platforms.dingtalk.quota import NOTICE, Kind, Quota, Usage
from bot.platforms.dingtalk.stream import Stream
from bot.platforms.dingtalk.webhooks import GroupWebhook
from bot.ports import Clock, Lease, SendFailed
from bot.settings import Settings

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
    """Examines everything; `group` is the chat id that was learned, `post` sends one test post.

    The connection is tried only where no running process of this installation holds it.
    """
    addresses = Addresses(settings.dingtalk_api_base, settings.dingtalk_oapi_base)
    secret = settings.dingtalk_client_secret.get_secret_value()
    token = AccessToken(
        http, addresses.api, settings.dingtalk_client_id, secret, asyncio.get_running_loop().time
    )
    api = OpenApi(http, addresses, token, quota)
    checks = [await _check_credentials(token)]
    has_access = checks[0].ok
    if has_access:
        checks += [await probe.check(api) for probe in _probes(settings)]
    if settings.dingtalk_mode == "callback":
        # Nobody but the platform can tell whether it reaches the address.
        text = "等待钉钉推送到 /dingtalk/callback；能否从公网访问，请在群里 @机器人 说一句话来确认"
        checks.append(fine("钉钉回调", text))
    else:
        gateway = Gateway(http, addresses, settings.dingtalk_client_id, secret)
        stream = Stream(gateway, settings.dingtalk_client_id, lease=lease)
        checks.append(await check_connection(stream))
    return (
        *checks,
        diagnosis.check_group("钉钉群", group),
        await _check_webhook(settings, http, clock, quota, post=post),
        await _check_template(settings, api, draws=has_access),
        _check_quota(quota.usage()),
        await check_clock(clock, http, addresses),
    )


async def _check_credentials(token: AccessToken) -> Check:
    try:
        await token.get()
    except (Rejected, SendFailed) as failure:
        return wrong("钉钉凭证", errors.as_send_failed(failure).reason)
    return fine("钉钉凭证", "可用")


@dataclass(frozen=True)
class _Probe:
    """A call that needs a scope and names what does not exist, so that it changes nothing."""

    scope: str
    method: str
    path: str
    body: Body

    async def check(self, api: OpenApi) -> Check:
        name = f"钉钉权限：{self.scope}"
        try:
            await api.call(self.method, self.path, self.body)
        except Rejected as rejected:
            # Any other refusal came after the scope was looked at, so it is there.
            if rejected.status == httpx.codes.FORBIDDEN:
                return wrong(name, errors.as_send_failed(rejected).reason)
        except SendFailed as failed:
            return wrong(name, failed.reason)
        return fine(name, "已开通")


def _probes(settings: Settings) -> Iterator[_Probe]:
    download = {"downloadCode": "doctor", "robotCode": settings.dingtalk_client_id}
    yield _Probe("企业内机器人发送消息", "POST", "/v1.0/robot/messageFiles/download", download)
    if settings.dingtalk_card_template:
        card = {"outTrackId": "doctor", "cardData": {"cardParamMap": {}}}
        yield _Probe("互动卡片实例写", "PUT", "/v1.0/card/instances", card)


async def check_connection(stream: Stream, patience: float = diagnosis.PATIENCE) -> Check:
    """Connects for a moment. Messages that come meanwhile are not acknowledged: they come again."""
    return await diagnosis.check_connection(
        "钉钉 Stream 连接",
        stream,
        lambda _frame, _answer: None,
        unreachable=(
            "连不上钉钉：请检查网络和代理，"
            "服务器要能访问 api.dingtalk.com 和 wss-open-connection.dingtalk.com 的 443 端口"
        ),
        patience=patience,
    )


async def _check_webhook(
    settings: Settings, http: httpx.AsyncClient, clock: Clock, quota: Quota, *, post: bool
) -> Check:
    address = settings.dingtalk_group_webhook.get_secret_value()

    async def test_post() -> None:
        secret = settings.dingtalk_group_secret.get_secret_value()
        webhook = GroupWebhook(http, address, secret, clock=clock, quota=quota)
        await webhook.post("述职助手：连通性测试", (), "doctor")

    return await diagnosis.check_webhook(
        "钉钉群机器人",
        address,
        variable="SHUZHI_DINGTALK_GROUP_WEBHOOK",
        what="机器人在群里的完整地址",
        parameter="access_token=",
        test_post=test_post,
        post=post,
    )


async def _check_template(settings: Settings, api: OpenApi, *, draws: bool) -> Check:
    """Looks at the template's id and, where it `draws`, makes a card of it that nobody is shown."""
    name, template = "钉钉卡片模板", settings.dingtalk_card_template
    if not template:
        return fine(name, "没有设置：测评在私聊里用网页、按钮或文字进行")
    if settings.dingtalk_mode == "callback":
        return wrong(name, "回调方式收不到卡片上的选择，模板不会使用；需要卡片请改用 stream 方式")
    if not template.endswith(".schema"):
        return wrong(
            name,
            "SHUZHI_DINGTALK_CARD_TEMPLATE 应是以 .schema 结尾的模板编号，请在卡片平台重新复制",
        )
    if not draws:
        return fine(name, "已设置；凭证可用后再核对")
    try:
        await api.call("POST", "/v1.0/card/instances", cards.unseen_body(template))
    except (Rejected, SendFailed) as failure:
        return wrong(name, errors.as_send_failed(failure).reason)
    return fine(name, "可用：试着建了一张卡片，没有发给任何人")


def _check_quota(usages: Sequence[Usage]) -> Check:
    numbers = "，".join(f"{_KINDS[usage.kind]} {usage.used}/{usage.limit}" for usage in usages)
    text = f"本月本程序已用 {numbers}"
    if any(usage.used >= NOTICE * usage.limit for usage in usages):
        warning = "；已到八成，到九成时提醒类消息暂停，投票和答复不受影响"
        return wrong("钉钉用量", text + warning)
    return fine("钉钉用量", text)


async def check_clock(clock: Clock, http: httpx.AsyncClient, addresses: Addresses) -> Check:
    return await diagnosis.check_clock(
        "钉钉",
        addresses.api,
        "api.dingtalk.com",
        clock=clock,
        http=http,
        otherwise="签名会被当作过期",
    )
