"""One rehearsed year from an empty data directory to a folder of artefacts."""

import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path

import httpx

from bot.actions import cycles, rosters, status
from bot.actions.exporting.artefacts import artefacts
from bot.actions.installation import seed
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.clocks import set_clock
from bot.documents.reader import DocumentReader
from bot.documents.roster import RosterLine
from bot.documents.roster import read_roster as read_workbook
from bot.domain.people import Department
from bot.domain.plan import Plan
from bot.domain.planfile import sample_plan
from bot.domain.rectification.items import State
from bot.domain.stages import Progress
from bot.domain.values import dataclass
from bot.exports.archive import written
from bot.rehearsal import cast, decisions, following, memory, minutes, procedure, scenes
from bot.rehearsal.chat import Chat
from bot.rehearsal.minutes import Burden
from bot.rehearsal.play import MORNING, Play, read_roster
from bot.sample import SAMPLE_DEPARTMENT, sample_roster_workbook
from bot.settings import private_settings

Scene = Callable[[Play, Plan], Awaitable[None]]
SCENES: tuple[Scene, ...] = (
    scenes.notice,
    decisions.inputs,
    scenes.reports,
    scenes.review,
    scenes.invitation,
    scenes.meeting,
    scenes.release,
    decisions.publicity,
    following.raised_problems,
    decisions.grades,
    decisions.feedback,
    decisions.export,
    following.follow_up,
    following.archive,
)
AFTERWARDS: tuple[Scene, ...] = (memory.next_year,)  # when the year itself is archived


@dataclass(frozen=True)
class Outcome:
    """What was reached: `missing` names the steps that were not, in Chinese; empty where all were."""

    missing: tuple[str, ...]
    burden: tuple[Burden, ...]
    in_group: int  # messages that the group received
    files: int


async def rehearse(
    out: Path, year: int, say: Callable[[str], None], *, keep: Path | None = None
) -> Outcome:
    """Plays the sample department's year, printing the conversation through `say`.

    Writes everything into `out`. The installation stays in the folder `keep`, where one is named.
    """
    plan = sample_plan(year)
    sheet = read_workbook(
        sample_roster_workbook(), categories=[category.id for category in plan.ballot.categories]
    )
    script = Script(plan, SAMPLE_DEPARTMENT, sheet.lines, SCENES, AFTERWARDS)
    return await _rehearse(script, out, say, keep)


async def rehearse_plan(
    out: Path, plan: Plan, say: Callable[[str], None], *, reader: DocumentReader | None = None
) -> Outcome:
    """Plays any plan with a small invented unit; writes everything into `out`.

    A `reader` of files that is there already is used, and stays.
    """
    script = Script(plan, cast.DEPARTMENT, cast.cast(plan), procedure.scenes(plan))
    return await _rehearse(script, out, say, None, reader)


@dataclass(frozen=True)
class Script:
    """Who plays what, under which plan; `afterwards` is what follows its archive."""

    plan: Plan
    department: Department
    lines: Sequence[RosterLine]
    scenes: tuple[Scene, ...]
    afterwards: tuple[Scene, ...] = ()


async def _rehearse(
    script: Script,
    out: Path,
    say: Callable[[str], None],
    keep: Path | None,
    reader: DocumentReader | None = None,
) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        settings = private_settings(keep or Path(folder))
        begin = procedure.day_of(script.plan, "notice")
        if script.plan.stages:
            begin = min(begin, *(stage.due for stage in script.plan.stages))
        begin = min(begin, script.plan.deadline)
        set_clock(settings, datetime.combine(begin - scenes.DAY, MORNING, settings.zone))
        program = Program(settings, reader=reader)
        await program.start()
        try:
            await program.services.write(lambda work: _cast(work, script))
            transport = httpx.ASGITransport(app=program.web)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost"
            ) as client:
                return await _play(Chat(program, client), script, out, say)
        finally:
            await program.stop()


def _cast(work: UnitOfWork, script: Script) -> None:
    seed(work, script.department, script.plan)
    rosters.import_roster(work, script.department.id, script.lines, actor=SYSTEM)


async def _play(chat: Chat, script: Script, out: Path, say: Callable[[str], None]) -> Outcome:
    spoken: list[str] = []

    def both(line: str) -> None:
        spoken.append(line)
        say(line)

    group = f"{script.plan.words.house}群"
    play = Play(chat, script.plan.year, both, await read_roster(chat), group)
    missing: list[str] = []
    *procedure_itself, archive = script.scenes
    for scene in procedure_itself:
        await scene(play, script.plan)
    missing += await chat.program.services.read(_unreached)
    await archive(play, script.plan)
    if not await chat.program.services.read(_archived):
        missing.append("归档")
    for scene in script.afterwards:
        await scene(play, script.plan)
    minutes.write_conversation(spoken, out)
    # What everybody said and did stands in the files; the burden is counted from them.
    services, acts = chat.program.services, chat.acts
    lines = await services.read(lambda work: minutes.write_messages(work, play.roster, acts, out))
    burden = await services.read(lambda work: minutes.burden(work, play.roster, acts, lines))
    await services.read(lambda work: minutes.write_reminders(work, out))
    files = await minutes.save_files(chat, play.roster, out)
    files += await services.read(lambda work: _export(work, play.year, out))
    minutes.write_manifest(out)
    return Outcome(tuple(missing), tuple(burden), minutes.group_messages(lines), files)


def _unreached(work: UnitOfWork) -> list[str]:
    """Stages and items that are not done when the year is about to be archived."""
    cycle = cycles.current(work, SAMPLE_DEPARTMENT.id)
    assert cycle is not None, "the stage was opened with it"
    stages = status.status(work, cycle).stages
    recorded = [
        standing.stage.title for standing in stages if standing.progress is not Progress.DONE
    ]
    items = [
        item
        for item in ledger.of_department(work, cycle.department)
        if item.state is not State.CLOSED
    ]
    if items:
        recorded.append(f"整改（还有 {len(items)} 条没有销号）")
    return recorded


def _export(work: UnitOfWork, year: int, out: Path) -> int:
    every = cycles.every(work, SAMPLE_DEPARTMENT.id)
    cycle = next(cycle for cycle in every if cycle.year == year)
    return written(artefacts(work, cycle), out / "export")


def _archived(work: UnitOfWork) -> bool:
    cycle = cycles.current(work, SAMPLE_DEPARTMENT.id)
    return cycle is not None and cycle.archived
