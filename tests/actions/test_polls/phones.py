"""A program whose pages phones can reach."""

from bot.actions.unit_of_work import UnitOfWork
from tests.actions.office import Office

ADDRESS = "https://xi.example.edu.cn"


def paged(office: Office) -> UnitOfWork:
    """A unit of work of a program that phones can reach."""
    work = office.work
    work.pages_address = ADDRESS
    return work
