"""等次: what the committee decided about many, from one sentence of the minutes."""

from datetime import date

from bot.actions import confirmations, evaluation, people
from bot.actions.evaluation import Proposal
from bot.dispatch import cases, leavers
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms import evaluation as forms
from bot.domain import conflicts
from bot.domain.evaluation.refusals import TwoGrades
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.permissions import ENTERS_GRADES
from bot.domain.plan import Part
from bot.domain.refusals import CardGone, Missing, NoSuch
from bot.messages import Message
from bot.texts import conditions as condition_texts
from bot.texts import evaluation as texts
from bot.texts import refusals, talk
from bot.texts.listing import left_out

router = Router("grades", Part.GRADE, forms.GRADES)
GRADES = "note_grades"


@router.command(
    "等次",
    who=ENTERS_GRADES,
    usage=texts.GRADES_USAGE,
    help="按会议记录一次录入几位的等次，自己核对一次，再由一位班子成员确认",
    private=True,
    shows=lambda _actor, _said: True,  # what is said is shown before it is noted
)
def grades(context: Context, text: str = "") -> Message:
    """Shows what would be noted of each; one tap then asks the second person once for all.

    Who says nothing hears how they stand.
    """
    if not text.strip():
        return standing_of_all(context)
    said = _read(context, text)
    decisions = [
        evaluation.Decision(person, grade, said.reason, said.day)
        for person, grade in said.grades.items()
    ]
    preview = evaluation.preview(context.work, context.cycle, context.actor, decisions)
    lines = [texts.grade_line(person.title, noted) for person, noted in preview.grades]
    changed = [
        person.title
        for person, noted in preview.grades
        if noted.before not in ("", noted.grade) and person in said.unnamed
    ]
    warnings = warning_lines(context, preview)
    if changed:
        warnings.insert(0, texts.changed_unnamed(changed))
    left = [left_out(person.title, refusals.answer(why).text) for person, why in preview.left]
    shown = texts.grades_preview(lines, warnings, left, day_said=said.day is not None)
    ready = {person.id for person, _ in preview.grades}
    # A card keeps its subject as JSON, which knows no dates.
    committee_date = ""
    if said.day is not None:
        committee_date = said.day.isoformat()
    kept = [
        [decision.person.id, decision.grade, decision.reason, committee_date]
        for decision in decisions
        if decision.person.id in ready
    ]
    card_text = CardText(texts.GRADES_TITLE, shown)
    card = confirmations.ask_oneself(
        context.work, context.actor, GRADES, {"decisions": kept}, card_text
    )
    return Message(card=card)


def _read(context: Context, text: str) -> forms.DecisionSaid:
    """Raises NoSuch and HasLeft where a name is nobody's, TwoGrades, and Missing without a grade."""
    of_year = evaluation.of_year(context.work, context.cycle, context.roster)
    former = evaluation.former(context.work, context.cycle)
    scale = context.cycle.plan.grade_steps
    said = forms.read_decision(
        text, scale, context.roster, context.actor, context.work.today, of_year, former
    )
    # An unknown name may be a slip for anybody, so nothing is shown of the others either.
    if said.unknown:
        names = [word for word in said.unknown if word not in scale] or said.unknown
        for name in names:
            leavers.check(context, name)
        raise NoSuch("姓名", "、".join(names), texts.GRADES_USAGE)
    if said.twice:
        raise TwoGrades(said.twice)
    if not said.grades:
        raise Missing(texts.GRADES_USAGE)
    return said


def standing_of_all(context: Context) -> Message:
    """Tells of each in the order of the roster what is missing and which grade stands.

    Nobody sees his own before he is told.
    """
    of_year = evaluation.of_year(context.work, context.cycle, context.roster)
    standings = evaluation.evaluated(context.work, context.cycle, of_year)
    shown = [
        standing
        for person, standing in zip(of_year, standings, strict=True)
        if standing.told_at is not None or not conflicts.concerns(context.actor, [person])
    ]
    number = len(context.cycle.plan.required_inputs)
    lines = [
        texts.standing(each.secretary, each.missing, number, each.grade, each.state)
        for each in shown
    ]
    return Message(text=texts.standings(lines, number, without_own=len(shown) < len(standings)))


def warning_lines(context: Context, proposal: Proposal) -> list[str]:
    """Returns what speaks against these grades, a line each: the caps, and the plan's conditions."""
    plan = context.cycle.plan
    return [
        *(texts.cap_warning(warning, plan) for warning in proposal.warnings),
        *(condition_texts.remark(each.condition, each.cases, plan) for each in proposal.remarks),
    ]


@router.own_confirmation(GRADES, who=ENTERS_GRADES, declined=talk.CANCELLED)
def propose_grades(context: Context, card: OpenCard) -> str:
    """Notes what was shown, and asks a second person once."""
    decisions = []
    for person_id, grade_word, reason, day in card.subject["decisions"]:
        # Also who has left the roster since he was rated.
        person = people.by_id(context.work, person_id)
        if person is None:
            raise CardGone
        # Between the card and its tap he may have lost the office, or it may have become his own
        # case.
        cases.allow(context, ENTERS_GRADES, [person])
        said_on = None
        if day:
            said_on = date.fromisoformat(day)
        decisions.append(evaluation.Decision(person, grade_word, reason, said_on))
    # One second person confirms them all at once (decision 0027).
    evaluation.propose_all(
        context.work, context.cycle, context.department, context.actor, decisions
    )
    return texts.GRADES_ASKED
