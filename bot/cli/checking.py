"""`check`: judges report files without a server."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.options import FILE
from bot.cli.output import echo_json
from bot.cli.planfiles import plan_of, read_plan
from bot.documents.reader import DocumentReader, UnreadableFile
from bot.domain.manuscript import Manuscript, Unreadable
from bot.domain.plan import Plan
from bot.domain.refusals import FileUnreadable
from bot.domain.report import as_json as verdict_json
from bot.domain.report import receipt_lines
from bot.domain.report.judge import judge
from bot.settings import load_settings

ALL_PASS, SOME_REVISE, SOME_UNREADABLE = 0, 1, 2


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--text", "as_text", is_flag=True, help="只输出读到的文字")
@click.option(
    "--plan",
    "plan_file",
    type=FILE,
    metavar="FILE",
    help="方案文件",
)
def check(files: tuple[Path, ...], plan_file: Path | None, *, as_json: bool, as_text: bool) -> None:
    """按方案检查述职报告：字数、成绩篇幅、问题原因措施是否对应等。

    退出码：0 全部通过，1 有需要修改的，2 有读不了的。
    """
    if plan_file is not None:
        plan = read_plan(plan_file)
    else:
        plan = plan_of(load_settings(), datetime.now(UTC).year)  # noqa: TID251 - the rim
    with DocumentReader() as reader:
        if as_text:
            raise click.exceptions.Exit(_print_texts(reader, files))
        results = []
        for number, file in enumerate(files, start=1):
            # Somebody at a terminal may be waiting.
            if not as_json and len(files) > 1:
                click.echo(f"[{number}/{len(files)}] {file.name}", err=True)
            results.append(_judge(reader, file, plan))
    if as_json:
        echo_json([result for result, _ in results])
    else:
        click.echo("\n\n".join(text for _, text in results))
    verdicts = {result["verdict"] for result, _ in results}
    if "unreadable" in verdicts:
        raise click.exceptions.Exit(SOME_UNREADABLE)
    if "revise" in verdicts:
        raise click.exceptions.Exit(SOME_REVISE)


def _read(reader: DocumentReader, file: Path) -> Manuscript | FileUnreadable:
    try:
        return reader.read_file(file, name=file.name)
    except UnreadableFile as error:
        return FileUnreadable(error.code, file.name)


def _print_texts(reader: DocumentReader, files: tuple[Path, ...]) -> int:
    """Prints the text of each file, or on stderr why it has none; returns the exit code."""
    exit_code = ALL_PASS
    for file in files:
        manuscript = _read(reader, file)
        if isinstance(manuscript, FileUnreadable):
            click.echo(f"{file.name}：{_sentence(manuscript)}", err=True)
            exit_code = SOME_UNREADABLE
        else:
            click.echo(manuscript.text)
    return exit_code


def _judge(reader: DocumentReader, file: Path, plan: Plan) -> tuple[dict[str, object], str]:
    """Returns one file as `check --json` tells it (docs/interface.md), and its text for a person."""
    manuscript = _read(reader, file)
    if isinstance(manuscript, FileUnreadable):
        sentence = _sentence(manuscript)
        unreadable: dict[str, object] = {
            "file": str(file),
            "kind": file.suffix.lower().lstrip("."),
            "error": {"code": Unreadable(manuscript.reason).public, "message": sentence},
            "characters": None,
            "sections": [],
            "achievement_share": None,
            "pairs": [],
            "findings": [],
            "verdict": "unreadable",
        }
        return unreadable, f"{file.name}\n{sentence}"
    verdict = judge(manuscript, plan.report, year=plan.year)
    result: dict[str, object] = {
        "file": str(file),
        "kind": manuscript.kind,
        "error": None,
    } | verdict_json(verdict)
    receipt = receipt_lines(verdict)
    messages = [
        f"· {finding.message}"
        for finding in verdict.findings
        # What the lines above say in full is not said twice.
        if finding.level != "ok" and not any(line.endswith(finding.message) for line in receipt)
    ]
    return result, "\n".join([file.name, *receipt, *messages])


def _sentence(refusal: FileUnreadable) -> str:
    # The sentences of all refusals come with it, and most files can be read.
    from bot.texts.refusals import sentence  # noqa: PLC0415

    return sentence(refusal)
