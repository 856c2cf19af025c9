"""A platform as the program runs it, and what it is connected to."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import field

from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.actions.services import Services, Takeover
from bot.conductor import Conductor
from bot.dispatch.inlet import Intake
from bot.domain.reach import FirstWord
from bot.domain.values import dataclass
from bot.messages import OutFile
from bot.platforms.sandbox.chatlog import ChatLog
from bot.ports import FileFetcher, Messenger
from bot.settings import Settings
from bot.storage.files import FileStore


@dataclass(frozen=True)
class Surroundings:
    """What the program has that platforms are connected to.

    `log` is that of the sandbox's chat; None where the settings do not name the sandbox.
    """

    settings: Settings
    services: Services
    intake: Intake
    conductor: Conductor
    log: ChatLog | None


@dataclass(frozen=True)
class StoredFiles:
    """The program's file store as platforms see it."""

    store: FileStore

    async def open(self, file: OutFile) -> bytes:
        return self.store.read(file.sha256)


async def _nothing() -> None:
    """A platform without a connection of its own has nothing to start."""


def _never() -> bool:
    """A platform that anybody may speak on is left to nobody else."""
    return False


@dataclass(frozen=True)
class Platform:
    """One way into the world, as the program runs it.

    `direct` are addresses that need neither routing nor middleware, `guards` look at every call
    that is not one of them.
    """

    messenger: Messenger
    fetcher: FileFetcher
    routes: Sequence[BaseRoute]
    ready: Callable[[], tuple[bool, str]]
    start: Callable[[], Awaitable[None]] = _nothing
    stop: Callable[[], Awaitable[None]] = _nothing
    direct: Mapping[str, ASGIApp] = field(default_factory=dict)
    guards: Sequence[Middleware] = ()
    first_word: FirstWord = FirstWord.ALWAYS
    stands_by: Callable[[], bool] = _never
    takeover: Takeover | None = None
