"""回访: what was seen some months after an item was closed, item by item or branch by branch."""

from collections.abc import Sequence

from bot.actions.rectification import effects, ledger
from bot.dispatch import bundling
from bot.dispatch.bundling import Act
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding import Slot, Value
from bot.dispatch.understanding.forms import verification as forms
from bot.dispatch.understanding.forms.verification import Visit
from bot.domain.people import Branch
from bot.domain.permissions import OVERSIGHT
from bot.domain.plan import Part
from bot.domain.refusals import Missing, NoSuch
from bot.domain.words import UNIT
from bot.messages import Message
from bot.texts import verification as texts

router = Router("revisits", Part.RECTIFICATION)


@router.command(
    "回访",
    who=OVERSIGHT,
    usage=texts.REVISIT_USAGE,
    help="记下销号后再去看到了什么；有反弹就写明",
    private=True,
)
@router.command(
    "问效",
    who=OVERSIGHT,
    usage=texts.REVISIT_USAGE,
    help="同“回访”",
    private=True,
)
def revisit(
    context: Context, branch: Branch | None = None, n: int | None = None, text: str = ""
) -> Message:
    """Notes one sentence of what was seen, for one item of a branch or for several; without
    anything said it shows what may be looked at again.

    A line for each branch is shown once and noted by one tap. Raises Missing where a sentence only
    judges: 「保持良好」 tells of no visit.
    """
    visits = forms.read_visits(context.update.text)
    if len(visits) > 1:
        return _ask_for_all(context, visits)
    if branch is None and n is None and not text:
        # What was promised is looked at by somebody else than whoever promised it.
        ripe = [
            item
            for item in effects.to_revisit(context.work, context.cycle)
            if not ledger.is_owner(context.roster, item, context.actor)
        ]
        if not ripe:
            return Message(text=texts.NOTHING_TO_REVISIT)
        return Message(text=texts.revisit_notice(effects.numbers_by_branch(context.roster, ripe)))
    if branch is None or n is None:
        raise Missing(texts.REVISIT_USAGE)
    visit = forms.read_visit(branch.name, n, text, context.update.text)
    _check_telling(visit)
    noted: list[int] = []
    for number in visit.items:
        item = ledger.find(context.work, context.department.id, branch, number)
        if effects.note(
            context.work, context.cycle, context.actor, item, visit.seen, held=visit.held
        ):
            noted.append(number)
    if not noted:
        return Message(text=texts.not_closed(branch.name, visit.items))
    return Message(text=texts.revisited(branch.name, noted, held=visit.held))


def _ask_for_all(context: Context, visits: Sequence[Visit]) -> Message:
    """Shows what would be noted, an item a line. Raises NoSuch for an unknown branch, Missing."""
    branches = {branch.name: branch for branch in context.roster.branches}
    acts = []
    for visit in visits:
        if visit.branch not in branches:
            raise NoSuch(UNIT, visit.branch, texts.REVISIT_USAGE)
        _check_telling(visit)
        branch = branches[visit.branch]
        for number in visit.items:
            args: dict[Slot, Value] = {
                Slot.BRANCH: branch,
                Slot.N: number,
                Slot.TEXT: visit.seen,
            }
            acts.append(Act("回访", args, texts.visit(branch.name, number, visit.seen)))
    return bundling.ask(context, acts)


def _check_telling(visit: Visit) -> None:
    """Raises Missing where a sentence tells nothing of what was seen."""
    if not visit.tells:
        raise Missing(texts.REVISIT_USAGE)
