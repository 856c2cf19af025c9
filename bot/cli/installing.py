"""`install-service`: the account, the systemd units and the nightly timers, filled in for this installation and started."""

import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import click

from bot.cli.failures import CommandFailed
from bot.domain.installation import Purpose
from bot.domain.values import dataclass
from bot.settings import load_settings

UNITS = Path("etc/systemd/system")
ACCOUNTS = Path("etc/sysusers.d/shuzhi.conf")
BACKUPS = Path("/var/backups/shuzhi")
HIDDEN = (Path("/home"), Path("/root"), Path("/run/user"))  # the unit's ProtectHome hides them
STARTED = ("shuzhi.service", "shuzhi-backup.timer", "shuzhi-check.timer")


@dataclass(frozen=True)
class Place:
    """Where the program, its data and its backups stand on this machine; `account` runs it."""

    home: Path
    command: Path
    data: Path
    keys: Path
    backups: Path
    account: str
    keep: int
    zone: str  # of the nights, whatever the machine's own clock shows
    plan: Path | None = None

    def fill(self, template: str) -> str:
        """Returns the template with the values of this place where it has {their names}."""
        values = {
            "home": self.home,
            "command": self.command,
            "data": self.data,
            "keys": self.keys,
            "backups": self.backups,
            "user": self.account,
            "keep": self.keep,
            "zone": self.zone,
        }
        # Not str.format: units have braces of their own.
        for name, value in values.items():
            template = template.replace(f"{{{name}}}", str(value))
        return template


@click.command("install-service")
@click.option("--user", "account", default="shuzhi", show_default=True, help="运行程序的账号")
@click.option("--backups", type=click.Path(path_type=Path), default=BACKUPS, help="备份放在哪里")
@click.option(
    "--keep", type=click.IntRange(1, 365), default=14, show_default=True, help="留几份备份"
)
@click.option("--to", "root", type=click.Path(path_type=Path), help="只写到这个目录下，不启动")
def install_service(*, account: str, backups: Path, keep: int, root: Path | None) -> None:
    """写好并启动 systemd 服务、每夜备份和每夜体检。在程序目录里以 root 运行。"""
    settings = load_settings()
    place = Place(
        home=Path.cwd(),
        # The program of this very environment, not one that is found on the path.
        command=Path(sys.executable).with_name("shuzhi"),
        data=settings.data_dir.resolve(),
        keys=settings.keys.resolve(),
        backups=backups,
        account=account,
        keep=keep,
        zone=settings.timezone,
        plan=settings.plan,
    )
    if settings.purpose is Purpose.DEMONSTRATION:
        raise CommandFailed(
            "还没有接入企业微信或钉钉，只是演示，不装成服务。请先照 .env.example 填好 .env"
        )
    for path in (place.home, place.data, place.keys, place.backups):
        if any(path.is_relative_to(hidden) for hidden in HIDDEN):
            raise CommandFailed(
                f"服务看不到 {path}：为安全起见，它读不到 /home 和 /root。请把程序放到 /opt/shuzhi 再运行"
            )
    if root is None:
        _install(place)
        click.echo("已安装并启动。看现状：systemctl status shuzhi；看日志：journalctl -u shuzhi")
    else:
        _write(place, root)
        units = " ".join(STARTED)
        click.echo(f"已写到 {root}，没有启动。启用：systemctl enable --now {units}")


def _install(place: Place) -> None:
    """Writes the units, makes the account and the folders that it alone may read, and starts the
    service and its timers, now and with the machine. What is there already is given to the account.

    Raises CommandFailed where this account may not install a service, or the machine has none.
    """
    if os.geteuid() != 0:
        raise CommandFailed("要以 root 运行：sudo .venv/bin/shuzhi install-service")
    if not Path("/run/systemd/system").is_dir() or shutil.which("systemctl") is None:
        raise CommandFailed(
            "这台机器不用 systemd。可以用 --to 目录 只写出文件，或照 deploy/container 用容器运行"
        )
    _write(place, Path("/"))
    _run("systemd-sysusers", f"/{ACCOUNTS}")
    for folder in (place.data, place.keys, place.backups):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _run("chown", "--recursive", f"{place.account}:", str(folder))
    # The settings hold the secrets, and the service reads them and the plan as its own account:
    # what root has written is root's alone.
    for own in (place.home / ".env", place.plan):
        if own is not None and own.exists():
            shutil.chown(own, place.account)
            own.chmod(0o600)
    _run("systemctl", "daemon-reload")
    _run("systemctl", "enable", *STARTED)
    try:
        # What runs already has to hear of new units and folders too.
        _run("systemctl", "restart", *STARTED)
    except CommandFailed:
        raise CommandFailed(
            "已装好，服务没有启动起来。看原因：journalctl -u shuzhi -n 20；"
            "改好以后：systemctl restart shuzhi"
        ) from None


def _write(place: Place, root: Path) -> None:
    """Writes the units and the account's entry below `root`; what an earlier run wrote is replaced."""
    templates = files("deploy") / "systemd"
    units = root / UNITS
    units.mkdir(mode=0o755, parents=True, exist_ok=True)
    for template in templates.iterdir():
        filled = place.fill(template.read_text(encoding="utf-8"))
        target = units / template.name
        if template.name == "sysusers.conf":
            target = root / ACCOUNTS
            target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        target.write_text(filled, encoding="utf-8")
        # New files are their owner's alone by now, and units are everybody's to read.
        target.chmod(0o644)


def _run(*command: str) -> None:
    """Runs a command of the system. Raises CommandFailed with the first line that it wrote."""
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - commands of this file, no shell
    if outcome.returncode:
        lines = outcome.stderr.strip().splitlines()
        reason = next(iter(lines), f"退出码 {outcome.returncode}")
        raise CommandFailed(f"{' '.join(command)} 没有成功：{reason}")
