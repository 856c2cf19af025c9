"""Answers to what people ask: the entry's words with the facts of the year filled in."""

from collections.abc import Mapping

from bot.actions import people, polls
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person, Role
from bot.domain.plan import Plan
from bot.domain.polls.poll import RUNNING
from bot.domain.words import ACTIVITY, MEETING, OFFICE, REPORT, SPEECH, UNIT
from bot.storage.polls import polls as open_polls
from bot.texts.evaluation import GRADES_USAGE
from bot.texts.evaluation import titles as input_titles
from bot.texts.questions import Question
from bot.texts.questions import facts as texts

# What a unit may call otherwise: its plan's words are set in where the answer is told.
NAMES = {
    "activity": ACTIVITY,
    "meeting": MEETING,
    "office": OFFICE,
    "report": REPORT,
    "speech": SPEECH,
    "unit": UNIT,
}


def answer(work: UnitOfWork, cycle: Cycle, asker: Person, question: Question) -> str:
    """Returns what this person is told; of a question with a request there is nothing to tell."""
    return question.answer.format_map(facts(work, cycle, asker))


def facts(work: UnitOfWork, cycle: Cycle, asker: Person) -> Mapping[str, str]:
    """Returns everything that an answer may name."""
    plan = cycle.plan
    roster = people.roster(work, cycle.department)
    agenda = polls.agenda(work, cycle)
    running = open_polls.of_department(work.session, cycle.department, RUNNING)
    secretary = None
    if asker.branch is not None:
        secretary = roster.secretary_of(asker.branch)
    organisers = [person.name for person in roster.with_role(Role.ORGANISER)]
    return {
        **NAMES,
        **_facts_of(plan),
        "organisers": texts.names(organisers),
        "slides": texts.slides(plan.materials_of(asker)),
        "attends": agenda.attends,
        "speech_length": texts.speech_length(agenda),
        "ballot_now": texts.ballot_now(is_open=bool(running)),
        "own_secretary": texts.own_secretary(asker.branch_name, secretary),
    }


def _facts_of(plan: Plan) -> Mapping[str, str]:
    """Returns what the plan alone says, the same for everybody who asks."""
    return {
        "house_name": plan.unit,
        "organisation": plan.signature,
        "year": str(plan.year),
        "next_year": str(plan.year + 1),
        "contact": plan.help_contact or texts.NO_CONTACT,
        "report_day": texts.day_of(plan, "report"),
        "grade_day": texts.after(plan, "grade"),
        "limit": texts.limit(plan),
        "report_due": texts.report_due(plan),
        "file_limit": texts.file_limit(plan),
        "focus": texts.focus(plan),
        "points": texts.points(plan),
        "quorum": texts.quorum(plan),
        "upper_unit": plan.upper_unit,
        "undated_months": str(plan.rectification.undated_due_months),
        "share": texts.share(plan),
        "comments": texts.comments(plan),
        "scale": "、".join(step.title for step in plan.ballot.scale),
        "classes": texts.classes(plan),
        "best_limit": texts.best_limit(plan),
        "minimum": str(plan.ballot.minimum),
        "release": texts.release(plan),
        "unnamed": texts.unnamed(plan),
        "own_choice": texts.own_choice(plan),
        "inputs": input_titles(plan.inputs),
        "grades_example": GRADES_USAGE,
        "objection_days": str(plan.objection_days),
        "publicity_days": str(plan.publicity_days),
        "scope": plan.publicity_scope,
        "kept_messages": texts.kept_for(plan.retention.messages),
        "feedback_readers": texts.offices(plan.rights.feedback),
    }
