"""A connection that one process of an installation holds: made, and made again, while it runs.

A lease in the database decides which process connects; the others stand by. Whoever is displaced by
a stranger stays away. Nothing that happens to a connection ends the loop that makes the next one.
"""

import asyncio
import contextlib
import random
import secrets
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bot.domain.values import dataclass
from bot.ports import Lease

log = structlog.get_logger(__name__)

LARGEST_FRAME = 4 * 1024 * 1024
OnFrame = TypeVar("OnFrame")


class State(StrEnum):
    STARTING = "starting"
    STANDBY = "standby"  # another process of this installation holds the connection
    CONNECTING = "connecting"
    CONNECTED = "connected"
    DISPLACED = "displaced"
    REFUSED = "refused"
    STOPPED = "stopped"


ADMINISTRATORS = (State.DISPLACED, State.REFUSED)  # do not pass by waiting


@dataclass(frozen=True)
class Timings:
    """Seconds."""

    connect: float = 10.0
    write: float = 8.0
    close: float = 2.0
    lease: float = 15.0  # also how long a successor waits for one that was killed
    standby: float = 2.0
    first_retry: float = 1.0
    last_retry: float = 30.0
    # A new robot is not known for some minutes, and a secret may be put right at the platform.
    refused: float = 60.0
    # A sibling that takes over is seen within moments; whoever is still there then is a stranger.
    taken_over: float = 60.0


class CredentialsRefused(Exception):
    """The platform does not accept the robot's credentials."""


class Displaced(Exception):
    """The platform gave the connection to another process that uses the same robot."""


class LeasedConnection(ABC, Generic[OnFrame]):
    """One robot's connection. A platform says in `_session` how one connection is lived through."""

    platform: ClassVar[str]
    readiness: ClassVar[Mapping[State, tuple[bool, str]]]

    def __init__(
        self,
        robot: str,
        *,
        lease: Lease,
        timings: Timings,
        sleep: Callable[[float], Awaitable[None]],
        on_connected: Callable[[], None],
        on_took_over: Callable[[], None],
    ) -> None:
        """`on_connected` is called at each new connection, `on_took_over` where this process stood
        by and the one that held the connection is gone. They must return at once and never raise.
        """
        self.state = State.STARTING
        self._lease, self._timings, self._sleep = lease, timings, sleep
        self._lease_name = f"{self.platform}:{robot}"
        self._owner = secrets.token_hex(8)
        self._on_connected, self._on_took_over = on_connected, on_took_over
        self._on_frame: OnFrame
        self._received = False  # whether a frame came over the present connection
        self._since = 0.0  # when the present state began, by the time of the loop

    def ready(self) -> tuple[bool, str]:
        """Tells whether messages come and go, and a sentence for the administrator."""
        return self.readiness[self.state]

    def stands_by(self) -> bool:
        """Tells whether another process of this installation holds the connection, or may."""
        return self.state is State.STANDBY

    def taken_over(self) -> bool:
        """Tells whether a stranger has held the connection for a while: nobody is heard here
        meanwhile.
        """
        if self.state is not State.DISPLACED:
            return False
        return asyncio.get_running_loop().time() - self._since >= self._timings.taken_over

    async def run(self, on_frame: OnFrame) -> None:
        """Connects until it is cancelled, then gives the lease back.

        `on_frame` gets every frame that brings a message or a click; it must return at once and
        never raise.
        """
        self._on_frame = on_frame
        failures = 0
        try:
            while True:
                # Where the lease cannot be asked for, this process must not start a fight either.
                if not await self._hold_lease():
                    self._become(State.STANDBY)
                    await self._sleep(self._timings.standby)
                    continue
                if self.stands_by():
                    self._on_took_over()
                began = asyncio.get_running_loop().time()
                rotated = await self._connect()
                lasted = asyncio.get_running_loop().time() - began
                failures += 1
                # A connection over which something came was of use.
                if rotated or self._received:
                    failures = 0
                if self.state is State.DISPLACED:
                    # As long as the lease is ours a stranger holds the connection, and coming back
                    # would be a fight. A sibling who has it is the one that displaced this process.
                    while await self._hold_lease() is not False:
                        await self._sleep(self._timings.standby)
                # A server that asks for a new connection again and again is not obeyed at once.
                elif not rotated or lasted < self._timings.first_retry:
                    await self._sleep(self._pause(failures))
        finally:
            self._become(State.STOPPED)
            await self._finish()
            # The database may be closed already; the lease then runs out by itself.
            with contextlib.suppress(Exception):
                await self._lease.release(self._lease_name, self._owner)

    @abstractmethod
    async def _session(self) -> bool:
        """Lives through one connection; True where the server asked for a new one at once.

        Raises CredentialsRefused, Displaced, and whatever else a broken connection raises.
        """

    async def _finish(self) -> None:
        """Ends what outlives a session. Nothing does unless a platform says so."""

    async def _connect(self) -> bool:
        """Makes one connection and returns at its end; True where the next is due at once."""
        if self.state is not State.REFUSED:  # whoever waits for the next try still reads why
            self._become(State.CONNECTING)
        self._received = False
        rotated = False
        try:
            rotated = await self._session()
        except CredentialsRefused:
            self._become(State.REFUSED)
            return False
        except Displaced:
            self._become(State.DISPLACED)
            return False
        except Exception as error:  # noqa: BLE001 - nothing whatever may end the loop that reconnects
            log.warning(self._event("disconnected"), error=type(error).__name__)
        self._become(State.CONNECTING)
        return rotated

    async def _keep_lease(self) -> None:
        """Returns once the lease was lost or ran out; a database away for a moment changes nothing."""
        missed = 0
        while missed < 2:
            # One may be missed, and there is still time for another.
            await self._sleep(self._timings.lease / 3)
            held = await self._hold_lease()
            if held is False:
                return
            missed += 1
            if held:
                missed = 0

    async def _hold_lease(self) -> bool | None:
        """Takes or extends the lease; None where it cannot be asked for.

        A database that is away must neither cut a connection nor open a second one.
        """
        try:
            return await self._lease.hold(self._lease_name, self._owner, self._timings.lease)
        except Exception as error:  # noqa: BLE001 - whatever storage raises, the loop asks again
            log.warning(self._event("lease_unavailable"), error=type(error).__name__)
            return None

    def _become_connected(self) -> None:
        self._become(State.CONNECTED)
        self._on_connected()

    def _become(self, state: State) -> None:
        if state is self.state:
            return
        self.state = state
        self._since = asyncio.get_running_loop().time()
        if state in ADMINISTRATORS:
            log.warning(self._event("connection"), state=state.value, remedy=self.ready()[1])
        else:
            log.info(self._event("connection"), state=state.value)

    def _event(self, name: str) -> str:
        return f"{self.platform}.{name}"

    def _pause(self, failures: int) -> float:
        """Returns the seconds before the next try: twice as long after each failure, spread at
        random.
        """
        if self.state is State.REFUSED:
            return self._timings.refused
        longest = min(
            self._timings.last_retry, self._timings.first_retry * 2.0 ** min(failures, 16)
        )
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - so that many do not come at once

    async def _close(self, socket: ClientConnection) -> None:
        """Closes within seconds, whatever the peer does."""
        with contextlib.suppress(OSError, TimeoutError, WebSocketException):
            async with asyncio.timeout(self._timings.close * 2):
                await socket.close()


async def open_socket(
    address: str, timings: Timings, *, ping: float | None = None
) -> ClientConnection:
    """Connects; `ping` is the seconds between WebSocket pings and the patience for their pongs."""
    return await connect(
        address,
        open_timeout=timings.connect,
        close_timeout=timings.close,
        ping_interval=ping,
        ping_timeout=ping,
        max_size=LARGEST_FRAME,
    )
