"""Whose a card is and what can be answered on it: the one place that every click but a vote passes."""

from bot.actions import confirmations
from bot.dispatch import cases
from bot.dispatch.context import Context
from bot.dispatch.router import ButtonRoute, Whose
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person
from bot.domain.refusals import CardOfAnother, NeedsSecondPerson, OddChoice
from bot.messages import Click


def check(context: Context, route: ButtonRoute, card: OpenCard, click: Click) -> str:
    """The option that was pressed; of several questions, the first that was answered.

    Raises NotAllowed, OwnCase, NeedsSecondPerson, CardOfAnother, OddChoice.
    """
    cases.allow(context, route.who, confirmations.whose_case(context.work, card))
    _check_addressee(route.whose, card, context.actor)
    if route.whose is Whose.SECOND:
        confirmations.check_second(context.work, context.department, card, context.actor)
    return _chosen(route, card, click)


def _check_addressee(whose: Whose, card: OpenCard, actor: Person) -> None:
    if whose is Whose.GROUP:
        return
    if whose is Whose.SECOND and actor.id == card.asked_by:
        raise NeedsSecondPerson
    if actor.id not in _addressees(whose, card, actor):
        raise CardOfAnother


def _addressees(whose: Whose, card: OpenCard, actor: Person) -> tuple[int, ...]:
    """Requests from before cards were bound do not say whom they ask: a confirmation asked all others who may."""
    before = actor.id if whose is Whose.SECOND else card.asked_by
    return card.addressees or (before,)


def _chosen(route: ButtonRoute, card: OpenCard, click: Click) -> str:
    """Every question is one of the card's, with one of its own options or none; one at least is answered."""
    form = route.form(card)
    answered = {question: options for question, options in click.values.items() if options}
    if not answered or not click.values.keys() <= form.keys():
        raise OddChoice
    if any(
        len(options) != 1 or options[0] not in form[question]
        for question, options in answered.items()
    ):
        raise OddChoice
    return next(iter(answered.values()))[0]
