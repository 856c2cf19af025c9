"""`doctor`: configuration and connectivity, line by line, with the remedy for each failure."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict

import click
from sqlalchemy.exc import DBAPIError

from bot import logs
from bot.cli import examinations, page_address, second_opinion
from bot.cli.explaining import explain
from bot.cli.offline import Offline, reach
from bot.platforms.checks import Check, wrong
from bot.settings import DINGTALK, WECOM, Settings, load_settings
from bot.storage.database import holds_data
from bot.storage.schema import SchemaMisfit, SchemaNewer


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--post", is_flag=True, help="在系群里发一条测试消息")
def doctor(*, as_json: bool, post: bool) -> None:
    """逐项检查配置和连接，不正常的给出办法。"""
    logs.configure(level="ERROR", form="console")  # the checks say it better
    checks = list(_examine(load_settings(), post=post))
    if as_json:
        click.echo(
            json.dumps(
                {
                    "ok": all(check.ok for check in checks),
                    "checks": [asdict(check) for check in checks],
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for check in checks:
            click.echo(f"{'正常' if check.ok else '注意'}  {check.name}：{check.text}")
    raise click.exceptions.Exit(0 if all(check.ok for check in checks) else 1)


def _examine(settings: Settings, *, post: bool) -> Iterator[Check]:
    """A broken database is one line among the others: nothing else goes unsaid because of it."""
    yield from examinations.of_settings(settings)
    yield page_address.check(settings)
    yield second_opinion.check(settings)
    try:
        if not holds_data(settings.database):
            yield from examinations.no_data(settings)
            yield from _without_data(settings, post=post)
            return
        with reach(settings) as reached:
            yield from examinations.of_data(reached)
            yield from _of_platforms(reached, post=post)
    except (SchemaNewer, SchemaMisfit, DBAPIError) as error:
        yield wrong("数据库", explain(error))


def _without_data(settings: Settings, *, post: bool) -> list[Check]:
    """The platforms are tried all the same, with an empty database that is thrown away."""
    if not _has_platforms(settings):
        return []
    with tempfile.TemporaryDirectory() as folder:
        empty = settings.model_copy(update={"database_url": f"sqlite:///{folder}/empty.db"})
        with reach(empty, create=True) as reached:
            return _of_platforms(reached, post=post)


def _has_platforms(settings: Settings) -> bool:
    return WECOM in settings.platforms or DINGTALK in settings.platforms


def _of_platforms(reached: Offline, *, post: bool) -> list[Check]:
    if not _has_platforms(reached.settings):
        return []
    # Their clients take a fifth of a second, which the sandbox alone can do without.
    from bot.cli.platform_checks import of_platforms  # noqa: PLC0415

    return asyncio.run(of_platforms(reached, post=post))
