"""Making a list of results public where the plan says so: names with grades or scores, confirmed by
a second person, for some workdays.
"""

from bot.actions import confirmations, evaluation
from bot.actions.publicity.windows import open_window, withdraw_drafts
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person
from bot.domain.plan import Listed
from bot.domain.publicity import Window
from bot.domain.publicity.publication import Kind, NoticeFile, Publication, State, Terms
from bot.domain.publicity.refusals import ListPublic, NoListPublic, NothingToList
from bot.domain.publicity.result import PublicResult
from bot.domain.values import dataclass
from bot.domain.words import filled
from bot.exports.result_notice import ResultNotice, result_notice_document
from bot.messages import Message, OutFile
from bot.storage import publicity as store
from bot.texts import evaluation as evaluation_texts
from bot.texts import result_list as texts
from bot.texts.exporting import publicity as paper_texts

PUBLISH_LIST = "publish_results"


@dataclass(frozen=True)
class PreparedList:
    """`untold` are those to whom nobody has told their result yet."""

    results: tuple[PublicResult, ...]
    untold: tuple[str, ...]
    notice: OutFile


def prepare_list(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person
) -> PreparedList:
    """Freezes the list as it is now and asks a second person; an earlier draft is withdrawn.

    Raises ListPublic, NothingToList, NeedsSecondPerson.
    """
    released = store.latest(work.session, cycle.id, Kind.RESULTS)
    if released is not None and released.last is not None:
        raise ListPublic(released.last)
    sheets = [sheet for sheet in evaluation.sheets(work, cycle) if _result_of(cycle, sheet)]
    if not sheets:
        raise NothingToList
    results = tuple(
        PublicResult(sheet.person, sheet.name, sheet.branch, _result_of(cycle, sheet))
        for sheet in sheets
    )
    withdraw_drafts(work, cycle, actor, Kind.RESULTS)
    rules = cycle.plan.release
    terms = Terms(cycle.plan.publicity_scope, cycle.plan.help_contact, rules.list_days)
    publicity_id = store.propose(
        work.session,
        department_id=cycle.department,
        cycle_id=cycle.id,
        terms=terms,
        results=results,
        asked_by=actor.id,
    )
    question = texts.question(actor.name, rules.listed, rules.list_days, results)
    card_id = confirmations.ask_others(
        work,
        department,
        actor,
        PUBLISH_LIST,
        {"publicity": publicity_id},
        CardText(texts.title(rules.listed), question),
    )
    store.keep_card(work.session, publicity_id, card_id)
    untold = tuple(sheet.name for sheet in sheets if sheet.told is None)
    notice = _notice(work, cycle, terms, results, None)
    return PreparedList(results, untold, OutFile(notice.sha256, notice.name, notice.size))


def release_list(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> Window:
    """Makes the list public in the group, once. Raises NeedsSecondPerson, CardGone."""
    draft, period = open_window(work, cycle, card, actor)
    notice = _notice(work, cycle, draft.terms, draft.results, period)
    store.keep_notice(work.session, draft.id, notice)
    subject = f"publicity:{draft.id}"
    work.audit(department.id, actor, "results.listed", subject, last=period.last.isoformat())
    text = texts.announcement(cycle.plan, period, draft.results)
    file = OutFile(notice.sha256, notice.name, notice.size)
    message = Message(text=text, file=file)
    work.message_group(department, message, key=f"{subject}:opened", priority=3)
    confirmations.tell_posted(work, department, card, actor)
    return period


def decline_list(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Makes nothing public, and tells whoever asked. Raises NeedsSecondPerson, CardGone."""
    confirmations.decline(work, department, card, actor, texts.declined_notice(actor.name))
    store.decline(work.session, card.subject["publicity"])


def public_list(work: UnitOfWork, cycle: Cycle) -> Publication:
    """Returns the list that is public now. Raises NoListPublic."""
    listed = store.latest(work.session, cycle.id, Kind.RESULTS)
    if listed is None or listed.state is not State.OPEN:
        raise NoListPublic
    if listed.closes_at is None or listed.closes_at <= work.now:
        raise NoListPublic
    return listed


def has_listed(work: UnitOfWork, cycle: Cycle) -> bool:
    """Tells whether a list is or was public."""
    return store.latest(work.session, cycle.id, Kind.RESULTS) is not None


def _result_of(cycle: Cycle, sheet: GradeSheet) -> str:
    """Returns what the list would say of somebody; empty where he is not on it."""
    rules = cycle.plan.release
    grade = ""
    if sheet.grade is not None:
        grade = sheet.grade.grade
    if rules.list_grades and grade not in rules.list_grades:
        return ""
    if rules.listed is Listed.GRADES:
        return grade
    if sheet.ballot is None:
        return ""
    return evaluation_texts.ballot_score(sheet.ballot, sheet.person)


def _notice(
    work: UnitOfWork,
    cycle: Cycle,
    terms: Terms,
    results: tuple[PublicResult, ...],
    period: Window | None,
) -> NoticeFile:
    """Writes the notice into the file store: made once, read by everybody."""
    result = cycle.plan.release.listed.value
    content = result_notice_document(
        ResultNotice(
            year=cycle.year,
            result=result,
            workdays=terms.workdays,
            contact=terms.contact,
            results=results,
            signature=cycle.plan.signature,
            words=cycle.plan.words,
            period=period,
        )
    )
    name = filled(paper_texts.list_name(cycle.year, result), cycle.plan.words)
    return NoticeFile(work.files.put(content), name, len(content))
