"""From an exception to the one sentence that the person at the terminal reads."""

import os
import traceback

import click
from sqlalchemy.exc import OperationalError

from bot.settings import SettingsInvalid


def explain(error: Exception) -> str:
    match error:
        case SettingsInvalid():
            return str(error)
        case click.UsageError():
            return _usage(error)
        case FileNotFoundError():
            return f"找不到文件：{error.filename}"
        case PermissionError():
            return f"没有权限读写：{error.filename}"
        case OperationalError():
            return "数据库打不开：请检查 SHUZHI_DATABASE_URL 或数据目录是否可写、磁盘是否已满"
        case _:
            return _bug(error)


def _usage(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "shuzhi"
    match error:
        case click.UsageError() if error.message.startswith("No such command"):
            return f"没有这个命令，请运行 {command} --help 查看都有哪些"
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}，请运行 {command} --help 查看写法"
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            return f"缺少 {name}，请运行 {command} --help 查看写法"
        case click.BadParameter():
            name = error.param.human_readable_name if error.param else ""
            return f"{name} 的值不能用（{error.message}），请运行 {command} --help 查看写法"
        case _:
            return f"命令写法不对（{error.format_message()}），请运行 {command} --help 查看写法"


def _bug(error: Exception) -> str:
    if os.environ.get("SHUZHI_LOG_LEVEL", "").upper() == "DEBUG":
        traceback.print_exception(error)
    return f"程序出错了（{type(error).__name__}）。请设置 SHUZHI_LOG_LEVEL=DEBUG 再运行一次，把输出交给维护者"
