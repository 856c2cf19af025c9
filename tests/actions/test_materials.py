"""What is handed in beside the report, and which of it a file is. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import pytest

from bot.actions import judging, materials, submissions
from bot.actions.files import Incoming
from bot.documents.reader import DocumentReader
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from bot.domain.materials import NewMaterial
from bot.domain.plan import Material, Part
from bot.domain.refusals import FileUnreadable
from tests.actions.acts import hand_in, leaves
from tests.actions.begun import office_after
from tests.actions.office import Office
from tests.cast import ORGANISER, SECOND, THIRD, ZHANG
from tests.domain.report.building import manuscript

SLIDES = Material("slides", "汇报课件", ("pptx", "pdf"))
CHECK = Material("check", "自评表", ("docx", "txt"))
EXTRA = Material("extra", "照片", ("zip",), required=False)


def materials_wanted(office: Office) -> None:
    """The plan asks for slides and a form, and takes pictures."""
    office.using(lambda plan: replace(plan, materials=(SLIDES, CHECK, EXTRA)))


def materials_alone(office: Office) -> None:
    """The plan wants no report beside them."""
    materials_wanted(office)
    office.using(
        lambda plan: replace(
            plan,
            stages=tuple(stage for stage in plan.stages if stage.id != "report"),
            parts=plan.parts - {Part.REPORT},
        )
    )


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


# -- how long it is


@dataclass
class Worker:
    """Reads every file alike, as the worker in its sandbox would; `refuses` says why it cannot."""

    refuses: Unreadable | None = None

    def length(self, _content: bytes) -> int:
        if self.refuses is not None:
            raise UnreadableFile(self.refuses)
        return 7


def measure(office: Office, name: str, worker: Worker) -> int | None:
    file = Incoming(office.files.put(b"slides"), name, 6)
    work = replace(office.work, reader=cast(DocumentReader, worker))
    return materials.measure(work, file).characters


@pytest.mark.parametrize(
    ("name", "characters"),
    [("课件.pptx", 7), ("表.XLSX", 7), ("表.docx", None), ("课件.pdf", None), ("照片.zip", None)],
)
def test_only_slides_and_workbooks_are_measured(
    office: Office, name: str, characters: int | None
) -> None:
    assert measure(office, name, Worker()) == characters


@pytest.mark.parametrize("code", Unreadable)
def test_what_may_do_harm_is_not_kept_and_all_else_has_no_length(
    office: Office, code: Unreadable
) -> None:
    if code in materials.NOT_KEPT:
        refusal = office.refused(lambda _: measure(office, "课件.pptx", Worker(code)))
        assert isinstance(refusal, FileUnreadable)
    else:
        assert measure(office, "课件.pptx", Worker(code)) is None


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


@pytest.mark.parametrize("begins", [materials_wanted, materials_alone])
def test_nobody_owes_anything_at_a_vacant_place(
    office: Office, begins: Callable[[Office], None]
) -> None:
    begins(office)
    leaves(office, ZHANG)
    third = office.branch(THIRD)
    assert materials.outstanding(office.work, office.cycle, office.roster, third) == ()
    assert third.id not in materials.missing(office.work, office.cycle, office.roster)


def test_what_a_plan_does_not_ask_for_is_not_outstanding(office: Office) -> None:
    materials_alone(office)
    third = office.branch(THIRD)
    assert materials.outstanding(office.work, office.cycle, office.roster, third) == (
        "汇报课件",
        "自评表",
    )
    choices = materials.choices(office.cycle, office.roster, [third], "表.docx", readable=True)
    assert [choice.material for choice in choices] == [CHECK]


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


def test_a_title_does_not_say_for_which_of_two_places_it_is(wanted: Office) -> None:
    places = [wanted.branch(THIRD), wanted.branch(SECOND)]
    possible = materials.choices(wanted.cycle, wanted.roster, places, "表.docx", readable=False)
    assert len(possible) == 2
    assert materials.meant(wanted.work, wanted.cycle, possible, "自评表", None) is None


# Sentences enough for passages that two texts can share.
WORK = "本人全年主持支部委员会十二次，带领党员到合作村走访困难群众四十三户，解决饮水灌溉难题九个。"
STUDY = "学习教育抓得不够紧，谈心谈话的覆盖面还不够宽，青年教师入党积极分子培养得不够细致。"
PLANS = "明年每季度听取一次党小组工作汇报，每月同两名青年教师谈话，年底前完成全部整改任务。"
OTHER = "会务组请各位老师提前十分钟到场，停车位安排在东门内侧，发言材料请于周三下班之前发到邮箱。"
FIRST_VERSION = f"述职报告\n一、主要成绩\n{WORK}\n二、存在问题\n{STUDY}\n三、整改措施\n{PLANS}"


def is_taken(office: Office, text: str, *, known: bool = True) -> bool:
    """Whether a file with this text is plainly the report."""
    third = office.branch(THIRD)
    possible = materials.choices(office.cycle, office.roster, [third], "报告.doc", readable=True)
    examined = judging.examine(
        office.work, office.cycle, third, manuscript(text), name="报告.doc", known=known
    )
    return materials.meant(office.work, office.cycle, possible, "", examined) is not None


@pytest.mark.parametrize(
    ("text", "is_version"),
    [
        (FIRST_VERSION, True),  # the same words in another file
        # Built as a report, and of some length.
        (f"述职报告\n一、主要成绩\n{OTHER}\n二、存在问题\n{OTHER}", True),
        (f"述职报告\n一、主要成绩\n{OTHER}\n{OTHER}", False),  # one part alone
        (f"述职报告\n{OTHER}\n{OTHER}\n{OTHER}", False),  # none
        ("述职报告\n一、主要成绩\n尚可。\n二、存在问题\n尚可。", False),  # too short
        # Much the same words, whatever is left of it.
        (WORK + OTHER, True),
        (WORK, True),
        ("述职报告", False),  # too short to share a passage
    ],
)
def test_a_report_is_replaced_unasked_by_what_is_plainly_a_new_version(
    wanted: Office, text: str, is_version: bool
) -> None:
    hand_in(wanted, text=FIRST_VERSION)
    assert is_taken(wanted, text) == is_version


def test_the_same_text_is_a_version_however_short(wanted: Office) -> None:
    hand_in(wanted, text="述职报告")
    assert is_taken(wanted, "述职报告")
    assert not is_taken(wanted, "述职")


@pytest.mark.parametrize("known", [True, False])
def test_what_does_not_look_like_a_report_is_none_unless_it_is_said(
    wanted: Office, known: bool
) -> None:
    assert is_taken(wanted, OTHER, known=known) == known
