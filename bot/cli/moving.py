"""`move-database`: from the file of an installation to PostgreSQL, or back."""

import click

from bot.cli.failures import CommandFailed
from bot.cli.offline import nothing_here
from bot.cli.one_server import only_one
from bot.settings import load_settings
from bot.storage.database import holds_data
from bot.storage.moving import NotEmpty, NotTheSame, copy_all, make_tables


@click.command("move-database")
@click.argument("url", metavar="URL")
def move_database(url: str) -> None:
    """把数据库搬到另一处，例如 postgresql+psycopg://用户:口令@主机/库名。先停止服务；原来的数据库不动。"""
    settings = load_settings()
    target = load_settings(database_url=url).database
    if target == settings.database:
        raise CommandFailed("新旧数据库是同一个，没有要搬的")
    if not holds_data(settings.database):
        raise CommandFailed(nothing_here(settings))
    # A server would go on writing into the old one.
    with only_one(settings, alone=True):
        # Rows fit between equal tables alone.
        make_tables(settings.database)
        make_tables(target)
        try:
            copied = copy_all(settings.database, target)
        except NotEmpty:
            raise CommandFailed("要搬去的数据库里已有数据，没有改动。请给一个空的库") from None
        except NotTheSame as error:
            raise CommandFailed(
                f"搬过去后核对不符（{error}），已撤回，原来的数据库没有动"
            ) from None
    click.echo(
        f"已搬 {copied} 行，逐行核对一致。请在 .env 里写 SHUZHI_DATABASE_URL 指向新库，再启动服务；"
        "旧库留作备份，确认无误后再删"
    )
