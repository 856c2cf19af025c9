"""3 述职报告: the newest report of each place as it was handed in, and what was handed in beside it."""

from collections.abc import Iterator
from pathlib import PurePath

from bot.actions import materials, submissions
from bot.actions.exporting.dossier import Dossier, Paper
from bot.domain.people import name_of
from bot.texts import publicity as texts


def papers(dossier: Dossier) -> Iterator[Paper]:
    work, roster = dossier.work, dossier.roster
    submission_by_place = submissions.newest_of_all(work, dossier.cycle)
    for place in roster.places:
        submission = submission_by_place.get(place.id)
        if submission is None:
            continue
        author = submissions.author(work, roster, place, submission)
        ending = PurePath(submission.name).suffix
        name = texts.public_name(roster.home_of(place), author, ending)
        yield Paper(name, work.files.read(submission.sha256))
    for place in roster.places:
        # Materials bear the name of who is evaluated there now; none while nobody is.
        author = name_of(roster.subject_of(place))
        for material, handed in materials.of_place(work, dossier.cycle, roster, place):
            if handed is not None:
                ending = PurePath(handed.name).suffix
                name = f"{roster.home_of(place)}{author}{material.title}{ending}"
                yield Paper(name, work.files.read(handed.sha256))
