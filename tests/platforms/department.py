"""The department whose meeting the simulated platforms hold: eight branches, sixty people with a vote."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.actions import installation, rosters
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.cli.offline import offline
from bot.clocks import set_clock
from bot.documents.roster import RosterLine
from bot.domain.installation import Purpose
from bot.domain.people import Department
from bot.domain.planfile import sample_plan
from bot.sample import sample_lines
from tests.acquaintance import acquainted
from tests.conftest import START, settings_for

VOTERS = 60


def lines() -> tuple[RosterLine, ...]:
    """The sample roster with so many more members that sixty people have a vote."""
    sample = sample_lines()
    member = next(line for line in sample if line.account == "m02")
    missing = VOTERS - sum(bool(line.category) for line in sample)
    more = (
        replace(
            member, row=100 + place, name=f"新同志{'甲乙丙丁戊己'[place]}", account=f"n{place:02}"
        )
        for place in range(missing)
    )
    return (*sample, *more)


def made(folder: Path, *, platform: str, group: str = "") -> Path:
    """A data directory with the department in it; without `group` that is still to be learned."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name, content in _files(platform, group).items():
        (data / name).write_bytes(content)
    return data


@cache
def _files(platform: str, group: str) -> dict[str, bytes]:
    """What lies in such a directory, by name: the roster is imported once for all tests."""

    def add(work: UnitOfWork) -> None:
        # The platform is attached by hand, to a program whose clock stands.
        installation.claim(work, Purpose.DEMONSTRATION)
        department = Department("dept", "计算机系", group=group, platform=platform)
        seed(work, department, sample_plan(START.year))
        rosters.import_roster(work, "dept", lines(), actor=SYSTEM)
        acquainted(work, "dept")

    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        set_clock(settings_for(data), START)
        with offline(create=True, platforms=("sandbox",), data_dir=data) as reached:
            reached.write(add)
        return {file.name: file.read_bytes() for file in data.iterdir() if file.is_file()}
