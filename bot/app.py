"""The composition root: the only file that knows everybody. Nothing is opened before `start`."""

import contextlib
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override

from bot import probes
from bot.actions import inbox, installation, people
from bot.actions.calls import StoredCalls
from bot.actions.leases import StoredLease
from bot.actions.polls import Ballots, void_lost
from bot.actions.processes import Process
from bot.actions.publicity import Letters
from bot.actions.quota import StoredQuota
from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.clocks import CHAT_LOG, SystemClock
from bot.conductor import Conductor
from bot.dispatch.clicks import Clicks
from bot.dispatch.inlet import Intake
from bot.dispatch.overhearing import Overhearing
from bot.dispatch.reading import MessageReader
from bot.dispatch.router import Book, Router
from bot.dispatch.worker import Worker
from bot.documents.reader import DocumentReader
from bot.domain.installation import Purpose
from bot.domain.reach import FirstWord
from bot.messages import OutFile
from bot.metrics import Sources
from bot.pages import routes as pages
from bot.platforms.dingtalk.robot import DingtalkPlatform
from bot.platforms.robots import Core
from bot.platforms.sandbox.chatlog import ChatLog
from bot.platforms.sandbox.clock import SimulatedClock
from bot.platforms.sandbox.provider import Provider
from bot.platforms.sandbox.server import SandboxServer
from bot.platforms.sandbox.visitors import KnownHosts, own_hosts
from bot.platforms.wecom.robot import WecomPlatform
from bot.ports import Clock, FileFetcher, Messenger
from bot.second_opinion import campus_model
from bot.settings import DINGTALK, SANDBOX, WECOM, Settings
from bot.stage import SandboxStage
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.keys import KeyStore
from bot.storage.schema import migrate
from bot.storage.spool import Spool
from bot.watchdog import Watchdog
from handlers import (
    archiving,
    attendance,
    bulletins,
    evaluation,
    exporting,
    following,
    grades,
    handing_in,
    help_requests,
    judging,
    meetings,
    notices,
    observation_sheets,
    opinions,
    pairing,
    plans,
    polls,
    preparation,
    printing,
    procedures,
    publicity,
    questions,
    raised,
    reach,
    rectification,
    rectification_lists,
    reminder_log,
    satisfaction,
    screens,
    sheets,
    speeches,
    spot_checks,
    staffing,
    status,
    submissions,
    tallies,
    verification,
    weak_branches,
    withdrawals,
)
from handlers import people as people_handlers
from handlers.agreeing import agreeing_router
from handlers.helping import help_router
from handlers.todos import todos_router


@dataclass(frozen=True)
class StoredFiles:
    """The program's file store as platforms see it."""

    store: FileStore

    async def open(self, file: OutFile) -> bytes:
        return self.store.read(file.sha256)


def book() -> Book:
    """All routes, listed by hand; two that claim the same fail here."""
    routers: list[Router] = [
        notices.router,
        plans.router,
        opinions.edited,
        rectification.proofs,
        observation_sheets.router,
        tallies.router,
        submissions.router,
        procedures.router,
        handing_in.router,
        judging.router,
        pairing.router,
        raised.router,
        status.router,
        polls.router,
        sheets.router,
        meetings.router,
        attendance.router,
        printing.router,
        speeches.router,
        screens.router,
        publicity.router,
        evaluation.router,
        grades.router,
        opinions.router,
        exporting.router,
        rectification.router,
        rectification_lists.router,
        following.router,
        help_requests.router,
        verification.router,
        preparation.router,
        questions.router,
        bulletins.router,
        spot_checks.router,
        weak_branches.router,
        withdrawals.router,
        satisfaction.router,
        archiving.router,
        reminder_log.router,
        reach.router,
        staffing.router,
        people_handlers.router,
    ]
    routers.append(todos_router(routers))
    routers.append(agreeing_router(routers))
    return Book([*routers, help_router(routers)])


async def _nothing() -> None:
    """A platform without a connection of its own has nothing to start."""


def _never() -> bool:
    """A platform that anybody may speak on is left to nobody else."""
    return False


@dataclass(frozen=True)
class Platform:
    """One way into the world, as the program runs it.

    `direct` are addresses that need neither routing nor middleware.
    """

    messenger: Messenger
    fetcher: FileFetcher
    routes: Sequence[BaseRoute]
    ready: Callable[[], tuple[bool, str]]
    start: Callable[[], Awaitable[None]] = _nothing
    stop: Callable[[], Awaitable[None]] = _nothing
    direct: Mapping[str, ASGIApp] = field(default_factory=dict)
    first_word: FirstWord = FirstWord.ALWAYS
    stands_by: Callable[[], bool] = _never


class Web(Starlette):
    """All addresses of the program.

    Those of `direct` are reached at once, and so is every page; the rest goes Starlette's way.
    """

    def __init__(
        self, *, direct: Mapping[str, ASGIApp], pages: ASGIApp, under: tuple[str, ...], **given: Any
    ) -> None:
        super().__init__(**given)
        self._direct = direct
        self._pages, self._under = pages, under

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path.startswith(self._under):
            await self._pages(scope, receive, send)
        else:
            await self._direct.get(path, super().__call__)(scope, receive, send)


class Program:
    """One running installation: a database, its platforms and its clock."""

    def __init__(self, settings: Settings, *, reader: DocumentReader | None = None) -> None:
        """A `reader` that is handed in stays its owner's to close."""
        self.settings = settings
        documents = reader or DocumentReader()
        self._own_reader = None if reader else documents
        self.log = None
        if SANDBOX in settings.platforms:
            self.log = ChatLog(settings.data_dir / CHAT_LOG)
        self.clock = self._clock()
        keys = KeyStore(settings.keys)
        self.services = Services(
            database=Database(settings.database),
            files=FileStore(settings.data_dir / "files"),
            keys=keys,
            spool=Spool(_spool_folder(settings), keys),
            clock=self.clock,
            zone=settings.zone,
            reader=documents,
            pages_address=settings.pages_address,
        )
        routes = book()
        self.second = campus_model(settings)
        reading = MessageReader(self.services, routes, second=self.second)
        self.ballots = Ballots(self.services)
        self.letters = Letters(self.services)
        self.intake = Intake(
            self.services,
            worker=Worker(self.services, reading),
            clicks=Clicks(self.services, routes),
            ballots=self.ballots,
            letters=self.letters,
            overhearing=Overhearing(reading),
        )
        self.process = Process(self.services)
        self.conductor = Conductor(self.services, self.intake, self.process)
        self.watchdog = Watchdog()  # started by whoever serves
        self.platforms = self._platforms()
        self.services.messengers = {
            name: platform.messenger for name, platform in self.platforms.items()
        }
        self.services.fetchers = {
            name: platform.fetcher for name, platform in self.platforms.items()
        }
        self.services.first_words = {
            name: platform.first_word for name, platform in self.platforms.items()
        }
        self.services.standbys = {
            name: platform.stands_by for name, platform in self.platforms.items()
        }
        self.web = self._web()

    async def start(self) -> None:
        """Raises OtherPurpose where the data belong to the other kind of program, and CannotShare where other
        processes serve them with keys or files that this one does not have.
        """
        self.services.database.start()
        migrate(self.services.database)
        await self.services.write(lambda work: installation.claim(work, self.settings.purpose))
        if isinstance(self.clock, SimulatedClock):
            await self.services.write(
                inbox.release_all
            )  # leases would never run out while time stands still
        await self.process.enter()
        await self.services.write(self._learn_groups)
        await void_lost(self.services)
        await self.intake.resume()
        for platform in self.platforms.values():
            await platform.start()
        await self.conductor.start(metronome=not isinstance(self.clock, SimulatedClock))

    async def stop(self) -> None:
        await self.conductor.stop()
        for platform in self.platforms.values():
            await platform.stop()
        if self.second is not None:
            await self.second.http.aclose()
        # A database that is away forgets this process by itself.
        with contextlib.suppress(Exception):
            await self.process.leave()
        if self._own_reader is not None:
            await self._own_reader.close()
        self.services.database.stop()
        if self.log is not None:
            self.log.close()

    def _clock(self) -> Clock:
        """Makes a clock that stands still until somebody moves it, where the sandbox is alone.

        Beside a real platform time passes.
        """
        if self.log is None or self.settings.purpose is Purpose.SERVICE:
            return SystemClock()
        return SimulatedClock(self.log, start=SystemClock().now().astimezone(self.settings.zone))

    def _platforms(self) -> Mapping[str, Platform]:
        platforms: dict[str, Platform] = {}
        if self.log is not None:
            platforms[SANDBOX] = self._sandbox(self.log)
        if WECOM in self.settings.platforms:
            platforms[WECOM] = self._wecom()
        if DINGTALK in self.settings.platforms:
            platforms[DINGTALK] = self._dingtalk()
        return platforms

    def _core(self, platform: str) -> Core:
        """What the robot of this platform is given."""
        return Core(
            self.intake,
            self.clock,
            StoredFiles(self.services.files),
            StoredLease(self.services),
            StoredCalls(self.services),
            on_connected=partial(self.conductor.reconnected, platform),
            on_took_over=partial(self.conductor.took_over, platform),
        )

    def _wecom(self) -> Platform:
        robot = WecomPlatform(self.settings, self._core(WECOM))
        callbacks = {
            route.path: route.app for route in robot.routes
        }  # signed, and thousands a second while a hall votes
        return Platform(
            robot.messenger,
            robot.fetcher,
            (),
            robot.ready,
            robot.start,
            robot.stop,
            callbacks,
            robot.first_word,
            robot.stands_by,
        )

    def _dingtalk(self) -> Platform:
        ledger = StoredQuota(self.services, DINGTALK)
        robot = DingtalkPlatform(self.settings, self._core(DINGTALK), ledger)
        return Platform(
            robot.messenger,
            robot.fetcher,
            robot.routes,
            robot.ready,
            robot.start,
            robot.stop,
            stands_by=robot.stands_by,
        )

    def _learn_groups(self, work: UnitOfWork) -> None:
        """A group that the environment names belongs to the only department there is."""
        departments, group = people.departments(work), self.settings.wecom_group_chat
        if WECOM in self.settings.platforms and group and len(departments) == 1:
            people.learn_group(work, departments[0], platform=WECOM, group=group)

    def _sandbox(self, log: ChatLog) -> Platform:
        provider = Provider(log, self.clock, self.settings.data_dir / "sandbox")
        stage = SandboxStage(self.services, self.conductor)
        files = StoredFiles(self.services.files)
        server = SandboxServer(
            provider,
            self.clock,
            inlet=self.intake,
            stage=stage,
            files=files,
            zone=self.settings.zone,
        )
        return Platform(provider, provider, server.routes, lambda: (True, "聊天页可用"))

    def _web(self) -> Starlette:
        guards = []
        if self.log is not None:
            guards.append(Middleware(KnownHosts, hosts=own_hosts(self.settings.host)))
        ready = {name: platform.ready for name, platform in self.platforms.items()}
        ready["serving"] = self.watchdog.ready
        return Web(
            direct={
                path: app
                for platform in self.platforms.values()
                for path, app in platform.direct.items()
            },
            pages=pages.application(
                self.services,
                self.ballots,
                self.letters,
                chat_url=self.settings.chat_url,
                time_runs=not isinstance(self.clock, SimulatedClock),
            ),
            under=pages.prefixes(self.settings.pages_address),
            routes=[
                *probes.routes(Sources(self.services, ready, lambda: self.conductor.last_beat)),
                *(route for platform in self.platforms.values() for route in platform.routes),
            ],
            middleware=guards,
            exception_handlers={StoreUnavailable: _try_again},
        )


def _spool_folder(settings: Settings) -> Path:
    """Processes that share a data directory each put messages aside in a place of their own."""
    folder = settings.data_dir / "spool"
    if settings.database.startswith("sqlite"):
        return folder
    return folder / f"{socket.gethostname()}-{settings.port}"


async def _try_again(_request: Request, _error: Exception) -> Response:
    """The database did not take it; the sender's platform (or the page) delivers it again."""
    return JSONResponse(
        {"error": "暂时没有存下来，请稍后再试"}, status_code=503, headers={"Retry-After": "5"}
    )
