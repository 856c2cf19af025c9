"""导出, 材料: the year's papers in one archive, to whoever may see all of them (S34)."""

from bot.actions.exporting.artefacts import archive_file, is_left_out
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.permissions import EXPORTS
from bot.messages import Message
from bot.texts.exporting import folders as texts

router = Router("exporting")


@router.command("导出", who=EXPORTS, help="拿全年的上报材料，分类编好", reads=True, private=True)
def export(context: Context) -> Message:
    """Makes the papers on a snapshot: it takes seconds, and votes must not wait for it."""
    file, papers, folders = archive_file(context.work, context.cycle, context.actor)
    # Who is evaluated himself gets no paper about everybody together (decision 0029).
    own = is_left_out(context.roster, context.actor)
    text = texts.exported(context.cycle.year, papers, folders, without_own=own)
    return Message(text=text, file=file)
