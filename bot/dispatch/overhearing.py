"""Whether a message may hold a choice, asked before anything of it is stored, while a ballot is open for whoever sends it.

Kept is what begins with a word of his own and what is plainly understood without telling a step: orders of the meeting,
questions. What is neither is not kept: the ballot box takes it or asks for it again.
"""

from dataclasses import dataclass

from bot.actions import polls
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import courtesies
from bot.dispatch.context import Context
from bot.dispatch.reading import MessageReader
from bot.dispatch.router import Command
from bot.dispatch.understanding import Heard, Slot
from bot.domain import conflicts
from bot.domain.permissions import OVERSIGHT
from bot.domain.polls.spoken import may_be_choice
from bot.domain.polls.typed import WORD
from bot.messages import Update

SAYS_SOMETHING = frozenset({Slot.TEXT, Slot.GRADE})
JUDGES = frozenset(
    {"平时", "调研", "点评", "定等", "意见", "开始测评", WORD}
)  # in free words as a vote would be said


@dataclass(frozen=True)
class Overhearing:
    reader: MessageReader

    def may_be_choice(self, work: UnitOfWork, update: Update) -> bool:
        """Nothing is stored here, and nothing remembered."""
        said = update.text.strip()
        scale = polls.open_for(work, update.sender.account) if said else None
        if scale is None:
            return False
        if courtesies.is_courtesy(said) and not courtesies.holds(said, scale.steps):
            return False
        context = Context.load(work, update)
        if self._begins_with_an_order(context, said):
            return False
        heard = self._heard(context)
        if may_be_choice(said, scale):
            return not self._is_business(context, heard)
        return scale.open and not heard

    def _begins_with_an_order(self, context: Context, said: str) -> bool:
        """A word of his own in front, and where it takes no words of his, nothing behind it."""
        words = said.removeprefix("@").split(maxsplit=1)[-1] if said.startswith("@") else said
        commands = self.reader.book.commands.values()
        his = [command for command in commands if conflicts.may_ever(context.actor, command.who)]
        fitting = [command for command in his if words.startswith(command.word)]
        if not fitting:
            return False
        command = max(fitting, key=lambda one: len(one.word))
        return command.word != WORD and (
            words == command.word or not SAYS_SOMETHING.isdisjoint(command.intent.slots)
        )

    def _heard(self, context: Context) -> list[Command]:
        """What is plainly understood, or may be meant, as far as he may ask for it; nothing where any of it is not his."""
        meant = self.reader.meant(context)
        choices = meant.doubt.choices if meant.doubt else ()
        readings = [*meant.heard, *(choice for choice in choices if isinstance(choice, Heard))]
        words = [heard.intent for heard in readings]
        if meant.doubt is not None and meant.doubt.intent is not None:
            words.append(meant.doubt.intent)
        commands = [self.reader.book.commands[word] for word in words]
        return (
            commands
            if all(conflicts.may_ever(context.actor, command.who) for command in commands)
            else []
        )

    def _is_business(self, context: Context, heard: list[Command]) -> bool:
        """What the organiser or a leader has done about papers and the meeting, though it sounds like a step: 「不好，退回」."""
        return (
            OVERSIGHT.allows(context.actor)
            and bool(heard)
            and all(command.intent.changes and command.word not in JUDGES for command in heard)
            and "我" not in context.update.text
        )
