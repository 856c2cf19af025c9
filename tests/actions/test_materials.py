"""What is handed in beside the report, and which of it a file is. Rows of rules on the real database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.actions import materials, submissions
from bot.actions.files import Incoming
from bot.domain.materials import NewMaterial
from bot.domain.plan import Material
from tests.actions.acts import hand_in
from tests.actions.begun import office_after
from tests.actions.office import Office
from tests.cast import ORGANISER, SECOND, THIRD, ZHANG

SLIDES = Material("slides", "汇报课件", ("pptx", "pdf"))
CHECK = Material("check", "自评表", ("docx", "txt"))
EXTRA = Material("extra", "照片", ("zip",), required=False)


def materials_wanted(office: Office) -> None:
    """The plan asks for slides and a form, and takes pictures."""
    office.using(lambda plan: replace(plan, materials=(SLIDES, CHECK, EXTRA)))


wanted = office_after(materials_wanted)


def bring(
    office: Office, material: Material = SLIDES, content: str = "课件", *, place: str = THIRD
) -> tuple[NewMaterial, bool]:
    work = office.work
    file = Incoming(work.files.put(content.encode()), f"{content}.pptx", len(content))
    zhang, branch = office.person(ZHANG), office.branch(place)
    return materials.hand_in(work, office.cycle, zhang, branch, material, file, None, cause="m")


# -- versions and days


def test_each_material_counts_its_own_versions(wanted: Office) -> None:
    brought = [
        bring(wanted, material, text)
        for material, text in ((SLIDES, "甲"), (SLIDES, "乙"), (CHECK, "甲"), (SLIDES, "乙"))
    ]
    assert [(new.material, new.version, is_new) for new, is_new in brought] == [
        ("slides", 1, True),
        ("slides", 2, True),
        ("check", 1, True),
        ("slides", 2, False),  # the same file again
    ]
    assert len(wanted.trail("material.handed_in")) == 3


@pytest.mark.parametrize(
    ("moment", "extended", "late"),
    [
        ("2026-12-11T11:59", None, False),
        ("2026-12-11T12:00", None, True),
        ("2026-12-16T11:59", date(2026, 12, 15), False),
        ("2026-12-16T12:00", date(2026, 12, 15), True),
    ],
)
def test_a_material_is_as_late_as_a_report_would_be(
    wanted: Office, moment: str, extended: date | None, late: bool
) -> None:
    if extended is not None:
        organiser, third = wanted.person(ORGANISER), wanted.branch(THIRD)
        submissions.extend(wanted.work, wanted.cycle, organiser, third, extended)
    wanted.at(moment)
    assert bring(wanted)[0].late == late


# -- what is missing


@pytest.mark.parametrize(
    ("brought", "missing"),
    [
        ((), ["slides", "check"]),
        ((SLIDES,), ["check"]),
        ((SLIDES, CHECK), []),
        # Who brings what is not required owes the rest all the same.
        ((EXTRA,), ["slides", "check"]),
    ],
)
def test_what_is_required_is_missing_until_it_is_there(
    wanted: Office, brought: Sequence[Material], missing: Sequence[str]
) -> None:
    for material in brought:
        bring(wanted, material)
    absent = materials.missing(wanted.work, wanted.cycle, wanted.roster)
    third = absent.get(wanted.branch(THIRD).id, ())
    assert [material.id for material in third] == list(missing)
    assert [material.id for material in absent[wanted.branch(SECOND).id]] == ["slides", "check"]


def test_the_report_stands_before_what_is_beside_it(wanted: Office) -> None:
    third = wanted.branch(THIRD)

    def outstanding() -> Sequence[str]:
        return materials.outstanding(wanted.work, wanted.cycle, wanted.roster, third)[-2:]

    assert list(outstanding()) == ["汇报课件", "自评表"]
    bring(wanted, SLIDES)
    bring(wanted, CHECK)
    assert len(outstanding()) == 1  # the report
    hand_in(wanted)
    assert list(outstanding()) == []


# -- which of them a file is


@pytest.mark.parametrize(
    ("name", "readable", "possible"),
    [
        ("课件.pptx", False, ["slides"]),
        ("课件.PDF", True, ["", "slides"]),
        ("表.docx", True, ["", "check"]),
        ("表.docx", False, ["check"]),
        ("照片.zip", False, ["extra"]),
        ("声音.mp3", False, []),
        ("报告.doc", True, [""]),
    ],
)
def test_a_file_may_be_what_its_name_allows(
    wanted: Office, name: str, readable: bool, possible: Sequence[str]
) -> None:
    third = wanted.branch(THIRD)
    choices = materials.choices(wanted.cycle, wanted.roster, [third], name, readable=readable)
    assert [choice.material.id if choice.material else "" for choice in choices] == list(possible)


@pytest.mark.parametrize(
    ("name", "said", "meant"),
    [
        # The title decides, where it is written; what can be nothing else is that.
        ("表.docx", "自评表", "check"),
        ("表.docx", "", None),
        ("课件.pptx", "", "slides"),
        ("自评表.docx", "自评表.docx", "check"),
    ],
)
def test_what_is_plain_is_taken_and_the_rest_is_asked(
    wanted: Office, name: str, said: str, meant: str | None
) -> None:
    third, readable = wanted.branch(THIRD), name.endswith("docx")
    possible = materials.choices(wanted.cycle, wanted.roster, [third], name, readable=readable)
    choice = materials.meant(wanted.work, wanted.cycle, possible, said, None)
    assert (choice.material.id if choice and choice.material else None) == meant
