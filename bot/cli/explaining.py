"""From an exception to the one sentence that the person at the terminal reads."""

import errno
import os
import traceback
from difflib import get_close_matches
from pathlib import Path

import click
from click.exceptions import NoArgsIsHelpError

from bot.actions.processes import CannotShare
from bot.actions.services import StoreUnavailable
from bot.cli.purposes import SENTENCES
from bot.domain.installation import OtherPurpose
from bot.domain.patterns import pattern
from bot.settings import SettingsInvalid
from bot.storage.schema import SchemaMisfit, SchemaNewer
from bot.storage.troubles import Trouble, trouble_of

NO_SUCH_COMMAND = pattern(r"No such command (?P<quote>['\"])(?P<name>.*?)(?P=quote)")
SHOWN = 3  # missing tables and columns named
NEWER = "数据是更新版本的程序写的，这个版本读不了，没有改动数据。请把程序更新到最新版本再运行"
MISFIT = "数据库的结构同程序不符，没有改动数据。请用备份恢复，或把这一句交给维护者"
NO_POSTGRESQL = (
    "SHUZHI_DATABASE_URL 指的是 PostgreSQL，还没有安装它的驱动：请运行 make setup，"
    "或者 pip install 'shuzhi[postgresql]'"
)
DATABASE: dict[Trouble | None, str] = {
    Trouble.AWAY: "数据库打不开：请检查 SHUZHI_DATABASE_URL 或数据目录，PostgreSQL 要已经启动、口令和库名正确",
    Trouble.BUSY: "数据库正被另一个程序占用，请过一会儿再试",
    Trouble.SHUT: "数据库文件打不开：请检查数据目录和里面的 shuzhi.db 属于哪个账号，要和运行程序的账号一致",
    Trouble.SILENT: "连不上 PostgreSQL：请检查它是否已经启动，SHUZHI_DATABASE_URL 里的主机和端口是否正确",
    Trouble.REJECTED: "PostgreSQL 不接受 SHUZHI_DATABASE_URL 里的用户或口令，请核对",
    Trouble.MISSING: "PostgreSQL 里没有 SHUZHI_DATABASE_URL 写的这个库：请核对库名，或用 createdb 建好",
    Trouble.FULL: "磁盘已满，没有保存。请清理后再试",
    Trouble.FORBIDDEN: "数据库不能写入：请检查数据目录和数据库文件属于谁；PostgreSQL 的库要属于连接所用的用户",
    Trouble.DAMAGED: "数据库文件已损坏，请先停止服务，把数据目录移走，再用 shuzhi restore 恢复最近一份完好的备份",
    Trouble.UNFIT: MISFIT,
}


def explain(error: Exception) -> str:
    """Returns what went wrong and what to do, in one sentence; of an unknown error how to report it."""
    match error:
        case (
            SettingsInvalid()
            | OtherPurpose()
            | SchemaNewer()
            | SchemaMisfit()
            | StoreUnavailable()
            | CannotShare()
        ):
            return _own(error)
        case NoArgsIsHelpError():
            return error.message  # the help itself
        case click.UsageError():
            command = "shuzhi"
            if error.ctx is not None:
                command = error.ctx.command_path
            return f"{_usage(error)}，请运行 {command} --help 查看写法"
        case OSError():
            return _file(error)
        # It is an extra, which most installations do without.
        case ModuleNotFoundError(name="psycopg"):
            return NO_POSTGRESQL
        case _:
            return DATABASE.get(trouble_of(error)) or _bug(error)


def _own(error: Exception) -> str:
    """Returns the sentence of an exception of this program's own."""
    match error:
        case OtherPurpose():
            return SENTENCES[error.found]
        case SchemaNewer():
            return NEWER
        case SchemaMisfit():
            return f"{MISFIT}（缺少 {'、'.join(error.missing[:SHOWN])}）"
        case StoreUnavailable():
            trouble = None
            # The driver's own exception knows why.
            if isinstance(error.__cause__, Exception):
                trouble = trouble_of(error.__cause__)
            return DATABASE[trouble or Trouble.AWAY]
        case _:
            return str(error)


def _file(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return f"找不到文件：{error.filename}"
        case IsADirectoryError():
            return f"这是一个文件夹，请给出文件：{error.filename}"
        case NotADirectoryError() | FileExistsError():
            return f"这里已有同名的文件，不能用作文件夹：{error.filename}"
        case PermissionError():
            return f"没有权限读写：{error.filename}"
        case OSError(errno=errno.ENOSPC):
            return "磁盘已满，没有保存。请清理后再试"
        case _:
            return _bug(error)


def _usage(error: click.UsageError) -> str:
    unknown = _no_such_command(error)
    if unknown is not None:
        return unknown
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.MissingParameter():
            return f"缺少 {_name(error.param)}"
        case click.BadParameter() if error.param and isinstance(error.param.type, click.Path):
            return _wrong_path(error)
        case click.BadParameter():
            return f"{_name(error.param)} 的值不能用{_expected(error)}"
        case _:
            return "命令写法不对"


def _no_such_command(error: click.UsageError) -> str | None:
    """Returns the sentence on a name that no command has; None where something else is wrong."""
    # The class came with click 8.4; before, only the sentence tells.
    name = getattr(error, "command_name", None)
    if name is None:
        sentence = NO_SUCH_COMMAND.match(error.message)
        if sentence is None:
            return None
        name = sentence["name"]
    near: list[str] = []
    if error.ctx is not None and isinstance(error.ctx.command, click.Group):
        commands = error.ctx.command.list_commands(error.ctx)
        near = get_close_matches(name, commands, n=1)
    if near:
        return f"没有命令 {name}，是不是 {near[0]}"
    return f"没有命令 {name}"


def _name(parameter: click.Parameter | None) -> str:
    """Returns the parameter as it is typed: --name, or the word of the usage line."""
    if parameter is None:
        return ""
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.human_readable_name


def _wrong_path(error: click.BadParameter) -> str:
    # Only click's sentence has the path, between quotes.
    path = error.message.partition("'")[2].rpartition("'")[0]
    if not Path(path).exists():
        return f"找不到 {path}"
    if Path(path).is_dir():
        return f"{path} 是一个文件夹，请给出文件"
    return f"{path} 不能用：它是一个文件，或者没有权限读"


def _expected(error: click.BadParameter) -> str:
    """Returns what would do instead, which libraries say in English; empty where they do not."""
    if error.param is None:
        return ""
    match error.param.type:
        case click.IntRange() as wanted:
            return f"（要在 {wanted.min} 到 {wanted.max} 之间）"
        case click.DateTime():
            return "（要写成 2026-12-01 这样）"
        case _:
            return ""


def _bug(error: Exception) -> str:
    # A traceback may show what people wrote, so it is printed on request alone.
    if os.environ.get("SHUZHI_LOG_LEVEL", "").upper() == "DEBUG":
        traceback.print_exception(error)
    return f"程序出错了（{type(error).__name__}）。请设置 SHUZHI_LOG_LEVEL=DEBUG 再运行一次，把输出交给维护者"
