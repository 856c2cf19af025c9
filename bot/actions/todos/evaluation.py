"""From the inputs to the grade and its announcement."""

from collections.abc import Iterator
from datetime import timedelta

from bot.actions.evaluation import opinions
from bot.actions.todos.desk import ALL, Desk, Request, Todo
from bot.domain.permissions import EXPORTS
from bot.domain.plan import Part
from bot.domain.polls.poll import PollState
from bot.storage import evaluation as store
from bot.texts import todos as texts
from bot.texts.evaluation.inputs import WORDS

PAPERS = timedelta(days=7)  # nobody notes that they were taken: after a week they are thought to be


def to_describe(desk: Desk) -> Iterator[Todo]:
    """Inputs that are still missing once the ballot is released: the grade waits for them.

    The button hands out the sheet on which the first missing kind is written for everybody.
    """
    if not desk.is_organiser or not desk.plan.has(Part.GRADE):
        return
    if not any(poll.state is PollState.RELEASED for poll in desk.facts.polls):
        return
    lacking = [subject.title for subject, standing in desk.others() if standing.missing]
    if not lacking:
        return
    text, day = texts.to_describe(lacking), desk.plan.day_of("grade")
    missing = {rule.id for _, standing in desk.others() for rule in standing.missing}
    for kind, word in WORDS.items():
        if kind in missing:
            sheet = Request("记录表", {"text": word})
            yield Todo("inputs", text, day, sheet, texts.sheet_of(word))
            return
    yield Todo("inputs", text, day)


def to_word(desk: Desk) -> Iterator[Todo]:
    """Opinions that nobody has begun although all inputs are there."""
    if not desk.is_organiser or not desk.plan.has(Part.OPINION):
        return
    names = [
        subject.title
        for subject, standing in desk.others()
        if standing.complete and opinions.current(desk.work, desk.cycle, subject) is None
    ]
    if names:
        draft = Request("意见", {"text": ALL})
        yield Todo("opinions", texts.to_word(names), desk.plan.day_of("grade"), draft, texts.DRAFT)


def to_grade(desk: Desk) -> Iterator[Todo]:
    """Decisions of the committee that nobody has entered."""
    if not desk.is_organiser or not desk.plan.has(Part.GRADE):
        return
    # What waits for a second person has been entered already.
    names = [
        subject.title
        for subject, standing in desk.others()
        if standing.complete and not standing.grade and not standing.waiting
    ]
    if names:
        enter = Request("等次")
        yield Todo("grades", texts.to_grade(names), desk.plan.day_of("grade"), enter, texts.HOW)


def to_tell(desk: Desk) -> Iterator[Todo]:
    """Yields the confirmed grades that nobody has told."""
    if not desk.is_organiser:
        return
    names = [
        subject.title
        for subject, standing in desk.others()
        if standing.grade and standing.told_at is None
    ]
    if names:
        tell = Request("送达", {"text": ALL})
        yield Todo("tell", texts.to_tell(names), desk.plan.day_of("feedback"), tell, texts.TELL_ALL)


def to_export(desk: Desk) -> Iterator[Todo]:
    """Yields the year's papers, for a week from the day on which the last result was told."""
    if not desk.is_organiser or not EXPORTS.under(desk.plan.rights).allows(desk.person):
        return
    told = [standing.told_at for _, standing in desk.others() if standing.grade]
    days = [desk.work.day_of(moment) for moment in told if moment is not None]
    # While one result is untold the papers of the year are not complete.
    if not days or len(days) < len(told):
        return
    if desk.work.today <= max(days) + PAPERS:
        text = texts.to_export(desk.cycle.year)
        yield Todo("papers", text, desk.plan.deadline, Request("导出"), texts.EXPORT)


def to_reconsider(desk: Desk) -> Iterator[Todo]:
    """Objections that the committee has not answered yet."""
    if not desk.is_organiser:
        return
    names = [subject.title for subject, standing in desk.others() if standing.objected_at]
    if names:
        enter = Request("等次")
        yield Todo("objections", texts.to_reconsider(names), None, enter, texts.HOW)


def to_read(desk: Desk) -> Iterator[Todo]:
    """One's own result, until it is read."""
    result = store.results(desk.work.session, desk.cycle.id).get(desk.person.id)
    if result is not None and result.read_at is None:
        mine = Request("我的结果")
        yield Todo("result", texts.TO_READ, desk.work.day_of(result.told_at), mine, texts.SEE)
