"""Acts of an opinion: what is said about somebody is entered, and drafted."""

from collections.abc import Callable

from bot.actions.evaluation import opinions
from bot.actions.evaluation.opinions import Version
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.inputs import Input, Kind
from bot.domain.evaluation.opinion import Half
from tests.actions import evaluating
from tests.actions.office import Office
from tests.cast import DEAN, WANG

ACHIEVED, LACKING, DIRECTION = Half.ACHIEVED, Half.LACKING, Half.DIRECTION
SAID = "优点：带头讲党课；不足：谈心谈话偏少；建议：多下基层"


def enter(
    office: Office,
    text: str = SAID,
    about: str = WANG,
    *,
    kind: str = Kind.EVERYDAY,
    author: str = DEAN,
) -> Input:
    return evaluating.enter(office, about, text, kind=kind, author=author)


def opens(
    office: Office, about: str = WANG, *, by: str = DEAN, anew: bool = False
) -> Callable[[UnitOfWork], Version]:
    actor, person = office.person(by), office.person(about)
    return lambda work: opinions.open_(work, office.cycle, actor, person, anew=anew)


def opened(office: Office, about: str = WANG, *, by: str = DEAN, anew: bool = False) -> Version:
    return opens(office, about, by=by, anew=anew)(office.work)
