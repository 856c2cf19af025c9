"""How full the queues are, and what the program would need to serve and does not have."""

from bot.actions import cycles, digests, people
from bot.actions.calendar import calendar_of
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.calendar import Calendar
from bot.domain.people import Role
from bot.domain.values import dataclass
from bot.messages import Message
from bot.storage import inbox, outbox, submissions
from bot.storage.polls import polls
from bot.texts import health as texts

MEBIBYTE = 1024 * 1024
LOW_DISK = 500 * MEBIBYTE  # bytes of free room below which files and votes are at risk
NEWEST = 20  # reports whose files are looked for


@dataclass(frozen=True)
class Figures:
    """How many messages are in each state, how many answers refused, by code, and for how many
    seconds the longest waiting message has been due.
    """

    inbox: dict[str, int]
    outbox: dict[str, int]
    refusals: dict[str, int]
    lag: float


def figures(work: UnitOfWork) -> Figures:
    """Counts what is in the queues, and how late the longest waiting message is."""
    due = outbox.next_due(work.session)
    lag = 0.0
    if due is not None:
        lag = max(0.0, (work.now - due).total_seconds())
    return Figures(
        inbox.counts(work.session),
        outbox.counts(work.session),
        outbox.refusals(work.session),
        lag,
    )


def incidents(work: UnitOfWork) -> list[str]:
    """Returns the numbers under which the log tells why a message could not be worked on, the
    newest first.
    """
    return inbox.incidents(work.session)


def undelivered(work: UnitOfWork) -> dict[str, int]:
    """Counts the messages that did not arrive, by reason."""
    return outbox.undelivered(work.session)


def warn_of_disk(work: UnitOfWork) -> int:
    """Tells every organiser, with what else that day brings, how much room is left; returns how
    many.

    Once a day: the day is in the part's name.
    """
    part = Part(f"disk:{work.today}", texts.disk_low(work.files.free() // MEBIBYTE))
    told = 0
    for department in people.departments(work):
        for organiser in people.roster(work, department.id).with_role(Role.ORGANISER):
            told += bool(digests.tell(work, department, organiser, part))
    return told


def warn_of_takeover(work: UnitOfWork, platform: str, *, posts_apart: bool) -> int:
    """Tells the organisers that another program holds the robot, and nobody is heard.

    Where the group can be posted to all the same, they are called there, once a week at most and in
    working hours. Each hears it in single chat as soon as something reaches him again. Returns how
    many messages that made.
    """
    told = 0
    for department in people.departments(work):
        if department.platform != platform:
            continue
        cycle = cycles.current(work, department.id)
        calendar = Calendar()
        if cycle is not None:
            calendar = calendar_of(cycle.plan)
        if calendar.is_quiet(work.now.astimezone(work.zone)):
            continue
        organisers = people.roster(work, department.id).with_role(Role.ORGANISER)
        if posts_apart:
            accounts = tuple(organiser.account for organiser in organisers if organiser.account)
            week = work.today.isocalendar()
            key = f"takeover:{department.id}:{week.year}-{week.week}"
            message = Message(text=texts.TAKEN_OVER, mentions=accounts)
            # The first rank passes whatever allowance is left, for nothing else reaches anybody
            # now.
            told += work.message_group(department, message, key=key, prompted=False, priority=1)
        # One part as long as it lasts: nothing goes out, so it waits from day to day.
        part = Part("takeover", texts.was_taken_over(work.today))
        for organiser in organisers:
            if not digests.waits(work, department, organiser, part.key):
                told += bool(digests.tell(work, department, organiser, part))
    return told


def lacking(work: UnitOfWork) -> str:
    """Returns one sentence on what this process would need to serve and does not have.

    Empty where nothing is missing.
    """
    key_ids = polls.running_keys(work.session)
    keyless = sum(not work.keys.exists(key_id) for key_id in key_ids)
    if keyless:
        return texts.keyless(keyless)
    newest = submissions.newest_files(work.session, NEWEST)
    if any(not work.files.exists(sha256) for sha256 in newest):
        return texts.FILES_MISSING
    return ""
