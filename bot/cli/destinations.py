"""Where a restored database comes to stand: a file, or the database of a server.

The restored files are placed first and the database last, in one step that happens or does not:
a file is renamed, a server commits.
"""

import os
import shutil
from pathlib import Path
from typing import Protocol

from bot.cli.failures import CommandFailed
from bot.cli.one_server import only_one
from bot.cli.places import SET_DATABASE
from bot.domain.values import dataclass
from bot.settings import Settings
from bot.storage.soundness import file_of

NEARBY = ".restoring"  # follows the name of the file that a database is about to become


class Destination(Protocol):
    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def refusal(self) -> str:
        """What is said where it is taken."""

    def is_taken(self) -> bool:
        """Tells whether something stands there that must not be lost."""

    def bring_near(self, staged: Path) -> Path:
        """Moves the staged file to where `put` can take it; returns its new path."""

    def put(self, near: Path) -> None:
        """Does the last step. Raises CommandFailed, and then nothing stands there."""

    def clear(self) -> None:
        """Removes what an interrupted restoring left beside it."""


def taken(folder: Path) -> str:
    """Returns what is said of a data directory that holds something."""
    return f"{folder} 里已有数据，没有覆盖。请先把它移走，或用 SHUZHI_DATA_DIR 指向新的目录"


def destination(settings: Settings) -> Destination:
    """Returns where the database of these settings stands."""
    file = file_of(settings.database)
    if file is None:
        return Server(settings)
    return File(settings, file)


@dataclass(frozen=True)
class File:
    settings: Settings
    file: Path

    @property
    def name(self) -> str:
        return str(self.settings.data_dir)

    @property
    def refusal(self) -> str:
        return taken(self.settings.data_dir)

    def is_taken(self) -> bool:
        """An old write-ahead log would spoil a restored database, so it counts too."""
        logs = (self.file.with_name(self.file.name + ending) for ending in ("-wal", "-shm"))
        return any(path.exists() for path in (self.file, *logs))

    def bring_near(self, staged: Path) -> Path:
        """The staged file may lie on another disk, from where nothing can be renamed."""
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Path(shutil.move(staged, self._near))

    def put(self, near: Path) -> None:
        near.replace(self.file)
        os.sync()

    def clear(self) -> None:
        self._near.unlink(missing_ok=True)

    @property
    def _near(self) -> Path:
        return self.file.with_name(self.file.name + NEARBY)


@dataclass(frozen=True)
class Server:
    """PostgreSQL; everything of it is imported only where it is used."""

    settings: Settings

    @property
    def name(self) -> str:
        return f"{SET_DATABASE}和 {self.settings.data_dir}"

    @property
    def refusal(self) -> str:
        return (
            f"{SET_DATABASE}里已有数据，没有覆盖。请给一个空的库，"
            "用 createdb 建好，写法见 docs/administration.md"
        )

    def is_taken(self) -> bool:
        """Tables without a row are free; those of another version are left alone."""
        from bot.storage.database import holds_data  # noqa: PLC0415
        from bot.storage.moving import is_empty  # noqa: PLC0415
        from bot.storage.revisions import is_up_to_date_at  # noqa: PLC0415

        url = self.settings.database
        if not holds_data(url):
            return False
        return not is_up_to_date_at(url) or not is_empty(url)

    def bring_near(self, staged: Path) -> Path:
        return staged

    def put(self, near: Path) -> None:
        from bot.storage.moving import NotEmpty, NotTheSame, copy_all, make_tables  # noqa: PLC0415

        # A server over the empty database would go on with what it knows.
        with only_one(self.settings, alone=True):
            make_tables(self.settings.database)
            try:
                copy_all(f"sqlite:///{near}", self.settings.database)
            except NotEmpty:
                raise CommandFailed(
                    "恢复的时候有别的程序往数据库里写了数据，没有恢复。请停止服务，换一个空的库再试"
                ) from None
            except NotTheSame as error:
                raise CommandFailed(
                    f"恢复后核对不符（{error}），已撤回。请把这一句交给维护者"
                ) from None

    def clear(self) -> None:
        """Nothing lies beside a server's database."""
