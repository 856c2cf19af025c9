"""What `shuzhi doctor` asks about every platform, each line with its remedy."""

import asyncio
import email.utils
from collections.abc import Awaitable, Callable

import httpx

from bot.platforms.checks import Check, fine, wrong
from bot.platforms.exchange import TIMEOUT
from bot.platforms.leased import LeasedConnection, OnFrame, State
from bot.ports import Clock, SendFailed

SKEW_SECONDS = 60  # some minutes break callbacks and signatures, one is worth a word
PATIENCE = 15.0  # seconds
_SETTLED = (State.CONNECTED, State.REFUSED, State.DISPLACED, State.STANDBY)


async def check_connection(
    name: str,
    connection: LeasedConnection[OnFrame],
    ignore: OnFrame,
    *,
    unreachable: str,
    patience: float = PATIENCE,
) -> Check:
    """Connects for a moment, unless a running process of this installation does.

    `ignore` takes the frames.
    """
    running = asyncio.create_task(connection.run(ignore))
    try:
        async with asyncio.timeout(patience):
            while connection.state not in _SETTLED:  # noqa: ASYNC110 - a look now and then is all that is needed
                await asyncio.sleep(0.05)
    except TimeoutError:
        # How far it has come by then is told by its state.
        pass
    state = connection.state
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    if state is State.STANDBY:
        return fine(name, "由正在运行的服务持有；它是否正常请看该服务的 /readyz")
    if state in _SETTLED:
        ok, text = connection.readiness[state]
        return Check(name, ok, text)
    return wrong(name, unreachable)


def check_group(name: str, chat: str) -> Check:
    if not chat:
        return wrong(name, "还不知道系里的群：请把机器人加进群，并在群里 @它 说一句话")
    return fine(name, "系里的群已知")


async def check_webhook(
    name: str,
    address: str,
    *,
    variable: str,
    what: str,
    parameter: str,
    test_post: Callable[[], Awaitable[None]],
    post: bool,
) -> Check:
    """Looks at the address of a group robot and, where it is to `post`, posts one message.

    `what` is how the platform calls the robot's address, which must hold `parameter`; `test_post`
    raises SendFailed.
    """
    if not address:
        return fine(name, f"没有设置 {variable}：群里的提醒照发，但不能 @ 到人")
    if not address.startswith(("http://", "https://")) or parameter not in address:
        return wrong(name, f"{variable} 应是{what}（含 {parameter}），请在群设置里重新复制")
    if not post:
        return fine(name, "地址已设置，未试发；需要试发时请明确要求")
    try:
        await test_post()
    except SendFailed as failed:
        return wrong(name, failed.reason)
    return fine(name, "试发成功")


async def check_clock(
    platform: str, address: str, host: str, *, clock: Clock, http: httpx.AsyncClient, otherwise: str
) -> Check:
    """Compares this machine's time with the platform's; `otherwise` says what a wrong time breaks."""
    name = f"{platform}时钟"
    try:
        response = await http.head(address, timeout=TIMEOUT)
        platform_time = email.utils.parsedate_to_datetime(response.headers.get("date", ""))
    except (httpx.HTTPError, ValueError):
        return wrong(name, f"无法从{platform}取得时间，请检查服务器能否访问 {host}")
    seconds = round(abs((clock.now() - platform_time).total_seconds()))
    if seconds <= SKEW_SECONDS:
        return fine(name, "服务器时间准确")
    return wrong(
        name,
        f"服务器时间与{platform}相差 {seconds} 秒，请校准系统时间（例如启用 NTP），否则{otherwise}",
    )
