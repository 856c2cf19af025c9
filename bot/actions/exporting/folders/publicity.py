"""7 公示: notices as they were released, and of each report the clean copy that was public."""

from collections.abc import Iterator

from bot.actions import publicity
from bot.actions.exporting.dossier import Dossier, Paper
from bot.domain.publicity.publication import Kind
from bot.storage import publicity as store


def papers(dossier: Dossier) -> Iterator[Paper]:
    """Yields nothing before somebody has released them."""
    work = dossier.work
    for kind in Kind:
        publication = store.latest(work.session, dossier.cycle.id, kind)
        if publication is None or publication.notice is None:
            continue
        notice = publication.notice
        yield Paper(notice.name, work.files.read(notice.sha256))
        for report in publication.reports:
            copy = publicity.copy_of(work, dossier.cycle, report)
            yield Paper(copy.name, work.files.read(copy.sha256))
