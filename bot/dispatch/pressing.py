"""Whose a card is, and what can be answered on it.

This is the one place that every click but a vote passes.
"""

from bot.actions import confirmations
from bot.dispatch import cases
from bot.dispatch.context import Context
from bot.dispatch.router import ButtonRoute, Whose
from bot.domain.open_cards import OpenCard
from bot.domain.refusals import CardOfAnother, NeedsSecondPerson, OddChoice
from bot.messages import Click


def check(context: Context, route: ButtonRoute, card: OpenCard, click: Click) -> str:
    """Returns the option that was pressed; of several questions, the first that was answered.

    Raises NotAllowed, OwnCase, NeedsSecondPerson, CardOfAnother, OddChoice.
    """
    actor = context.actor
    cases.allow(context, route.who, confirmations.whose_case(context.work, card))
    if route.whose is Whose.SECOND and actor.id == card.asked_by:
        raise NeedsSecondPerson
    if card.addressees:
        is_his = actor.id in card.addressees
    else:
        # Cards from before they were bound to people do not say whom they ask: a confirmation asked
        # all others who may, any other card whoever asked for it.
        is_his = route.whose is Whose.SECOND or actor.id == card.asked_by
    if route.whose is not Whose.GROUP and not is_his:
        raise CardOfAnother
    if route.whose is Whose.SECOND:
        confirmations.check_second(context.work, context.department, card, actor)
    # The card must have these questions and options, and one must be answered.
    form = route.form(card)
    pressed = []
    for question, options in click.values.items():
        if question not in form or len(options) > 1:
            raise OddChoice
        for option in options:
            if option not in form[question]:
                raise OddChoice
            pressed.append(option)
    if not pressed:
        raise OddChoice
    return pressed[0]
