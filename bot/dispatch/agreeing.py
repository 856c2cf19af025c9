"""Saying yes or no in words: 「同意」 answers the one open card as its button would."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.actions import open_cards
from bot.actions.shown_cards import NO, YES
from bot.dispatch import bundling, confirming, pressing
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.router import BUTTONS, ButtonRoute
from bot.domain.open_cards import OpenCard
from bot.domain.refusals import CardGone, NothingToConfirm
from bot.domain.values import dataclass
from bot.messages import Click, ClickAnswer, Message
from bot.texts import confirmations as texts
from bot.texts import talk


@dataclass(frozen=True)
class Decision:
    """An open card that is answered with yes or no, and the options that mean it."""

    card: OpenCard
    route: ButtonRoute
    yes: str
    no: str

    @property
    def title(self) -> str:
        if self.card.text is None:
            return texts.UNTITLED
        return self.card.text.title

    @property
    def lines(self) -> Sequence[str]:
        """Returns what stands on the card below its title."""
        if self.card.text is None:
            return ()
        return self.card.text.text.splitlines()

    def press(self, context: Context, *, accepted: bool) -> ClickAnswer:
        """Answers the card with all that a click is asked. Raises Refusal."""
        option = self.no
        if accepted:
            option = self.yes
        click = Click(self.card.id, {BUTTONS: (option,)})
        pressing_context = replace(context, update=replace(context.update, click=click))
        pressed = pressing.check(pressing_context, self.route, self.card, click)
        if not self.route.timeless:
            context.check_open()
        return self.route.call(pressing_context, self.card, pressed)


def decisions(routes: Mapping[str, ButtonRoute], context: Context) -> list[Decision]:
    """Returns what waits for this person's yes or no, the oldest first.

    What he asked himself and left alone is forgotten after its day.
    """
    waiting = []
    for card in open_cards.shown_to(context.work, context.actor):
        is_his_own = card.asked_by == context.actor.id
        # Cards from before their time was noted count as old.
        is_of_today = context.work.day_of(card.asked_at) == context.work.today
        route = routes.get(card.kind)
        if route is None or (is_his_own and not is_of_today):
            continue
        # Whatever asks for something else than yes or no is answered by its buttons alone.
        options = route.form(card).get(BUTTONS, ())
        if YES in options and NO in options:
            waiting.append(Decision(card, route, YES, NO))
        elif card.kind == confirming.KIND and confirming.is_single(card):
            waiting.append(Decision(card, route, confirming.FIRST, confirming.CANCEL))
    return waiting


def all_routes(book: Book) -> Mapping[str, ButtonRoute]:
    """Returns what carries out a card, by its kind."""
    return {
        **book.buttons,
        confirming.KIND: confirming.route(book),
        bundling.KIND: bundling.route(book),
    }


def answer(
    routes: Mapping[str, ButtonRoute], context: Context, number: int | None, *, accepted: bool
) -> Message:
    """Answers the only open card, or the one of that number; several are listed instead.

    Raises NothingToConfirm, and what a click would raise.
    """
    waiting = decisions(routes, context)
    if not waiting or (number is not None and not 1 <= number <= len(waiting)):
        raise NothingToConfirm
    # A yes without a number could mean any of them.
    if number is None and len(waiting) > 1:
        return Message(text=texts.several(_titles(waiting)))
    decision = waiting[(number or 1) - 1]
    return Message(text=decision.press(context, accepted=accepted).notice)


def _titles(waiting: Sequence[Decision]) -> list[str]:
    """Returns what each is about: those of one title with the first line that others have not."""
    titles = []
    for decision in waiting:
        others = [one for one in waiting if one is not decision and one.title == decision.title]
        told = {line for other in others for line in other.lines}
        own = next((line for line in decision.lines if line not in told), "")
        # 「请确认」 alone says nothing.
        if own and (others or decision.card.kind == confirming.KIND):
            titles.append(texts.titled(decision.title, own))
        else:
            titles.append(decision.title)
    return titles


def give_up(routes: Mapping[str, ButtonRoute], context: Context) -> Message:
    """Declines the newest card with which this person was asked about his own request; says that
    nothing was done where there is none.
    """
    own = [
        decision
        for decision in decisions(routes, context)
        if decision.card.asked_by == context.actor.id
    ]
    if not own:
        return Message(text=talk.NOTHING_DONE)
    return Message(text=own[-1].press(context, accepted=False).notice)


def of_card(routes: Mapping[str, ButtonRoute], context: Context, card_id: str) -> Decision:
    """Returns what stands on a card of this person. Raises CardGone where it is settled."""
    for decision in decisions(routes, context):
        if decision.card.id == card_id:
            return decision
    raise CardGone
