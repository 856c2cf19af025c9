"""Takes the pictures of the README from a rehearsed year: `.venv/bin/python scripts/take_pictures.py`.

The people are those of the rehearsal, so every run shows the same year. Needed are Chromium
(`scripts/install-browser`), and LibreOffice with pdftoppm for what is printed.
"""

import asyncio
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from random import Random
from typing import Any

import httpx
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.actions import rosters
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM
from bot.app import Program
from bot.cli.serving import Service
from bot.clocks import set_clock
from bot.domain.people import Person
from bot.domain.plan import Plan
from bot.domain.planfile import sample_plan
from bot.rehearsal import decisions, scenes
from bot.rehearsal.chat import Chat
from bot.rehearsal.play import MORNING, Play, read_roster
from bot.sample import SAMPLE_DEPARTMENT
from bot.sample.roster import sample_lines
from bot.settings import private_settings

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
YEAR = 2026
LARGEST = 150_000  # bytes of a picture
DESKTOP = {"viewport": {"width": 1100, "height": 700}}
PHONE = {
    "viewport": {"width": 360, "height": 640},
    "device_scale_factor": 1.75,
    "has_touch": True,
    "is_mobile": True,
}
# Laid out for a projector, kept at three quarters of it.
HALL = {"viewport": {"width": 1920, "height": 1080}, "device_scale_factor": 0.75}
DOTS_PER_INCH = "80"


@dataclass(frozen=True)
class Studio:
    """The rehearsed department, and a browser that looks at it."""

    play: Play
    plan: Plan
    browser: Browser
    address: str

    async def open(self, url: str, given: dict[str, Any]) -> Page:
        context = await self.browser.new_context(locale="zh-CN", reduced_motion="reduce", **given)
        page = await context.new_page()
        await page.goto(url)
        return page

    async def take_chat(
        self, name: str, who: str, seen: str, given: dict[str, Any], *, chat: str = "direct"
    ) -> None:
        """Keeps somebody's chat as it looks where it shows these words."""
        page = await self.open(f"{self.address}/#viewer={who}&chat={chat}", given)
        await page.get_by_text(seen).last.scroll_into_view_if_needed()
        await take(page, name)

    async def link(self, who: str, text: str) -> str:
        """Returns the newest link that the bot gives him in answer to these words."""
        await self.play.chat.post(who, text)
        entries = await self.play.chat.timeline(who)
        return [str(entry["link"]["url"]) for entry in entries if entry["link"]][-1]

    async def file(self, who: str, ending: str) -> bytes:
        """Returns the newest file with this ending that he received."""
        entries = await self.play.chat.timeline(who)
        files = [entry["file"] for entry in entries if entry["file"] and entry["from"] == "robot"]
        urls = [file["url"] for file in files if file["name"].endswith(ending)]
        answer = await self.play.chat.client.get(urls[-1])
        return answer.content


async def take(page: Page, name: str) -> None:
    keep(name, await page.screenshot())
    await page.context.close()


def keep(name: str, content: bytes) -> None:
    """Writes a picture and tells its size; one that is too large for a README is marked."""
    (IMAGES / f"{name}.png").write_bytes(content)
    verdict = "太大" if len(content) > LARGEST else ""
    print(name, len(content), verdict)


async def reports(studio: Studio) -> None:
    """A receipt to a secretary whose first version had to be mended; two reports are still out."""
    play, plan = studio.play, studio.plan
    await scenes.notice(play, plan)
    await decisions.inputs(play, plan)
    *early, last = scenes.HANDED_IN
    for one in early:
        await play.on(scenes.due(plan, "report") - one.before, one.at)
        secretary = play.secretaries[one.position]
        await scenes.hand_in(play, secretary, good=one.good)
        if one.position == scenes.FLAWED and one.good:
            await studio.take_chat("hand-in", secretary.account, "第 1 版", DESKTOP)
            await studio.take_chat("phone", secretary.account, "第 2 版", PHONE)
    leader = play.leaders[0]
    await play.speaks(leader, "状态")
    await play.speaks(leader, "三支部交了没")
    await play.speaks(leader, "还有谁没交")
    await studio.take_chat("status", leader, "吴若试", DESKTOP)
    await play.on(scenes.due(plan, "report") - last.before, last.at)
    await scenes.hand_in(play, play.secretaries[last.position], good=last.good)
    await play.on(scenes.due(plan, "report"), scenes.AFTERNOON)
    await scenes.hand_in(play, play.secretaries[scenes.LATE], good=True)


async def todos(studio: Studio) -> None:
    play = studio.play
    await play.on(scenes.due(studio.plan, "review") - scenes.DAY, time(10, 0))
    await play.speaks(play.organiser, "待办")
    await studio.take_chat("todos", play.organiser, "全部通过", DESKTOP)
    await scenes.review(play, studio.plan)
    await scenes.invitation(play, studio.plan)


async def meeting(studio: Studio) -> None:
    """Most have filled their sheets, one turns his card, one uses his phone; then the count."""
    play = studio.play
    present = await scenes.gather(play, studio.plan)
    *others, thumb, tapping, typing = present
    await scenes.rate(play, others[:31])
    await card(studio, tapping)
    await phone(studio, thumb)
    await screen(studio)
    await play.speaks(play.organiser, "打印 测评表")
    keep("printed-sheet", printed(await studio.file(play.organiser, ".docx")))
    await scenes.rate(play, others[31:])
    await play.chat.post(typing.account, "都好，李思样较好")
    await scenes.collect(play)
    await scenes.release(play, studio.plan)
    keep("result", await studio.file(play.leaders[0], ".png"))


async def card(studio: Studio, voter: Person) -> None:
    for step in ("好", "较好", "好"):
        await studio.play.taps(voter.account, "／", [step])
    await studio.take_chat("sheet-card", voter.account, "打开测评表", DESKTOP)
    await scenes.fill(studio.play, voter, Random(YEAR))  # noqa: S311 - nobody's secret


async def phone(studio: Studio, voter: Person) -> None:
    """One sheet at three steps: untouched, half filled, sent."""
    page = await studio.open(await studio.link(voter.account, "测评表"), PHONE)
    keep("sheet-empty", await page.screenshot())
    rows = page.locator("fieldset")
    for number, step in ((0, "好"), (1, "较好"), (3, "好"), (4, "好"), (5, "一般")):
        await rows.nth(number).get_by_label(step, exact=True).tap()
    await page.get_by_role("button", name="下一个没填的").tap()
    keep("sheet-half", await page.screenshot())
    for number, step in ((2, "较好"), (6, "好"), (7, "好")):
        await rows.nth(number).get_by_label(step, exact=True).tap()
    await page.get_by_role("button", name="提交").tap()
    await expect(page.get_by_role("status")).to_contain_text("已收到")
    await take(page, "sheet-sent")


async def screen(studio: Studio) -> None:
    await studio.play.speaks(studio.play.organiser, "会议 李思样 发言 8")
    page = await studio.open(await studio.link(studio.play.organiser, "大屏"), HALL)
    await expect(page.locator("#agenda .now")).to_contain_text("李思样")
    await take(page, "hall")
    await studio.take_chat(
        "meeting-group", studio.play.leaders[2], "下面进行现场测评", DESKTOP, chat="group"
    )


def printed(document: bytes) -> bytes:
    """Returns the first page of a document as a printer would show it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.docx"
        source.write_bytes(document)
        convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(convert, check=True, capture_output=True)  # noqa: S603 - our own words
        page = Path(folder) / "sheet"
        draw = ["pdftoppm", "-png", "-gray", "-singlefile", "-r", DOTS_PER_INCH]
        subprocess.run([*draw, str(source.with_suffix(".pdf")), str(page)], check=True)  # noqa: S603
        return page.with_suffix(".png").read_bytes()


@asynccontextmanager
async def department(folder: Path, plan: Plan) -> AsyncIterator[tuple[Program, str]]:
    """Serves the sample department, the day before its year begins."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        settings = private_settings(folder).model_copy(update={"port": port})
        begin = scenes.due(plan, "notice") - scenes.DAY
        set_clock(settings, datetime.combine(begin, MORNING, settings.zone))
        program = Program(settings)
        service = Service(program)
        serving = asyncio.create_task(service.serve([listener]))
        while not service.started:  # noqa: ASYNC110 - nothing tells when it listens
            await asyncio.sleep(0.05)
        await program.services.write(lambda work: seed(work, SAMPLE_DEPARTMENT, plan))
        lines: Sequence[Any] = sample_lines()
        await program.services.write(
            lambda work: rosters.import_roster(work, SAMPLE_DEPARTMENT.id, lines, actor=SYSTEM)
        )
        try:
            yield program, f"http://127.0.0.1:{port}"
        finally:
            service.should_exit = True
            await serving


async def main() -> None:
    plan = sample_plan(YEAR)
    with tempfile.TemporaryDirectory() as folder:
        async with department(Path(folder), plan) as (program, address):
            transport = httpx.ASGITransport(app=program.web)
            async with (
                httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
                async_playwright() as playwright,
            ):
                chat = Chat(program, client)
                play = Play(chat, YEAR, lambda _line: None, await read_roster(chat))
                chromium = shutil.which("chromium") or shutil.which("chromium-headless-shell")
                browser = await playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox"]
                )
                studio = Studio(play, plan, browser, address)
                await reports(studio)
                await todos(studio)
                await meeting(studio)
                await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
