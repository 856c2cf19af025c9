"""What `shuzhi doctor` finds out about WeCom. It posts only where it is asked to."""

from collections.abc import Collection

import httpx

from bot.platforms import diagnosis
from bot.platforms.checks import Check, fine, wrong
from bot.platforms.exchange import TIMEOUT
from bot.platforms.wecom import crypto, errors, web
from bot.platforms.wecom.accounts import ENCRYPTED_HINT, is_encrypted
from bot.platforms.wecom.connection import LongConnection
from bot.platforms.wecom.media import Hosts
from bot.ports import Clock, Lease, SendFailed
from bot.settings import Settings

API = "https://qyapi.weixin.qq.com/"


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
    """Examines everything; `post` sends one test post.

    `group` is the chat id that was learned, `accounts` those of people who wrote. The connection is
    tried only where no running process of this installation holds it.
    """
    if settings.wecom_bot_id:
        way_in = await check_connection(settings, lease)
    else:
        way_in = _check_callback(settings)
    accounts_check = fine("企业微信账号", "未见加密账号")
    if any(is_encrypted(account) for account in accounts):
        accounts_check = wrong("企业微信账号", ENCRYPTED_HINT)
    return (
        way_in,
        diagnosis.check_group("企业微信群", settings.wecom_group_chat or group),
        accounts_check,
        await _check_webhook(settings, http, post=post),
        *await _check_downloads(settings, http),
        await diagnosis.check_clock(
            "企业微信",
            API,
            "qyapi.weixin.qq.com",
            clock=clock,
            http=http,
            otherwise="回调会被当作过期请求",
        ),
    )


async def check_connection(
    settings: Settings, lease: Lease, patience: float = diagnosis.PATIENCE
) -> Check:
    """Subscribes for a moment.

    A stranger who uses the same robot would be displaced by that, as by every start.
    """
    secret = settings.wecom_bot_secret.get_secret_value()
    return await diagnosis.check_connection(
        "企业微信长连接",
        LongConnection(settings.wecom_ws_url, settings.wecom_bot_id, secret, lease=lease),
        lambda _: None,
        unreachable=f"连不上 {settings.wecom_ws_url}：请检查网络、代理和 SHUZHI_WECOM_WS_URL",
        patience=patience,
    )


def _check_callback(settings: Settings) -> Check:
    name = "企业微信回调"
    try:
        crypto.Envelope(
            settings.wecom_token.get_secret_value(), settings.wecom_aes_key.get_secret_value()
        )
    except ValueError as invalid:
        return wrong(name, str(invalid))
    return fine(
        name,
        "Token 和 EncodingAESKey 格式正确；"
        "能否从公网访问 /wecom/callback，以管理后台保存地址时的验证为准",
    )


async def _check_webhook(settings: Settings, http: httpx.AsyncClient, *, post: bool) -> Check:
    address = settings.wecom_group_webhook.get_secret_value()

    async def test_post() -> None:
        text = {"content": "述职助手：群机器人连通性测试"}
        try:
            await web.post(http, address, json={"msgtype": "text", "text": text})
        except SendFailed as failed:
            raise SendFailed(f"{failed.reason}，请检查网络和地址") from None
        except errors.Rejected as rejected:
            raise errors.as_send_failed(rejected.code) from None

    return await diagnosis.check_webhook(
        "企业微信群机器人",
        address,
        variable="SHUZHI_WECOM_GROUP_WEBHOOK",
        what="群机器人的完整地址",
        parameter="key=",
        test_post=test_post,
        post=post,
    )


async def _check_downloads(settings: Settings, http: httpx.AsyncClient) -> list[Check]:
    # A pattern is no host that could be asked.
    hosts = [host for host in Hosts(settings.wecom_media_hosts).names if "*" not in host]
    if hosts:
        return [await _check_host(host, http) for host in hosts]
    text = (
        "使用官方下载地址；若日志出现 wecom.media_host_refused，"
        "请把其中的主机名加入 SHUZHI_WECOM_MEDIA_HOSTS"
    )
    return [fine("企业微信文件下载", text)]


async def _check_host(host: str, http: httpx.AsyncClient) -> Check:
    """Any answer is fine, for only whether the host can be reached is in question."""
    for scheme in ("https", "http"):
        try:
            await http.head(f"{scheme}://{host}/", timeout=TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL):
            continue
        return fine("企业微信文件下载", f"{host} 可达")
    text = f"连不上 {host}：请检查网络和 SHUZHI_WECOM_MEDIA_HOSTS"
    return wrong("企业微信文件下载", text)
