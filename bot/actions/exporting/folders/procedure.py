"""1 方案和通知: what the plan says, and the notice once it was given."""

from collections.abc import Iterator

from bot.actions import notices
from bot.actions.exporting.dossier import Dossier, Paper
from bot.exports.procedure import notice_paper, plan_paper
from bot.texts.exporting import procedure as texts


def papers(dossier: Dossier) -> Iterator[Paper]:
    work, plan = dossier.work, dossier.cycle.plan
    yield Paper(texts.PLAN_NAME, plan_paper(plan, dossier.cycle.plan_version))
    notice = notices.posted(work, dossier.cycle)
    if notice is not None:
        subjects = len(dossier.roster.subjects)
        content = notice_paper(plan, subjects, work.day_of(notice.planned_at))
        yield Paper(texts.NOTICE_NAME, content)
