"""The `shuzhi` command. Each command stands in a module of its own, imported only when it is called, so that help is instant."""

import sys
from typing import NoReturn

import click
from click.exceptions import Exit

from bot.cli.failures import CommandFailed
from bot.cli.formatting import ChineseFormatter
from bot.cli.lazily import LazyGroup
from bot.cli.owner_only import write_for_owner_only

COMMANDS = {
    "demo": ("bot.cli.serving", "启动演示：示例系和聊天页"),
    "serve": ("bot.cli.serving", "启动正式服务"),
    "init": ("bot.cli.beginning", "写出设置文件 .env 的样子"),
    "rehearse": ("bot.cli.rehearsing", "把全年演练一遍"),
    "check": ("bot.cli.checking", "检查述职报告文件"),
    "plan": ("bot.cli.plans", "年度方案"),
    "roster": ("bot.cli.rosters", "名册"),
    "department": ("bot.cli.departments", "管理系（部门）"),
    "status": ("bot.cli.reporting", "周期的状态"),
    "reminders": ("bot.cli.reminding", "提醒台账：提醒过谁、没有提醒谁、为什么"),
    "audit": ("bot.cli.auditing", "体检：核对数据是否自洽"),
    "export": ("bot.cli.exporting", "导出全年的汇总表、文件和归档"),
    "adopt": ("bot.cli.adopting", "读入上一年度的归档，作为今年的起点"),
    "doctor": ("bot.cli.doctor", "检查配置和连接"),
    "install-service": ("bot.cli.installing", "写好并启动系统服务、每夜备份和体检"),
    "move-database": ("bot.cli.moving", "把数据库搬到 PostgreSQL，或搬回来"),
    "privacy": ("bot.cli.privacy", "保存期限和个人信息"),
    "backup": ("bot.cli.backups", "备份（运行中也可以）"),
    "backup-key": ("bot.cli.backup_keys", "做一对给备份加密的密钥"),
    "restore": ("bot.cli.restoring", "从备份恢复"),
}


click.Context.formatter_class = ChineseFormatter  # every command's context asks its class


def _show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - as click calls it
    if not wanted:
        return
    from bot.version import version  # noqa: PLC0415 - help need not wait for it

    click.echo(f"述职 {version()}")
    ctx.exit()


@click.group(
    cls=LazyGroup, parts=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="显示版本",
)
def shuzhi() -> None:
    """述职：党组织书记抓基层党建述职评议考核助手。"""


def main() -> NoReturn:
    """Runs the command line and ends the process. Whatever goes wrong is one Chinese sentence on
    stderr, with exit code 2 unless the command has another.
    """
    # Before anything else, so that no file that a command writes is open to others.
    write_for_owner_only()
    try:
        # Else click ends the process itself, and in English.
        outcome = shuzhi.main(prog_name="shuzhi", standalone_mode=False)
    except Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)  # as shells tell of Ctrl+C
    except CommandFailed as failure:
        click.echo(str(failure), err=True)
        sys.exit(failure.exit_code)
    except Exception as error:  # noqa: BLE001 - a person reads this, not a traceback
        from bot.cli.explaining import explain  # noqa: PLC0415 - it knows libraries that help does not need

        click.echo(explain(error), err=True)
        sys.exit(2)
    exit_code = 0
    # A command returns nothing; what click returns instead of exiting is a code.
    if isinstance(outcome, int):
        exit_code = outcome
    sys.exit(exit_code)
