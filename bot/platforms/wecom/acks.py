"""Who waits for which acknowledgement.

Several frames may share one req_id; some error acks carry none (40058).
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any

from bot.platforms.json_objects import object_of

Ack = asyncio.Future[Mapping[str, Any]]


class Acks:
    def __init__(self) -> None:
        self._waiting: dict[str, deque[Ack]] = {}

    def expect(self, req_id: str) -> Ack:
        ack: Ack = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(req_id, deque()).append(ack)
        return ack

    def forget(self, req_id: str, ack: Ack) -> None:
        """Ends a wait after its time-out, so that a later ack goes to whoever still waits."""
        queue = self._waiting.get(req_id)
        if queue is not None and ack in queue:
            queue.remove(ack)
        if not queue:
            self._waiting.pop(req_id, None)

    def settle(self, frame: Mapping[str, Any]) -> None:
        """Hands the ack over. Without a req_id it belongs to the only request that waits.

        With several waiting, the time-out decides.
        """
        req_id = str(object_of(frame.get("headers")).get("req_id") or "")
        if not req_id and sum(map(len, self._waiting.values())) == 1:
            req_id = next(iter(self._waiting))
        queue = self._waiting.get(req_id)
        if not queue:
            return
        ack = queue.popleft()
        if not queue:
            del self._waiting[req_id]
        if not ack.done():
            ack.set_result(frame)

    def fail(self, error: Exception) -> None:
        """Tells everybody who waits that the connection is gone."""
        waiting, self._waiting = self._waiting, {}
        for queue in waiting.values():
            for ack in queue:
                if not ack.done():
                    ack.set_exception(error)
