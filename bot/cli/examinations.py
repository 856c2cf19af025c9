"""What `shuzhi doctor` finds out about the installation itself, each line with its remedy."""

import os
import shutil
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from bot.actions import cycles, health, installation, people, retention
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.explaining import explain
from bot.cli.failures import CommandFailed
from bot.cli.offline import Offline
from bot.cli.owner_only import is_open_to_others
from bot.cli.places import inside
from bot.cli.planfiles import read_plan
from bot.cli.sealed_backups import public_keys
from bot.documents.confinement import Wall
from bot.documents.reader import standing_walls
from bot.domain.people import Role
from bot.domain.planfile import render
from bot.holidays import year_table
from bot.platforms.checks import Check, fine, wrong
from bot.settings import Settings, unknown_variables
from bot.storage.soundness import damage_of, file_of
from bot.texts import retention as retention_texts

BACKUPS = "备份"
SHOWN = 5  # incident numbers, files and variables named
WALLS = {
    Wall.FILES: "文件访问（Landlock）",
    Wall.CALLS: "系统调用（seccomp）",
    Wall.PRIVILEGES: "管理员权限",
}


def of_settings(settings: Settings) -> Iterator[Check]:
    """Yields what can be said without opening the database."""
    yield _variables()
    yield _disk(settings)
    yield _keys(settings)
    yield _modes(settings)
    yield _walls()


def before_start(settings: Settings) -> Iterator[Check]:
    """Yields what does not keep a service from starting, and had better be known when it does."""
    yield _variables()
    yield _disk(settings)
    yield _keys(settings)
    yield _plan_file(settings)


def of_data(reached: Offline) -> Iterator[Check]:
    """Yields what the data show. Raises nothing that a broken database causes: that is a line."""
    settings = reached.settings
    yield _database(reached)
    yield departments(reached)
    yield reached.read(_rosters)
    yield reached.read(lambda work: _plan(work, settings))
    yield _holidays(reached.now.astimezone(settings.zone).year)
    yield _messages(reached)
    yield _completeness(reached)
    yield _backups(reached)
    # What is kept beyond its term fails no check, for nobody has to hurry.
    yield fine("保存期限", retention_texts.on_check(reached.read(retention.number_due)))


def no_data(settings: Settings) -> Iterator[Check]:
    """Yields the lines of an installation that has none yet."""
    yield fine("数据库", f"{inside(settings)}还没有数据")
    yield _departments_missing()


def _variables() -> Check:
    unknown = unknown_variables()
    if not unknown:
        return fine("设置", "认识每一项")
    known = [f"SHUZHI_{field.upper()}" for field in Settings.model_fields]
    names = []
    for name in unknown[:SHOWN]:
        near = get_close_matches(name, known, n=1)
        if near:
            names.append(f"{name}（是不是 {near[0]}）")
        else:
            names.append(name)
    return wrong("设置", f"不认识 {'、'.join(names)}，没有起作用。名称见 .env.example")


def _disk(settings: Settings) -> Check:
    folders = [settings.data_dir]
    file = file_of(settings.database)
    if file is not None:
        folders.append(file.parent)
    # Data and database may lie on different disks, and the fuller one stops the program.
    free = min(shutil.disk_usage(_nearest(folder)).free for folder in folders)
    text = f"剩余 {free // (1024 * 1024)} MB"
    if free > health.LOW_DISK:
        return fine("磁盘", text)
    return wrong("磁盘", f"{text}，请清理磁盘，否则文件和选票可能存不下")


def _nearest(folder: Path) -> Path:
    """Returns the folder itself, or the first above it that exists."""
    return next(place for place in (folder, *folder.resolve().parents) if place.exists())


def _keys(settings: Settings) -> Check:
    if settings.keys.resolve().is_relative_to(settings.data_dir.resolve()):
        return wrong(
            "密钥目录", "在数据目录里面，会被一起备份。请把 SHUZHI_KEY_DIR 指到数据目录之外"
        )
    if not os.access(_nearest(settings.keys), os.W_OK):
        return wrong("密钥目录", f"{settings.keys} 不能写入，请检查目录权限")
    return fine("密钥目录", f"{settings.keys} 可用")


def _walls() -> Check:
    """Tells what a hostile file could reach if it took over the reader that opens it."""
    walls = standing_walls()
    missing = [name for wall, name in WALLS.items() if wall not in walls]
    if not missing:
        return fine("文件隔离", "读文件的进程只能读程序自己的文件，不能写、联网或启动程序")
    return wrong(
        "文件隔离",
        f"读文件的进程还没有完全隔离（缺：{'、'.join(missing)}）。请用 5.13 以上的 Linux 内核并安装 libseccomp2，"
        "且不要在禁止这些功能的容器里运行",
    )


def _modes(settings: Settings) -> Check:
    """Tells what others can read of what holds names, messages, secrets or keys."""
    private = [Path(".env"), settings.data_dir, settings.keys, file_of(settings.database)]
    # Two of them may be set to one place, which is then named once.
    places = dict.fromkeys(path for path in private if path is not None)
    readable = [str(path) for path in places if is_open_to_others(path)]
    if not readable:
        return fine("权限", "数据、密钥和设置只有本账号能读")
    listed = " ".join(readable)
    return wrong("权限", f"别的账号能读 {'、'.join(readable)}。请运行 chmod -R go-rwx {listed}")


def _database(reached: Offline) -> Check:
    """Writes to the database and looks through its file; opening it has shown that the tables fit."""
    try:
        reached.write(installation.probe)
    except Exception as error:  # noqa: BLE001 - whatever it is becomes this line
        return wrong("数据库", explain(error))
    damage = damage_of(reached.settings.database, quick=True)
    if damage is not None:
        return wrong(
            "数据库", f"文件已损坏（{damage}）。请用 shuzhi restore 恢复最近一份完好的备份"
        )
    return fine("数据库", "可以读写，文件完好")


def departments(reached: Offline) -> Check:
    """Tells whether every department can be reached: on a platform that is set, in a known group."""
    all_departments = reached.read(people.departments)
    if not all_departments:
        return _departments_missing()
    platforms = reached.settings.platforms
    for department in all_departments:
        if department.platform not in platforms:
            return wrong(
                "系",
                f"{department.name}记的平台是 {department.platform}，设置里没有它，收不到消息。"
                f"请运行 shuzhi department edit {department.id} --platform {platforms[0]}",
            )
    without_group = [department.name for department in all_departments if not department.group]
    if without_group:
        return wrong(
            "系",
            f"{'、'.join(without_group)}的群还不知道，请把机器人加进群，并在群里 @述职助手 说一句话",
        )
    return fine("系", "、".join(department.name for department in all_departments))


def _rosters(work: UnitOfWork) -> Check:
    """Tells whether somebody may do the work of each department."""
    all_departments = people.departments(work)
    for department in all_departments:
        if not people.roster(work, department.id).with_role(Role.ORGANISER):
            return wrong(
                "名册",
                f"{department.name}的名册里还没有组织员，请运行 "
                f"shuzhi roster import 名册.xlsx --department {department.id}",
            )
    return fine("名册", "每个系都有组织员")


def _departments_missing() -> Check:
    return wrong("系", "还没有任何系，请运行 shuzhi department add 编号 --name 名称")


def _plan(work: UnitOfWork, settings: Settings) -> Check:
    """Tells whether the plan in force is that of the file: it is the one of the day on which the
    year began, or the last one that was confirmed, whatever became of the file since.
    """
    check = _plan_file(settings)
    if not check.ok or settings.plan is None:
        return check
    # As files they are compared, for that is what people change.
    wanted = render(read_plan(settings.plan))
    for department in people.departments(work):
        cycle = cycles.current(work, department.id)
        if cycle is None or render(cycle.plan) != wanted:
            return wrong(
                "方案",
                f"{department.name}正在用的方案和 SHUZHI_PLAN 的不同。要启用它请运行 "
                f"shuzhi plan apply {settings.plan} --department {department.id}",
            )
    return fine("方案", f"正在用的就是 {settings.plan}")


def _plan_file(settings: Settings) -> Check:
    """Tells whether the file that SHUZHI_PLAN names can be read and used."""
    if settings.plan is None:
        return fine("方案", "按各系正在用的方案")
    try:
        read_plan(settings.plan)
    except CommandFailed as failure:
        return wrong("方案", str(failure))
    except OSError as error:
        return wrong("方案", f"{explain(error)}。请核对 SHUZHI_PLAN")
    return fine("方案", f"{settings.plan} 可以使用")


def _holidays(year: int) -> Check:
    if year_table(year) is None:
        return wrong(
            "节假日",
            f"没有 {year} 年的放假安排，除法定节日外按周一至周五算工作日。请在方案里填写放假和调休日",
        )
    text = f"{year} 年的放假安排已知"
    # A countdown may run into the next year, whose holidays are published late in this one.
    if year_table(year + 1) is None:
        text += f"，{year + 1} 年的尚未收录"
    return fine("节假日", text)


def _messages(reached: Offline) -> Check:
    undelivered = reached.read(health.undelivered)
    incidents = reached.read(health.incidents)
    troubles = [f"{count} 条没有送达（{reason}）" for reason, count in undelivered.items()]
    if incidents:
        numbers = "、".join(incidents[:SHOWN])
        troubles.append(f"{len(incidents)} 条处理时出错，请把编号交给维护者在日志里查：{numbers}")
    if troubles:
        return wrong("消息", "；".join(troubles))
    return fine("消息", "没有积压的问题")


def _backups(reached: Offline) -> Check:
    """Tells when the last one was made, and who can read it."""
    settings = reached.settings
    try:
        keys = public_keys(settings.backup_key, None)
    except CommandFailed as error:
        return wrong(BACKUPS, str(error))
    made = reached.read(lambda work: work.files.last_backup())
    when = "还没有做过"
    if made is not None:
        when = f"上次 {made.astimezone(settings.zone):%Y-%m-%d %H:%M}"
    if not keys:
        # An open backup is a choice and no fault, so it fails no check.
        return fine(BACKUPS, f"{when}；没有加密，拿到备份的人都能读，要加密见 docs/backups.md")
    return fine(BACKUPS, f"{when}；加密给 {'、'.join(map(str, keys))}")


def _completeness(reached: Offline) -> Check:
    lacking = reached.read(health.lacking)
    if lacking:
        return wrong("密钥和文件", lacking)
    return fine("密钥和文件", "进行中的测评有密钥，收到的文件都在")
