"""`privacy person` and `privacy forget`: what is kept about one person, and what can be taken away of it."""

from collections.abc import Sequence
from pathlib import Path

import click

from bot.actions import people, personal, retention
from bot.actions.personal import Forgotten
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.confirming import confirmed
from bot.cli.failures import CommandFailed
from bot.cli.offline import choose_department, offline
from bot.cli.options import of_department
from bot.cli.turns import undisturbed
from bot.domain.people import Department, Person
from bot.domain.words import filled
from bot.exports.documents import OfficialDocument, Table, Text, official_document
from bot.exports.workbook import Sheet, workbook
from bot.texts import personal as texts
from bot.texts import retention as retention_texts
from bot.texts.personal import Line

of_accounts = click.option(
    "--account", "accounts", multiple=True, help="已离开的人原来的账号，可以写几次"
)


@click.command(short_help="一个人存着哪些信息")
@click.argument("name", metavar="姓名或账号")
@of_department
@of_accounts
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="写成 .xlsx 或 .docx，交给本人"
)
def person(
    name: str, department_id: str | None, accounts: tuple[str, ...], out: Path | None
) -> None:
    """列出一个人存着哪些信息、有多少、存到什么时候：只有数量和时间，没有内容，没有选票。"""
    if out is not None and out.suffix not in (".xlsx", ".docx"):
        raise CommandFailed(f"{out} 要以 .xlsx 或 .docx 结尾")

    def look(work: UnitOfWork) -> tuple[list[Line], str]:
        department = choose_department(work, department_id)
        whom, is_on_roster = _one(work, department, name)
        more = _free(work, whom, accounts)
        about = personal.about(work, whom, is_on_roster=is_on_roster, more_accounts=more)
        rules = personal.rules_of(work, department)
        rows = list(texts.lines(about, rules, work.zone, for_himself=False))
        return filled(rows, work.words_of(department.id)), f"{whom.name}{texts.TITLE}"

    with offline() as reached:
        rows, title = reached.read(look)
    if out is None:
        click.echo("\n".join(map(texts.line, rows)))
        click.echo(texts.WHY)
        return
    if out.suffix == ".xlsx":
        content = workbook([Sheet(title, texts.COLUMNS, tuple(rows), notes=(texts.WHY,))])
    else:
        table = Table(texts.COLUMNS, tuple(map(_cells, rows)), texts.WIDTHS)
        content = official_document(OfficialDocument(title, (table, Text(texts.WHY))))
    out.write_bytes(content)
    click.echo(f"已写出 {out}")


@click.command(short_help="删去一个人可以删的信息")
@click.argument("name", metavar="姓名或账号")
@of_department
@of_accounts
@click.option("--yes", is_flag=True, help="不再询问")
def forget(name: str, department_id: str | None, accounts: tuple[str, ...], *, yes: bool) -> None:
    """应本人要求，删去可以删的：对话、账号、请假原因、备注；没有材料写到的，连姓名。先列出，确认后才删。"""
    with offline() as reached:
        department = reached.read(lambda work: choose_department(work, department_id))
        whom, is_on_roster = reached.read(lambda work: _one(work, department, name))

        def act(work: UnitOfWork) -> Forgotten:
            return personal.forget(
                work,
                whom,
                is_on_roster=is_on_roster,
                more_accounts=_free(work, whom, accounts),
            )

        def try_out(work: UnitOfWork) -> Forgotten:
            with work.trial():
                return act(work)

        # Tried in earnest and taken back, for only that tells what would go.
        preview = reached.write(try_out)
        changes = _changes(preview, whom, is_on_roster=is_on_roster, has_account=bool(accounts))
        if not preview.any:
            click.echo("\n".join(changes))
            return
        if not confirmed(changes, yes=yes):
            return
        # A backup that is just being made may still have to copy the files.
        with undisturbed(reached.settings):
            forgotten = reached.write(act)
            reached.read(lambda work: retention.remove_files(work, forgotten.files))
        is_scrubbed = reached.scrub()
    click.echo("已删去，审计链记下了这件事，没有记内容。")
    if not is_scrubbed:
        click.echo(retention_texts.IN_FILES)
    click.echo(retention_texts.IN_BACKUPS)


def _free(work: UnitOfWork, whom: Person, accounts: Sequence[str]) -> Sequence[str]:
    """Returns the accounts that were named. Raises CommandFailed where one is somebody else's now."""
    for account in accounts:
        for owner in people.memberships(work, account):
            if owner.name != whom.name:
                raise CommandFailed(f"账号 {account} 现在是{owner.name}的，没有动")
    return accounts


def _one(work: UnitOfWork, department: Department, name: str) -> tuple[Person, bool]:
    """Returns the person of this name or account, and whether he is on the roster; a leaver only
    where nobody on the roster is called so. Raises CommandFailed where there is none, or several.
    """
    bearers = personal.named(work, department, name)
    on_roster = [pair for pair in bearers if pair[1]]
    candidates = on_roster or bearers
    if not candidates:
        raise CommandFailed(f"{department.title}的名册里没有{name}，离开的人里也没有")
    if len(candidates) > 1:
        listed = "、".join(f"{bearer.title}（账号 {bearer.account}）" for bearer, _ in candidates)
        raise CommandFailed(f"叫{name}的有几位：{listed}。请用账号指明")
    return candidates[0]


def _cells(row: Line) -> tuple[str, ...]:
    """Returns the row as a paper has it, where what is empty in a workbook is an empty text."""
    cells = []
    for cell in row:
        if cell is None:
            cells.append("")
        else:
            cells.append(str(cell))
    return tuple(cells)


def _changes(
    preview: Forgotten, whom: Person, *, is_on_roster: bool, has_account: bool
) -> list[str]:
    """Returns the lines that tell what would go of a person, what stays, and why."""
    lines = [texts.NOTHING_TO_FORGET]
    if preview.any:
        forgotten = texts.forgotten(
            messages=preview.messages,
            contacts=preview.contacts,
            reasons=preview.reasons,
            note=preview.note,
            name=preview.name,
        )
        lines = [f"删去 {whom.name} 的：", *(f"  {row}" for row in forgotten)]
    reasons = list(texts.STAY_REASONS)
    if is_on_roster:
        reasons.append(texts.STAYS_ON_ROSTER)
    elif not preview.name:
        reasons.append(texts.STAYS_NAMED)
    lines += [texts.STAYS, *(f"  {reason}" for reason in reasons)]
    if not is_on_roster and not has_account:
        lines.append(texts.NO_ACCOUNT)
    return lines
