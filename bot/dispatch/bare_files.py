"""A file that an organiser sends without a word: kept until he says whose it is."""

from bot.actions.files import Incoming
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.context import Context
from bot.dispatch.memory import Memory
from bot.domain.patterns import pattern
from bot.domain.people import Role
from bot.messages import Update

# What may stand around the name of whose a file is: 「这是第三支部的报告。」
BESIDE_OWNER = pattern(r"这是|是|代|替|的|述职|报告|材料|提交|交|[\s，。！,.!]")


def keep(services: Services, memory: Memory, sender: Context, file: Incoming) -> None:
    """Keeps the file for some minutes; a no-op where words came along, or somebody else sent it."""
    if sender.actor.has(Role.ORGANISER) and not sender.update.text.strip():
        memory.keep_file(sender.update, file, services.clock.now())


async def owner_named(
    services: Services, memory: Memory, update: Update
) -> tuple[Context, Incoming] | None:
    """Returns the file that was kept, where all that its sender says now is whose it is."""
    file = memory.file_of(update, services.clock.now())
    if file is None:
        return None

    def look(work: UnitOfWork) -> Context | None:
        context = Context.load(work, update)
        names = [place.name for place in context.roster.all_places]
        names += [subject.name for subject in context.roster.subjects]
        if BESIDE_OWNER.sub("", update.text) in names:
            return context
        return None

    context = await services.read(look)
    if context is None:
        return None
    return context, file
