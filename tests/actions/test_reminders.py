"""What is said unasked of the deadline and of missing reports: to whom, when, once. Rows of rules on the real database (S4, S11)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.actions import reminders, rosters, submissions
from bot.actions.unit_of_work import SYSTEM
from bot.domain.plan import Plan
from bot.domain.staffing import ChangeKind, StaffChange
from bot.sample import sample_lines
from bot.storage import departments
from bot.storage import people as people_store
from bot.texts import reminders as texts
from bot.texts.listing import LINES
from tests.actions.acts import entered, hand_in
from tests.actions.office import Office
from tests.actions.reminding import PLANNED, SKIPPED, WEEK_BEFORE, of, of_group, remind
from tests.cast import LI, MEMBER, ORGANISER, THIRD, ZHANG
from tests.chat import SHANGHAI

FIRST_RUNG = "2026-12-01T09:00"  # thirty days before the deadline
SECRETARIES = ("s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08")


def reminded(office: Office) -> list[str]:
    """Which secretaries have been told something."""
    return [account for account in SECRETARIES if office.sent(account)]


def strangers(office: Office) -> None:
    """Nobody has heard of the bot before."""
    for person in office.roster.people:
        people_store.set_met(office.session, person, None)


# -- the group


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-12-01T08:59", ""),
        ("2026-12-01T09:00", "12月31日（周四）前完成，还有 30 天。"),
        ("2026-12-02T09:00", ""),
        ("2026-12-24T09:00", "12月31日（周四）前完成，还有 7 天。"),
        ("2026-12-31T09:00", "今天12月31日（周四）是"),
        # Once afterwards, without a word of blame.
        ("2027-01-04T09:00", "工作仍在继续，按实际进度办理即可。"),
        ("2027-01-11T09:00", ""),
    ],
)
def test_the_group_hears_of_the_deadline_three_times_and_once_after_it(
    office: Office, moment: str, words: str
) -> None:
    remind(office, moment)
    assert bool(office.in_group()) == bool(words)
    assert words in "".join(office.in_group())
    remind(office, moment)
    assert len(office.in_group()) == bool(words)


def test_the_group_hears_what_comes_next_and_never_who_is_missing(office: Office) -> None:
    hand_in(office)
    remind(office, FIRST_RUNG)
    (text,) = office.in_group()
    assert "下一步：12月10日（周四）" in text
    assert "1" not in text.replace("12月31日", "").replace("12月10日", "")
    for line in sample_lines():
        assert line.name not in text


@pytest.mark.parametrize(("missing", "said"), [(0, True), (1, False)])
def test_that_all_have_handed_in_is_said(office: Office, missing: int, said: bool) -> None:
    for branch in office.roster.branches[missing:]:
        hand_in(office, branch.name)
    remind(office, "2026-12-24T09:00")
    assert ("述职报告8份已交齐" in "".join(office.in_group())) == said


def without_reports(plan: Plan) -> Plan:
    stages = tuple(replace(stage, waits_for=()) for stage in plan.stages if stage.id != "report")
    return replace(plan, stages=stages)


def test_a_plan_without_reports_counts_down_alone(office: Office) -> None:
    office.using(without_reports)
    remind(office, FIRST_RUNG)
    (text,) = office.in_group()
    assert text.endswith("12月31日（周四）前完成，还有 30 天。")
    remind(office, "2026-12-10T09:00")
    assert reminded(office) == []


def silent(plan: Plan) -> Plan:
    return replace(plan, reminders=replace(plan.reminders, rungs=()))


@pytest.mark.parametrize("moment", [FIRST_RUNG, "2026-12-10T09:00", "2026-12-31T09:00"])
def test_a_plan_that_wants_silence_has_it(office: Office, moment: str) -> None:
    office.using(silent)
    remind(office, moment)
    assert office.reminders() == []
    assert reminded(office) == []
    assert office.in_group() == []


def test_where_the_group_is_not_known_the_ledger_says_so(office: Office) -> None:
    platform = office.department.platform
    departments.learn_group(office.session, office.department.id, platform=platform, group="")
    remind(office, FIRST_RUNG)
    assert of_group(office) == [("2026-12-31-30", SKIPPED, texts.NO_GROUP)]


# -- who has not handed in


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-12-02T09:00", ""),
        ("2026-12-03T07:59", ""),
        ("2026-12-03T08:59", ""),
        ("2026-12-03T20:30", ""),  # in quiet hours it helps nobody any more
        ("2026-12-03T09:00", "请于12月10日（周四）前交，还有 7 天"),
        ("2026-12-07T09:00", "请于12月10日（周四）前交，还有 3 天"),
        ("2026-12-09T09:00", "请于12月10日（周四）前交，还有 1 天"),
        ("2026-12-10T09:00", "请于今天12月10日（周四）交"),
        # Four times afterwards, once a week, and the last one says that it is.
        ("2026-12-14T09:00", "约定12月10日（周四）交，现在交也照常收"),
        ("2026-12-28T09:00", "约定12月10日（周四）交，现在交也照常收"),
        ("2027-01-04T09:00", "约定12月10日（周四）交，以后不再提醒，什么时候交都照常收"),
        ("2027-01-11T09:00", ""),
    ],
)
def test_who_has_not_handed_in_hears_it_in_private_and_without_blame(
    office: Office, moment: str, words: str
) -> None:
    remind(office, moment)
    for account in SECRETARIES:
        assert len(office.sent(account)) == bool(words)
        assert words in office.told(account)
        # Equal words to many are one call of a platform: nobody is named.
        assert office.person(account).name not in office.told(account)
    for account in (ORGANISER, MEMBER):
        assert office.sent(account) == []
    remind(office, moment)
    assert len(office.sent(ZHANG)) == bool(words)


@pytest.mark.parametrize(
    ("moment", "met", "brings_the_sheet"),
    [
        # The first reminder brings what he needs to write it, and so does the first word at all.
        ("2026-11-10T09:00", True, True),
        ("2026-11-10T09:00", False, True),
        ("2026-12-03T09:00", True, False),
        ("2026-12-03T09:00", False, True),
        ("2026-12-10T09:00", False, True),
        # Afterwards there is nothing to prepare.
        ("2026-12-14T09:00", False, False),
    ],
)
def test_the_first_word_brings_the_sheet_to_prepare_with(
    office: Office, moment: str, met: bool, brings_the_sheet: bool
) -> None:
    if not met:
        strangers(office)
    remind(office, moment)
    assert ("不需要为此准备材料" in office.told(ZHANG)) == brings_the_sheet
    assert ("把文件发给我就行" in office.told(ZHANG)) == (not brings_the_sheet)


@pytest.mark.parametrize("items", [0, 3, 12])
def test_the_sheet_leaves_room_for_who_writes_and_until_when(office: Office, items: int) -> None:
    for number in range(items):
        entered(office, problem=f"问题{number}")
    remind(office, "2026-11-10T09:00")
    # Who writes stands above it when it goes out, and a blank line.
    lines = 2 + len(office.told(ZHANG).split("\n"))
    assert lines <= LINES
    assert (lines == LINES) == (items == 12)


def test_without_a_sheet_in_the_plan_the_first_reminder_says_what_is_missing(
    office: Office,
) -> None:
    office.using(lambda plan: replace(plan, report=replace(plan.report, party_building=False)))
    remind(office, "2026-11-10T09:00")
    assert "请于12月10日（周四）前交，还有 30 天" in office.told(ZHANG)


def has_left(office: Office) -> None:
    person = office.person(ZHANG)
    change = StaffChange(ChangeKind.LEAVES, person.name, person.id, "", None)
    rosters.change_staff(office.work, office.department.id, [change])


def is_not_reached(office: Office) -> None:
    lines = [
        replace(line, account="", name="新来样") if line.account == ZHANG else line
        for line in sample_lines()
    ]
    rosters.import_roster(office.work, office.department.id, lines, actor=SYSTEM)


def test_who_has_handed_in_hears_nothing_and_the_ledger_says_why(office: Office) -> None:
    hand_in(office)
    remind(office, WEEK_BEFORE)
    assert reminded(office) == [account for account in SECRETARIES if account != ZHANG]
    assert of(office, ZHANG) == [("2026-12-10-7", SKIPPED, texts.HANDED_IN)]
    assert of(office, LI) == [("2026-12-10-7", PLANNED, "")]


def test_whom_nothing_reaches_is_recorded(office: Office) -> None:
    is_not_reached(office)
    remind(office, WEEK_BEFORE)
    (newcomer,) = [person for person in office.roster.people if person.name == "新来样"]
    entries = [e for e in office.reminders("report") if e.target == str(newcomer.id)]
    assert [(entry.state, entry.reason) for entry in entries] == [(SKIPPED, texts.NO_ACCOUNT)]


def test_a_vacant_branch_owes_nothing(office: Office) -> None:
    has_left(office)
    remind(office, WEEK_BEFORE)
    assert len(office.reminders("report")) == 7


# -- an own last day


def extend(office: Office, until: date) -> None:
    organiser, third = office.person(ORGANISER), office.branch(THIRD)
    submissions.extend(office.work, office.cycle, organiser, third, until)


@pytest.mark.parametrize(
    ("moment", "zhang", "others"),
    [
        ("2026-12-03T09:00", 0, 1),
        ("2026-12-10T09:00", 0, 1),
        ("2026-12-11T09:00", 1, 0),  # nine days before it is Friday for the Sunday
        ("2026-12-14T09:00", 0, 1),  # the others' first week after
        ("2026-12-17T09:00", 1, 0),
        ("2026-12-18T09:00", 1, 0),
    ],
)
def test_who_has_a_day_of_his_own_hears_of_that(
    office: Office, moment: str, zhang: int, others: int
) -> None:
    extend(office, date(2026, 12, 20))
    remind(office, moment)
    assert [len(office.sent(ZHANG)), len(office.sent(LI))] == [zhang, others]
    if zhang:
        assert "12月20日" in office.told(ZHANG)


def test_the_clock_is_asked_for_every_day_that_is_due(office: Office) -> None:
    extend(office, date(2026, 12, 20))
    moment: datetime | None = office.now
    days = []
    while moment is not None:
        moment = reminders.next_due(office.work, moment)
        if moment is not None:
            days.append(f"{moment.astimezone(SHANGHAI):%m-%dT%H:%M}")
    assert days == [
        "12-01T09:00",  # the deadline's first
        "12-03T09:00",
        "12-07T09:00",
        "12-09T09:00",
        "12-10T09:00",
        "12-11T09:00",  # the extension's
        "12-14T09:00",  # a week after the others' day
        "12-17T09:00",
        "12-18T09:00",
        "12-21T09:00",
        "12-24T09:00",
        "12-28T09:00",
        "12-31T09:00",
        "01-04T09:00",
        "01-11T09:00",  # the fourth week after his day
    ]
