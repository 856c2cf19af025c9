"""`export`: the year's artefacts into a folder."""

from pathlib import Path

import click

from bot.actions import cycles
from bot.actions.exporting.artefacts import artefacts
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.failures import CommandFailed
from bot.cli.offline import choose_department, no_year, offline
from bot.cli.options import of_department
from bot.exports.archive import MANIFEST, ArchivedFile, written


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--year", type=int, metavar="年份", help="哪个年度；默认最近的")
@of_department
def export(folder: Path, year: int | None, department_id: str | None) -> None:
    """把全年材料分类编号写到 DIR，附 manifest.json（每个文件的校验值）。

    没有公布的测评不在其中。
    """
    # An earlier export may be written over; anything else would look like a part of it.
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        raise CommandFailed(f"{folder} 里已有别的文件，没有写入。请换一个空目录")

    def make(work: UnitOfWork) -> list[ArchivedFile]:
        """Makes the files of the year, or of the newest one; names on stderr what is being made,
        for some take seconds. Raises CommandFailed where there is no such year.
        """
        department = choose_department(work, department_id)
        cycles_of_year = [
            cycle for cycle in cycles.every(work, department.id) if year in (None, cycle.year)
        ]
        if not cycles_of_year and year is None:
            raise CommandFailed(no_year(department))
        if not cycles_of_year:
            raise CommandFailed(f"{department.name}没有 {year} 年度的记录")
        files: list[ArchivedFile] = []
        for number, file in enumerate(artefacts(work, cycles_of_year[-1]), start=1):
            click.echo(f"[{number}] {file.path}", err=True)
            files.append(file)
        return files

    with offline() as reached:
        files = reached.read(make)
    number = written(files, folder)
    click.echo(f"已写入 {number} 个文件到 {folder}，校验清单是 {folder / MANIFEST}")
