"""What is handed in beside the report, and which of them a file is."""

from collections.abc import Sequence

from bot.actions import manuscripts, submissions
from bot.actions.files import Incoming
from bot.actions.judging import Examined
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.unreadable import UnreadableFile
from bot.domain.cycle import Cycle
from bot.domain.manuscript import Unreadable
from bot.domain.materials import Choice, NewMaterial
from bot.domain.people import Branch, Person, Roster
from bot.domain.plan import Material, Part
from bot.domain.refusals import FileUnreadable
from bot.domain.report import Imprint
from bot.domain.report import Part as ReportPart
from bot.domain.submissions import Arrival, Submission
from bot.domain.values import dataclass
from bot.domain.words import REPORT
from bot.storage import materials as store

SHORTER = 2  # another text has less than one in so many of the characters of the report
ALIKE = 4  # a new version shares at least one in so many of its passages with the one before
# A text with two of these is built as a report.
PARTS = (ReportPart.ACHIEVEMENTS, ReportPart.PROBLEMS, ReportPart.MEASURES)


# Presentations and workbooks, of which only the length is read.
MEASURED = (".pptx", ".pptm", ".ppsx", ".xlsx", ".xlsm")
# What may have been made to do harm is not kept.
NOT_KEPT = frozenset({Unreadable.UNSAFE, Unreadable.TOO_LARGE, Unreadable.TIMEOUT})


@dataclass(frozen=True)
class Measured:
    """What is known of a presentation or workbook: its 字数, None where no text could be read."""

    characters: int | None


def measure(work: UnitOfWork, file: Incoming) -> Measured:
    """Reads the length of slides and forms in the worker; other files have none.

    Raises FileUnreadable for what is not safe to keep.
    """
    if work.reader is None or not file.name.lower().endswith(MEASURED):
        return Measured(None)
    try:
        return Measured(work.reader.length(work.files.read(file.sha256)))
    except UnreadableFile as error:
        if error.code in NOT_KEPT:
            raise FileUnreadable(error.code, file.name) from None
        return Measured(None)


def choices(
    cycle: Cycle, roster: Roster, places: Sequence[Branch], name: str, *, readable: bool
) -> tuple[Choice, ...]:
    """Returns what a file of this name may be, the reports first.

    A file without text is no report.
    """
    possible = []
    if readable and cycle.plan.has(Part.REPORT):
        possible += [Choice(place) for place in places]
    for place in places:
        for material in cycle.plan.materials_of(roster.subject_of(place)):
            if material.accepts(name):
                possible.append(Choice(place, material))
    return tuple(possible)


def meant(
    work: UnitOfWork,
    cycle: Cycle,
    possible: Sequence[Choice],
    said: str,
    examined: Examined | None,
) -> Choice | None:
    """Returns which of these a file plainly is; None where its sender has to say so.

    `said` is the file's name and what was written beside it. A title that is written there decides.
    Else a report is one that looks like it and does not differ much from the version before.
    """
    named = [choice for choice in possible if choice.material and choice.material.title in said]
    if len(named) == 1:
        return named[0]
    reports = [choice for choice in possible if choice.material is None]
    if len(reports) == 1 and examined is not None and examined.verdict.is_report:
        (report,) = reports
        before = submissions.newest(work, cycle, report.place)
        if before is None or _is_version_of(work, before, examined):
            return report
    # A report is never replaced unasked, also where the file can be nothing else.
    if len(possible) == 1 and possible[0].material is not None:
        return possible[0]
    return None


def _is_version_of(work: UnitOfWork, before: Submission, examined: Examined) -> bool:
    """Tells whether a text is plainly a new version: of some length and built as a report, or much
    the same words.
    """
    if examined.sha256 == before.manuscript:
        return True
    characters = examined.verdict.characters.word
    parts = [part for part in PARTS if examined.verdict.split.of(part)]
    if characters * SHORTER >= before.characters and len(parts) > 1:
        return True
    own = Imprint.of(examined.manuscript.text)
    shared = own.in_common(manuscripts.imprint(work.files, before.manuscript))
    # A text too short for any passage is no version of another one.
    return shared * ALIKE >= max(len(own.prints), 1)


def hand_in(
    work: UnitOfWork,
    cycle: Cycle,
    person: Person,
    place: Branch,
    material: Material,
    file: Incoming,
    characters: int | None,
    *,
    cause: str,
) -> tuple[NewMaterial, bool]:
    """Stores the next version of a material.

    Returns it, and False where the newest version is the same file: nothing happens then.
    """
    before = store.newest_of_all(work.session, cycle.id).get((place.id, material.id))
    if before is not None and before.sha256 == file.sha256:
        return before, False
    version = 1
    if before:
        version = before.version + 1
    # What comes late is marked, and taken all the same.
    deadline = submissions.deadline_of(work, cycle, place)
    new = NewMaterial(
        place=place.id,
        person=person.id,
        material=material.id,
        version=version,
        sha256=file.sha256,
        name=file.name,
        size=file.size,
        characters=characters,
        received_at=work.now,
        late=deadline.arrival(work.now) is Arrival.LATE,
        cause=cause,
    )
    store.add(work.session, new, department_id=cycle.department, cycle_id=cycle.id)
    work.audit(
        cycle.department,
        person,
        "material.handed_in",
        f"branch:{place.id}",
        material=material.id,
        version=new.version,
        sha256=new.sha256,
    )
    return new, True


def of_place(
    work: UnitOfWork, cycle: Cycle, roster: Roster, place: Branch
) -> list[tuple[Material, NewMaterial | None]]:
    """Returns what is handed in at a place beside the report, each with its newest version."""
    if not cycle.plan.materials:
        return []
    newest = store.newest_of_all(work.session, cycle.id)
    return [
        (material, newest.get((place.id, material.id)))
        for material in cycle.plan.materials_of(roster.subject_of(place))
    ]


def outstanding(work: UnitOfWork, cycle: Cycle, roster: Roster, place: Branch) -> tuple[str, ...]:
    """Returns what has not been handed in at a place, in words; nothing where nobody is there."""
    if roster.subject_of(place) is None:
        return ()
    titles = []
    if cycle.plan.has(Part.REPORT) and not submissions.is_in(work, cycle.id, place.id):
        titles.append(REPORT)
    for material, handed in of_place(work, cycle, roster, place):
        if material.required and handed is None:
            titles.append(material.title)
    return tuple(titles)


def missing(work: UnitOfWork, cycle: Cycle, roster: Roster) -> dict[int, tuple[Material, ...]]:
    """Returns the required materials that are not there yet, by the id of their place."""
    if not cycle.plan.materials:
        return {}
    absent: dict[int, tuple[Material, ...]] = {}
    newest = store.newest_of_all(work.session, cycle.id)
    for place in roster.places:
        subject = roster.subject_of(place)
        wanted = [
            material
            for material in cycle.plan.materials_of(subject)
            if material.required and (place.id, material.id) not in newest
        ]
        if subject is not None and wanted:
            absent[place.id] = tuple(wanted)
    return absent
