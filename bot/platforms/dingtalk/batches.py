"""Single chats: the same message to several people becomes one call of up to twenty.

Each person's result is his own: who is no member is given up, who is flow-controlled is tried again
later.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import field

from bot.domain.values import dataclass
from bot.platforms.dingtalk.errors import Rejected, as_send_failed
from bot.platforms.dingtalk.openapi import OpenApi
from bot.platforms.dingtalk.outgoing import Wire
from bot.ports import SendFailed

MOST = 20
GATHER = 0.03  # seconds in which equal messages come together
FLOW_PAUSE = 60.0

Sent = asyncio.Future[None]


@dataclass
class _Batch:
    wire: Wire
    waiting: list[tuple[str, Sent]] = field(default_factory=list)


class Batches:
    def __init__(
        self, api: OpenApi, robot: str, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._api, self._robot, self._sleep = api, robot, sleep
        self._open: dict[tuple[str, str], _Batch] = {}
        self._sending: set[asyncio.Task[None]] = set()

    async def send(self, account: str, wire: Wire) -> None:
        """Returns once the platform took it for this person. Raises SendFailed."""
        sent: Sent = asyncio.get_running_loop().create_future()
        key = (wire.key, wire.msg_param)
        batch = self._open.get(key)
        if (
            batch is None
            or len(batch.waiting) >= MOST
            # His result is found by his account, so it stands in a batch once.
            or account in (waiting for waiting, _ in batch.waiting)
        ):
            batch = self._open[key] = _Batch(wire)
            task = asyncio.create_task(self._flush(key, batch))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        batch.waiting.append((account, sent))
        await sent

    async def _flush(self, key: tuple[str, str], batch: _Batch) -> None:
        await self._sleep(GATHER)
        # Whoever comes from now on is too late for this call.
        if self._open.get(key) is batch:
            del self._open[key]
        body = {
            "robotCode": self._robot,
            "userIds": [account for account, _ in batch.waiting],
            "msgKey": batch.wire.key,
            "msgParam": batch.wire.msg_param,
        }
        try:
            answer = await self._api.call("POST", "/v1.0/robot/oToMessages/batchSend", body)
        except Rejected as rejected:
            _fail(batch, as_send_failed(rejected))
        except SendFailed as failed:
            _fail(batch, failed)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
            _fail(batch, SendFailed(f"发送时出错（{type(error).__name__}）"))
        else:
            invalid = answer.get("invalidStaffIdList") or ()
            slowed = answer.get("flowControlledStaffIdList") or ()
            for account, sent in batch.waiting:
                if sent.done():
                    continue
                if account in invalid:
                    reason = "钉钉不认识这个账号，或对方不在应用的可见范围内"
                    sent.set_exception(SendFailed(reason, permanent=True))
                elif account in slowed:
                    reason = "钉钉限制了给这位同志的发送频率，稍后再发"
                    sent.set_exception(SendFailed(reason, retry_after=FLOW_PAUSE))
                else:
                    sent.set_result(None)


def _fail(batch: _Batch, failed: SendFailed) -> None:
    for _, sent in batch.waiting:
        if not sent.done():
            # Each his own: raised in several tasks, one would gather all their tracebacks.
            sent.set_exception(
                SendFailed(
                    failed.reason, permanent=failed.permanent, retry_after=failed.retry_after
                )
            )
