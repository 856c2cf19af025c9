"""People whom no roster knows: they are told how to bind themselves, and nothing else."""

from collections.abc import Iterable

from bot.actions import acquaintance, open_cards, people
from bot.actions.shown_cards import NO, YES
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.prepared import Reply
from bot.dispatch.understanding.introducing import introductions, name_told
from bot.domain.open_cards import OpenCard
from bot.domain.patterns import pattern
from bot.domain.people import Department, Person, Role
from bot.domain.refusals import NotOnRoster
from bot.domain.values import dataclass
from bot.messages import Chat, ChatKind, Message, Option, Update, button_card
from bot.texts import talk

BIND = pattern(r"\s*绑定\s*(?:[:：]\s*)?(\S{1,20}?)\s*(?:[。.!！]\s*)?")
KIND = "bind"


@dataclass(frozen=True)
class StrangerMessage:
    """A message of whom no roster knows."""

    update: Update

    def answer(self, work: UnitOfWork) -> Reply:
        """Asks the organisers whether he is whom his words name; of several he is asked himself."""
        order = BIND.fullmatch(self.update.text)
        if order is not None:
            return self._bind(work, order[1])
        rosters = [people.roster(work, department.id) for department in people.departments(work)]
        introduced = introductions(self.update.text, rosters)
        if not introduced:
            return self._bind(work, name_told(self.update.text))
        if len(introduced) > 1:
            names = [introduction.said for introduction in introduced]
            return self._reply(work, talk.who_of(names))
        (introduction,) = introduced
        if len({person.name for person in introduction.people}) > 1:
            return self._reply(work, talk.full_name_wanted(introduction.said))
        self._ask_for(work, introduction.people)
        return self._reply(work, talk.binding_asked(introduction.said))

    def _bind(self, work: UnitOfWork, name: str) -> Reply:
        """Asks about everybody of this name; where none was told, how to bind is explained."""
        if not name:
            return Reply([Message(text=talk.STRANGER, refused=NotOnRoster.code)], private=True)
        self._ask_for(work, people.of_name(work, name))
        # The words are the same for a name that nobody bears.
        return self._reply(work, talk.binding_asked(name))

    def _ask_for(self, work: UnitOfWork, candidates: Iterable[Person]) -> None:
        for person in candidates:
            if person.account:
                tell_of_new_account(work, person, self.update)
            else:
                ask_organisers(work, person, self.update)

    def _reply(self, work: UnitOfWork, text: str) -> Reply:
        if not acquaintance.was_addressed(work, self.update.sender.account):
            text = f"{talk.WHO_WRITES}\n{text}"
        return Reply([Message(text=text)], private=True)


def tell_declined(work: UnitOfWork, department: Department, card: OpenCard) -> None:
    """Tells whoever asked to be bound, once, however many organisers decline it."""
    account = card.subject["account"]
    key = f"bind:declined:{card.subject['person']}:{account}"
    chat = Chat(ChatKind.DIRECT, account)
    refused = Message(text=talk.BINDING_REFUSED)
    work.enqueue(department, chat, refused, key=key, asker=account)


def tell_of_new_account(work: UnitOfWork, person: Person, update: Update) -> None:
    """Tells the organisers once that another account claims a person who is bound already.

    It may be somebody else's, or his own new one.
    """
    roster = people.roster(work, person.department)
    message = Message(text=talk.other_account(person, update.sender))
    for organiser in roster.with_role(Role.ORGANISER):
        key = f"rebind:{person.id}:{update.sender.account}:{organiser.id}"
        work.message_person(roster.department, organiser, message, key=key)


def ask_organisers(work: UnitOfWork, person: Person, update: Update) -> None:
    """Sends the department's organisers a card to confirm that this account is that person.

    Who has this very card gets no second one.
    """
    roster = people.roster(work, person.department)
    subject = {"person": person.id, "account": update.sender.account}
    for organiser in roster.with_role(Role.ORGANISER):
        if open_cards.is_asked(work, organiser, KIND, subject):
            continue
        card_id = open_cards.ask(work, organiser, KIND, subject)
        card = button_card(
            card_id,
            talk.BINDING_TITLE,
            talk.binding_question(person, update.sender),
            Option(YES, talk.CONFIRM_BUTTON),
            Option(NO, talk.DECLINE_BUTTON),
        )
        work.message_person(roster.department, organiser, Message(card=card), key=f"bind:{card_id}")
