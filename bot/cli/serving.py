"""`demo` and `serve`: the running service."""

import errno
import gc
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from types import FrameType

import click
import uvicorn
from typing_extensions import override

from bot import logs, supervisor
from bot.actions import people, rosters
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.cli import examinations
from bot.cli.failures import CommandFailed
from bot.cli.offline import reach
from bot.cli.one_server import only_one
from bot.cli.owner_only import leave_no_core
from bot.cli.places import kept_in
from bot.cli.planfiles import read_plan
from bot.cli.purposes import DEMONSTRATION_ELSEWHERE, check_purpose
from bot.clocks import set_clock
from bot.documents.roster import read_roster
from bot.domain.installation import Purpose
from bot.domain.planfile import sample_plan
from bot.platforms.sandbox.server import LARGEST_UPLOAD
from bot.rim import MEBIBYTE, Limits, guarded, room_for_connections
from bot.sample import SAMPLE_DEPARTMENT, sample_roster_workbook
from bot.settings import SANDBOX, Settings, is_loopback, load_settings, serves_people
from bot.version import version

MORNING = time(8, 30)
WHAT_TO_TRY = """\
述职助手的演示已经启动：{address}

用浏览器打开上面的地址，就能看到一个聊天页。可以试试：
  1. 在左上角选一位支部书记，把一份 .docx 述职报告拖进私聊
  2. 换成组织员，发送“状态”“谁没交”“详情 第三支部”
  3. 组织员在私聊里发送“发测评表”，再换几位党员在私聊里发“到”，在卡片上点选，或点链接在网页上填；
     “大屏”给出会场投影的链接；最后组织员“收票”“交领导”
  4. 点右上角的“+1 天”或“下一事件”，看倒计时怎样提醒
程序在别的机器上时，先在自己的电脑上运行 ssh -L {port}:127.0.0.1:{port} 用户@那台机器，再打开上面的地址。
{place}，按 Ctrl+C 停止。"""


@click.command()
@click.option("--host", metavar="H", help="监听地址，只能是本机")
@click.option("--port", type=click.IntRange(0, 65535), metavar="P", help="端口，默认 8000")
@click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR", help="数据目录，默认 ./data"
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="把模拟时钟拨到这一天",
)
def demo(host: str | None, port: int | None, data: Path | None, day: datetime | None) -> None:
    """启动演示：示例系、聊天页和模拟时钟，不需要任何账号。"""
    settings = load_settings(platforms=(SANDBOX,), host=host, port=port, data_dir=data)
    if serves_people():
        # What is meant for a service stays out of a demonstration's reach, its keys too.
        if data is None or settings.database_url:
            raise CommandFailed(DEMONSTRATION_ELSEWHERE)
        settings = settings.model_copy(update={"key_dir": None})
    _loopback_only(settings)
    check_purpose(settings, Purpose.DEMONSTRATION)
    with only_one(settings):
        if day is not None:
            set_clock(settings, datetime.combine(day.date(), MORNING, settings.zone))
        with reach(settings, create=True) as reached:
            reached.write(lambda work: _seed_sample(work, settings))
        _run(settings, announce=WHAT_TO_TRY)


@click.command()
def serve() -> None:
    """启动正式服务，按环境变量（见 .env.example）连接企业微信或钉钉。"""
    settings = load_settings()
    if SANDBOX in settings.platforms:
        _loopback_only(settings)
    check_purpose(settings, settings.purpose)
    with only_one(settings):
        with reach(settings, create=True) as reached:
            hints = [*examinations.before_start(settings), examinations.departments(reached)]
        for hint in hints:
            if not hint.ok:
                click.echo(f"提示：{hint.name}：{hint.text}", err=True)
        _run(settings, announce="述职助手 {version} 已启动：{address}（{place}）")


def _loopback_only(settings: Settings) -> None:
    """Raises CommandFailed where others could reach a chat page that asks nobody for a password."""
    if not is_loopback(settings.host):
        raise CommandFailed(f"演示只能在本机使用，监听地址不能是 {settings.host}，请改为 127.0.0.1")


def _seed_sample(work: UnitOfWork, settings: Settings) -> None:
    """Gives a fresh data directory the sample department; a no-op where there is any already."""
    if people.departments(work):
        return
    plan = sample_plan(work.today.year)
    if settings.plan is not None:
        plan = read_plan(settings.plan)
    seed(work, SAMPLE_DEPARTMENT, plan)
    categories = [category.id for category in plan.ballot.categories]
    # Read from a workbook, as a user's would be.
    sheet = read_roster(sample_roster_workbook(), categories=categories)
    rosters.import_roster(work, SAMPLE_DEPARTMENT.id, sheet.lines, actor=SYSTEM)


def _run(settings: Settings, *, announce: str) -> None:
    """Serves until somebody stops it. What it announces may name the `address`, `port`, `data` and
    `version`.
    """
    leave_no_core()
    logs.configure(level=settings.log_level, form=settings.log_format)
    # A port that is taken is told before anything is begun.
    with _listen(settings) as listener:
        host, port = listener.getsockname()[:2]
        settings = settings.model_copy(update={"port": port})  # 0 asks for any free one
        address = f"http://{host}:{port}"
        if ":" in host:
            address = f"http://[{host}]:{port}"
        announcement = announce.format(
            address=address, port=port, place=kept_in(settings), version=version()
        )
        Service(Program(settings), announcement=announcement).run([listener])


class Service(uvicorn.Server):
    """The program and its web server. What keeps the program from starting is raised to whoever runs it."""

    def __init__(self, program: Program, *, announcement: str = "") -> None:
        """The `announcement` is shown once people can be served."""
        limits = Limits(connections=room_for_connections())
        # A real platform's calls are small; the chat page takes files as large as platforms do.
        if program.log is not None:
            limits = replace(limits, body_bytes=LARGEST_UPLOAD + MEBIBYTE)
        super().__init__(
            uvicorn.Config(
                program.web,
                http=guarded(limits),  # type: ignore[arg-type]  # made like a protocol's class
                ws="none",  # the chat page reads event streams
                timeout_keep_alive=Limits.idle_seconds,
                log_config=None,  # the program's own was configured before
                access_log=False,  # it would tell when votes came (ballot step 5)
                proxy_headers=False,  # nothing asks who called
                lifespan="off",  # the program begins and ends in this class
                timeout_graceful_shutdown=1,
            )
        )
        self._program = program
        self._announcement = announcement

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        supervisor.tell(supervisor.ENDING)
        # A program that hangs is not waited for (decision 0020).
        self._program.watchdog.ending()
        super().handle_exit(sig, frame)

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await self._program.start()
            await super().startup(sockets)
            self._program.watchdog.start()
            if self._announcement:
                click.echo(self._announcement)
            supervisor.tell(supervisor.READY)
            gc.collect()
            gc.freeze()  # else a collection goes through all modules too, and every vote waits 130 ms for it
        except BaseException:
            await self._program.stop()
            raise

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        await self._program.watchdog.stop()
        await self._program.stop()


@contextmanager
def _listen(settings: Settings) -> Iterator[socket.socket]:
    """Yields a socket on the port of the settings. Raises CommandFailed where it cannot be had."""
    family = socket.AF_INET
    if ":" in settings.host:
        family = socket.AF_INET6
    # The protocol is named, or the event loop leaves small answers waiting for the kernel to fill
    # a packet.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            another = f"shuzhi demo --port {settings.port + 1}"
            if settings.purpose is Purpose.SERVICE:
                another = f"在 .env 里写 SHUZHI_PORT={settings.port + 1}"
            raise CommandFailed(
                f"端口 {settings.port} 已被占用，请换一个，例如：{another}"
            ) from None
        raise CommandFailed(
            f"不能在 {settings.host} 的端口 {settings.port} 上监听，请检查 SHUZHI_HOST 和 SHUZHI_PORT"
        ) from None
    with listener:
        yield listener
