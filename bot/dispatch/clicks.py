"""Buttons: a click is carried out and answered in one transaction.

Its answer is kept, so that repeats hear the same.
"""

from dataclasses import replace

from bot.actions import inbox, incidents, open_cards, people
from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import agreeing, pressing
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.domain.refusals import CardGone, NotOnRoster, Refusal
from bot.domain.words import STANDARD, filled
from bot.messages import CardState, ClickAnswer, Update
from bot.texts import confirmations as texts
from bot.texts import refusals, talk


class Clicks:
    """Carries out what is pressed on cards, ballots aside."""

    def __init__(self, services: Services, book: Book) -> None:
        self._services = services
        self._routes = agreeing.all_routes(book)

    async def answer(self, update: Update) -> ClickAnswer:
        """Carries out a click and returns its answer after the durable commit.

        Raises StoreUnavailable: the platform may deliver the click again.
        """
        try:
            return await self._services.write(lambda work: self._answer_once(work, update))
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a bug becomes an incident
            incident = incidents.report("click.failed", error)
            return ClickAnswer(
                accepted=False, notice=talk.incident(incident).text, refused="incident"
            )

    def _answer_once(self, work: UnitOfWork, update: Update) -> ClickAnswer:
        """Answers a repeat as it was answered before; nothing else happens then."""
        earlier = inbox.answer_given(work, update)
        if earlier is not None:
            return earlier
        work.asker = update.sender.account
        actor = people.find(work, work.asker)
        try:
            with work.step():
                answer = self._press(work, update)
        except Refusal as refusal:
            message = refusals.answer(refusal)
            # What was refused can be put right and pressed again.
            state = CardState.OPEN
            if isinstance(refusal, CardGone):
                state = CardState.CLOSED
            answer = ClickAnswer(
                accepted=False, notice=message.text, refused=message.refused, state=state
            )
        if actor is None:
            answer = filled(answer, STANDARD)
        else:
            answer = work.filled(answer, actor.department)
        # Refusals are kept too, or a repeat could be answered otherwise.
        inbox.keep_answer(work, update, answer)
        return answer

    def _press(self, work: UnitOfWork, update: Update) -> ClickAnswer:
        """Does what the button stands for. Raises Refusal."""
        assert update.click is not None, "platforms bring clicks here"
        # Whoever has left is told that, rather than that his card is gone.
        if people.find(work, update.sender.account) is None:
            raise NotOnRoster
        card = open_cards.find(work, update.click.card_id)
        context = Context.of_card(work, update, card.department)
        route = self._routes[card.kind]
        pressed = pressing.check(context, route, card, update.click)
        if not route.timeless:
            context.check_open()
        answer = route.call(context, card, pressed)
        if work.asked:
            answer = replace(answer, notice=f"{answer.notice}{texts.who_was_asked(work.asked)}")
        return answer
