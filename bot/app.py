"""The composition root: the only file that knows everybody. Nothing is opened before `start`."""

import contextlib
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from bot import probes
from bot.actions import inbox, installation, people
from bot.actions.polls import Ballots, void_lost
from bot.actions.processes import Process
from bot.actions.publicity import Letters
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.book import book
from bot.clocks import CHAT_LOG, SystemClock
from bot.conductor import Conductor
from bot.connecting import connected
from bot.connecting.platform import Surroundings
from bot.dispatch.clicks import Clicks
from bot.dispatch.inlet import Intake
from bot.dispatch.meaning import Meaning
from bot.dispatch.overhearing import Overhearing
from bot.dispatch.reading import MessageReader
from bot.dispatch.worker import Worker
from bot.documents.reader import DocumentReader
from bot.domain.installation import Purpose
from bot.pages import routes as pages
from bot.platforms.sandbox.chatlog import ChatLog
from bot.platforms.sandbox.clock import SimulatedClock
from bot.ports import Clock
from bot.settings import SANDBOX, WECOM, Settings
from bot.sources import Sources
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.keys import KeyStore
from bot.storage.schema import migrate
from bot.storage.spool import Spool
from bot.watchdog import Watchdog
from bot.web import web

if TYPE_CHECKING:
    from bot.second_opinion import CampusModel


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
        self.second = self._second_opinion()
        meaning = Meaning(routes)
        reading = MessageReader(self.services, meaning, second=self.second)
        self.ballots = Ballots(self.services)
        self.letters = Letters(self.services)
        self.intake = Intake(
            self.services,
            worker=Worker(self.services, reading),
            clicks=Clicks(self.services, routes),
            ballots=self.ballots,
            letters=self.letters,
            overhearing=Overhearing(meaning),
        )
        self.process = Process(self.services)
        self.conductor = Conductor(self.services, self.intake, self.process)
        self.watchdog = Watchdog()  # started by whoever serves
        self.platforms = connected(
            Surroundings(settings, self.services, self.intake, self.conductor, self.log)
        )
        self._introduce_platforms()
        self.web = self._web()

    def _introduce_platforms(self) -> None:
        """Tells what actions need of the platforms, which are made after them."""
        platforms = self.platforms.items()
        services = self.services
        services.messengers = {name: platform.messenger for name, platform in platforms}
        services.fetchers = {name: platform.fetcher for name, platform in platforms}
        services.first_words = {name: platform.first_word for name, platform in platforms}
        services.standbys = {name: platform.stands_by for name, platform in platforms}
        services.takeovers = {
            name: platform.takeover for name, platform in platforms if platform.takeover
        }

    async def start(self) -> None:
        """Raises OtherPurpose where the data belong to the other kind of program, and CannotShare where other
        processes serve them with keys or files that this one does not have.
        """
        self.services.database.start()
        migrate(self.services.database)
        await self.services.write(lambda work: installation.claim(work, self.settings.purpose))
        if isinstance(self.clock, SimulatedClock):
            # Leases would never run out while time stands still.
            await self.services.write(inbox.release_all)
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

    def _second_opinion(self) -> "CampusModel | None":
        """Returns the model that the settings name. Where they name none, its client is not loaded."""
        if not self.settings.llm_url:
            return None
        from bot.second_opinion import campus_model  # noqa: PLC0415

        return campus_model(self.settings)

    def _clock(self) -> Clock:
        """Makes a clock that stands still until somebody moves it, where the sandbox is alone.

        Beside a real platform time passes.
        """
        if self.log is None or self.settings.purpose is Purpose.SERVICE:
            return SystemClock()
        return SimulatedClock(self.log, start=SystemClock().now().astimezone(self.settings.zone))

    def _learn_groups(self, work: UnitOfWork) -> None:
        """A group that the environment names belongs to the only department there is."""
        departments, group = people.departments(work), self.settings.wecom_group_chat
        if WECOM in self.settings.platforms and group and len(departments) == 1:
            people.learn_group(work, departments[0], platform=WECOM, group=group)

    def _web(self) -> ASGIApp:
        ready = {name: platform.ready for name, platform in self.platforms.items()}
        ready["serving"] = self.watchdog.ready
        sources = Sources(self.services, ready, lambda: self.conductor.last_beat)
        sheets = pages.application(
            self.services,
            self.ballots,
            self.letters,
            chat_url=self.settings.chat_url,
            time_runs=not isinstance(self.clock, SimulatedClock),
        )
        return web(
            self.platforms.values(),
            probes.routes(sources),
            pages=sheets,
            under=pages.prefixes(self.settings.pages_address),
        )


def _spool_folder(settings: Settings) -> Path:
    """Processes that share a data directory each put messages aside in a place of their own."""
    folder = settings.data_dir / "spool"
    if settings.database.startswith("sqlite"):
        return folder
    return folder / f"{socket.gethostname()}-{settings.port}"
