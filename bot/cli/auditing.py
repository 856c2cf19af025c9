"""`audit`: the invariants, and where the audit trails end, so that a later look can be compared with an earlier one."""

import json
import tarfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.actions import people
from bot.actions.audit import breaches, has_code, missing_departments, passes_through, trail_end
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.backup_files import TRAIL
from bot.cli.explaining import DATABASE
from bot.cli.failures import CommandFailed
from bot.cli.offline import offline
from bot.cli.options import FILE
from bot.cli.output import echo_json
from bot.cli.sealed_backups import is_sealed, record_of
from bot.storage.audit import Head
from bot.storage.soundness import damage_of, dangling, file_of
from bot.storage.troubles import Trouble
from bot.texts import auditing as texts

LARGEST_TRAIL = 16 * 1024 * 1024  # bytes read of what a backup claims to be its trail
Ends = dict[str, Head]  # by department


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option(
    "--against",
    type=FILE,
    metavar="FILE",
    help="同以前记下的审计链末尾核对：备份文件，导出里的 audit.json，或以前 audit --json 的输出",
)
@click.option("--code", metavar="存档码", help="同消息里写明的存档码核对，例如 312-1a2b3c4d5e6f")
def audit(against: Path | None, code: str | None, *, as_json: bool) -> None:
    """体检：每条记录与审计链一致、选票与标记一致、提醒不重复等；有任何一项不符则退出码为 1。"""
    noted: Ends = {}
    if against is not None:
        noted = _noted(against)
    with offline() as reached:
        # What follows reads tables; in a damaged file it could find everything in order.
        damage = damage_of(reached.settings.database)
        if damage is not None:
            raise CommandFailed(f"没有体检（{damage}）：{DATABASE[Trouble.DAMAGED]}", exit_code=1)
        wrong, ends = reached.read(lambda work: _examine(work, noted, code))
        # PostgreSQL lets nobody make a row that refers to one that is gone.
        file = file_of(reached.settings.database)
        if file is not None:
            tables = dangling(file)
            # Whose the rows were cannot be seen any more, so it is said of each.
            for rows in wrong.values():
                rows.extend(map(texts.dangling, tables))
    intact = not any(wrong.values())
    if as_json:
        trails = {name: asdict(end) for name, end in ends.items()}
        echo_json({"ok": intact, "breaches": wrong, "trails": trails})
    else:
        lines = []
        for name, rows in wrong.items():
            verdict = "全部相符"
            if rows:
                verdict = f"{len(rows)} 处不符"
            end = ends[name]
            lines.append(f"{name}：{verdict}；审计链 {end.lines} 行，末行 {end.hash}")
            lines += rows
        click.echo("\n".join(lines))
    if not intact:
        raise click.exceptions.Exit(1)


def _examine(work: UnitOfWork, noted: Ends, code: str | None) -> tuple[dict[str, list[str]], Ends]:
    """Returns what is wrong, and where the trail ends, by department. Raises CommandFailed."""
    wrong: dict[str, list[str]] = {}
    ends: Ends = {}
    for department in people.departments(work):
        rows = list(breaches(work, department))
        end = noted.get(department.id)
        if end is not None and not passes_through(work, department.id, end):
            rows.append(
                f"审计链里没有以前记下的第 {end.lines} 行：那以后有记录被删除或改写，或者恢复过更早的备份"
            )
        wrong[department.id] = rows
        ends[department.id] = trail_end(work, department.id)
    # A department whose row is gone still has its trail, which tells of it.
    for gone in missing_departments(work):
        wrong[gone] = [texts.department_missing(gone)]
        ends[gone] = trail_end(work, gone)
    if code is not None:
        try:
            is_known = any(has_code(work, department, code) for department in ends)
        except ValueError:
            raise CommandFailed(
                f"{code} 不是存档码，请照消息里的写，例如 312-1a2b3c4d5e6f"
            ) from None
        # A code that no trail knows may be anybody's, so it is said of each.
        if not is_known:
            for rows in wrong.values():
                rows.append(texts.code_unknown(code))
    return wrong, ends


def _noted(file: Path) -> Ends:
    """Returns where the trails ended when this file was written. Raises CommandFailed."""
    # A sealed backup can be read by nobody here; the record beside it has the ends as well.
    if is_sealed(file):
        raise CommandFailed(f"{file} 加了密。请用它旁边的 {record_of(file).name} 核对")
    try:
        if tarfile.is_tarfile(file):
            with tarfile.open(file) as archive:
                member: Any = archive.extractfile(TRAIL)
                content = bytes(member.read(LARGEST_TRAIL))
        else:
            content = file.read_bytes()
        trails = json.loads(content)["trails"]
        return {name: Head(end["lines"], end["hash"]) for name, end in trails.items()}
    except (ValueError, KeyError, TypeError, AttributeError, tarfile.TarError):
        raise CommandFailed(
            f"{file} 里没有审计链的末尾，请用备份文件、导出里的 audit.json 或 audit --json 的输出"
        ) from None
