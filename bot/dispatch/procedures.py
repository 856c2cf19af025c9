"""Who stands on several rosters is asked of which procedure he speaks."""

from collections.abc import Mapping
from dataclasses import replace

from bot.actions import inbox, open_cards, people
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.context import membership_of
from bot.dispatch.prepared import Reply
from bot.domain.open_cards import OpenCard
from bot.domain.values import dataclass
from bot.messages import Message, Option, Update, button_card, pack, unpack_update
from bot.texts import talk

KIND = "which_procedure"


@dataclass(frozen=True)
class UndecidedMessage:
    """Waits on a card; `names` are the procedures that fit, by department."""

    update: Update
    names: Mapping[str, str]

    def answer(self, work: UnitOfWork) -> Reply:
        # A card belongs to one of them; until he chooses, any will do.
        first = next(iter(self.names))
        sender = membership_of(work, self.update, department_id=first)
        subject = {"update": pack(self.update), "departments": list(self.names)}
        card_id = open_cards.ask(work, sender.actor, KIND, subject)
        buttons = [Option(department, name) for department, name in self.names.items()]
        card = button_card(card_id, talk.WHICH_PROCEDURE_TITLE, talk.WHICH_PROCEDURE, *buttons)
        return Reply([Message(card=card)], private=True, sender=sender)


def choose(work: UnitOfWork, card: OpenCard, account: str, department_id: str) -> None:
    """Notes of which procedure somebody speaks today, and takes up what he said once more."""
    people.choose(work, account, department_id)
    update = unpack_update(card.subject["update"])
    # Under its old id it would be a repeat, and its token went to the question.
    again = replace(update, message_id=f"{update.message_id}:{department_id}", reply_token="")
    inbox.receive(work, again)
