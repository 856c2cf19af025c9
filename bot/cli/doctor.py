"""`doctor`: configuration and connectivity, line by line, with the remedy for each failure."""

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import asdict

import click
from sqlalchemy.exc import DBAPIError

from bot import logs
from bot.cli import examinations, page_address, second_opinion
from bot.cli.explaining import explain
from bot.cli.offline import Offline, reach
from bot.cli.output import echo_json
from bot.platforms.checks import Check, wrong
from bot.settings import DINGTALK, WECOM, Settings, load_settings
from bot.storage.database import holds_data
from bot.storage.schema import SchemaMisfit, SchemaNewer

VERDICTS = {True: "正常", False: "注意"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--post", is_flag=True, help="在系群里发一条测试消息")
def doctor(*, as_json: bool, post: bool) -> None:
    """逐项检查配置和连接，不正常的给出办法。"""
    logs.configure(level="ERROR", form="console")  # the checks say it better
    checks = list(_examine(load_settings(), post=post))
    is_fine = all(check.ok for check in checks)
    if as_json:
        echo_json({"ok": is_fine, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            click.echo(f"{VERDICTS[check.ok]}  {check.name}：{check.text}")
    if not is_fine:
        raise click.exceptions.Exit(1)


def _examine(settings: Settings, *, post: bool) -> Iterator[Check]:
    """Yields what was found, line by line."""
    yield from examinations.of_settings(settings)
    yield page_address.check(settings)
    yield second_opinion.check(settings)
    # A broken database is one line among the others: nothing else goes unsaid because of it.
    has_platforms = WECOM in settings.platforms or DINGTALK in settings.platforms
    try:
        if not holds_data(settings.database):
            yield from examinations.no_data(settings)
            if has_platforms:
                yield from _without_data(settings, post=post)
            return
        with reach(settings) as reached:
            yield from examinations.of_data(reached)
            if has_platforms:
                yield from _of_platforms(reached, post=post)
    except (SchemaNewer, SchemaMisfit, DBAPIError) as error:
        yield wrong("数据库", explain(error))


def _without_data(settings: Settings, *, post: bool) -> list[Check]:
    """Tries the platforms all the same, with an empty database that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        empty = settings.model_copy(update={"database_url": f"sqlite:///{folder}/empty.db"})
        with reach(empty, create=True) as reached:
            return _of_platforms(reached, post=post)


def _of_platforms(reached: Offline, *, post: bool) -> list[Check]:
    # Their clients take a fifth of a second, which the sandbox alone can do without.
    from bot.cli.platform_checks import of_platforms  # noqa: PLC0415

    return asyncio.run(of_platforms(reached, post=post))
