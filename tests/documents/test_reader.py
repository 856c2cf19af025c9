import asyncio
import fcntl
import sys
import termios
import threading
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import IO

import psutil
import pytest

from bot.documents import limits
from bot.documents.confinement import Wall
from bot.documents.reader import DocumentReader, UnreadableFile, standing_walls
from bot.documents.roster import read_roster
from bot.documents.ruling import Judging
from bot.domain.manuscript import Manuscript, Paragraph, Reservation, Unreadable
from bot.domain.planfile import PlanInvalid, render, sample_plan
from bot.sample import sample_report, sample_roster_workbook
from tests.documents.word_files import OFFICE, package, paragraph, part, word_file
from tests.documents.workers import workers_of
from tests.readings import HANGS


def saved(folder: Path, content: bytes, name: str = "stored") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refusal(
    reader: DocumentReader, folder: Path, content: bytes, name: str = "报告.docx"
) -> Unreadable:
    with pytest.raises(UnreadableFile) as caught:
        reader.read_file(saved(folder, content), name)
    return caught.value.code


def document(text: str) -> bytes:
    return word_file(paragraph(text))


@pytest.mark.parametrize(
    ("waited", "worked", "more"),
    [
        (8.0, 7.9, 0.0),  # it had the machine and used its time
        (8.0, 1.0, 0.0),
        (8.0, 0.5, 0.5),  # others had the machine
        (15.5, 0.9, 0.5),
        (23.8, 0.9, 0.2),
        (24.0, 0.1, 0.0),  # but nobody waits for ever
        (30.0, 0.1, 0.0),
    ],
)
def test_processor_time_counts_not_the_load_of_the_machine(
    waited: float, worked: float, more: float
) -> None:
    assert limits.more_seconds(8.0, waited, worked) == pytest.approx(more)


def test_every_code_is_one_that_programs_know() -> None:
    known = {"encrypted", "corrupt", "unsupported", "too_large", "unsafe", "no_text", "timeout"}
    assert {code.public for code in Unreadable} == known


async def test_reads_from_the_event_loop(tmp_path: Path) -> None:
    reader = DocumentReader(workers=2)
    paths = [saved(tmp_path, document(f"第{index}份"), f"file{index}") for index in range(6)]
    read = await asyncio.gather(*(reader.read(path, name="报告.docx") for path in paths))
    await reader.close()
    assert [manuscript.text for manuscript in read] == [f"第{index}份" for index in range(6)]


def test_content_decides_not_the_name(reader: DocumentReader, tmp_path: Path) -> None:
    path = saved(tmp_path, document("正文"))
    assert reader.read_file(path, "../../etc/passwd.pdf").kind == "docx"
    assert reader.read_file(saved(tmp_path, "正文".encode()), "报告.docx").kind == "txt"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Unreadable.NO_TEXT),
        (b" \n ", Unreadable.NO_TEXT),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, Unreadable.NO_TEXT),
        (b"\xff\xd8\xff\xe0" + b"\0" * 60, Unreadable.NO_TEXT),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, Unreadable.UNSUPPORTED),
        (b"\x7fELF" + b"\0" * 60, Unreadable.UNSUPPORTED),
        (b"<html><body>x</body></html>", Unreadable.UNSUPPORTED),
        (b"From: a@b\n\nbody", Unreadable.UNSUPPORTED),
        (b"\x05admin" + b"\0" * 150, Unreadable.UNSUPPORTED),
        (b"%TSD-Header-###%" + b"\0" * 150, Unreadable.GUARDED),
        (b"PK\x03\x04", Unreadable.CORRUPT),
        (b"%PDF-1.7\n", Unreadable.CORRUPT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unreadable.CORRUPT),
        (document("正文")[:-30], Unreadable.CORRUPT),
    ],
)
def test_unreadable_content_has_a_code(
    reader: DocumentReader, tmp_path: Path, content: bytes, code: Unreadable
) -> None:
    assert refusal(reader, tmp_path, content) is code


def test_too_large_a_file_is_not_even_read(reader: DocumentReader, tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as stream:
        stream.truncate(limits.FILE_BYTES + 1)
    with pytest.raises(UnreadableFile) as caught:
        reader.read_file(path, "报告.txt")
    assert caught.value.code is Unreadable.TOO_LARGE


def test_a_bomb_is_too_large_whatever_it_declares(reader: DocumentReader, tmp_path: Path) -> None:
    huge = part("document", f"<w:body>{paragraph('甲' * 1000) * 30_000}</w:body>")
    assert refusal(reader, tmp_path, package({"word/document.xml": huge})) is Unreadable.TOO_LARGE
    small = package({"word/document.xml": part("document", "<w:body/>"), "word/media.bin": b"\0"})
    declared = bytearray(small)
    size_at = declared.rindex(b"word/media.bin") - 22  # in the directory, before the name
    declared[size_at : size_at + 4] = (300 << 20).to_bytes(4, "little")
    assert refusal(reader, tmp_path, small) is Unreadable.NO_TEXT
    assert refusal(reader, tmp_path, bytes(declared)) is Unreadable.TOO_LARGE


def test_a_document_type_is_refused(reader: DocumentReader, tmp_path: Path) -> None:
    entity = part("document", f"<w:body>{paragraph('&amp;')}</w:body>").replace(
        "<w:document", '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document'
    )
    content = package({"word/document.xml": entity.replace("&amp;", "&e;")})
    assert refusal(reader, tmp_path, content) is Unreadable.UNSAFE


def test_bottomless_nesting_is_unsafe(reader: DocumentReader, tmp_path: Path) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 1000 + "</w:tc></w:tr></w:tbl>" * 1000
    assert refusal(reader, tmp_path, word_file(deep)) is Unreadable.UNSAFE
    assert refusal(reader, tmp_path, b"{\\rtf1" + b"{" * 100_000, "a.rtf") is Unreadable.UNSAFE


def test_encrypted_packages_say_so(reader: DocumentReader, tmp_path: Path) -> None:
    content = bytearray(document("正文"))
    with zipfile.ZipFile(BytesIO(bytes(content))) as archive:
        offset = archive.getinfo("word/document.xml").header_offset
    central = content.rindex(b"word/document.xml") - 46
    content[offset + 6] |= 1
    content[central + 8] |= 1
    assert refusal(reader, tmp_path, bytes(content)) is Unreadable.ENCRYPTED


def test_macros_and_links_are_left_alone_and_reported(
    reader: DocumentReader, tmp_path: Path
) -> None:
    relations = (
        f'<Relationship Id="rIdM" Type="{OFFICE}/vbaProject" Target="vbaProject.bin"/>'
        f'<Relationship Id="rIdL" Type="{OFFICE}/image" Target="http://192.0.2.1/x.png" TargetMode="External"/>'
        f'<Relationship Id="rIdH" Type="{OFFICE}/hyperlink" Target="http://192.0.2.1/" TargetMode="External"/>'
    )
    main = part("document", f"<w:body>{paragraph('正文')}</w:body>")
    genuine = (
        Path(__file__).parent / "files" / "report.doc"
    ).read_bytes()  # any OLE file stands for a macro project
    macro_type = "application/vnd.ms-word.document.macroEnabled.main+xml"
    parts: dict[str, str | bytes] = {"word/document.xml": main, "word/vbaProject.bin": genuine}
    read = reader.read_file(
        saved(tmp_path, package(parts, main_type=macro_type, relations=relations)), "报告.docm"
    )
    assert (read.kind, read.text) == ("docm", "正文")
    assert read.reservations == {Reservation.MACROS_IGNORED, Reservation.LINKS_IGNORED}
    parts["word/vbaProject.bin"] = b"no macro project"
    assert (
        refusal(reader, tmp_path, package(parts, main_type=macro_type, relations=relations))
        is Unreadable.UNSAFE
    )


def started_worker(reader: DocumentReader, folder: Path) -> psutil.Process:
    before = {child.pid for child in workers_of(psutil.Process())}
    reader.read_file(saved(folder, document("一")), "a.docx")
    (worker,) = [child for child in workers_of(psutil.Process()) if child.pid not in before]
    return worker


def break_down(worker: psutil.Process, pipe: IO[bytes]) -> None:
    """Ends the worker once a file waits for it: before, it would only be found ended."""
    while not unread(pipe):
        time.sleep(0.001)
    worker.kill()


def unread(pipe: IO[bytes]) -> int:
    """How many bytes wait in it."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def test_a_hanging_worker_is_ended_and_the_next_file_is_read(tmp_path: Path) -> None:
    with DocumentReader(workers=1, seconds=HANGS) as reader:
        worker = started_worker(reader, tmp_path)
        worker.suspend()
        # Only where nothing can be quick enough: starting a worker may take long on a busy machine.
        reader.seconds = 0.1
        assert refusal(reader, tmp_path, document("二")) is Unreadable.TIMEOUT
        assert not worker.is_running()
        reader.seconds = HANGS
        assert reader.read_file(saved(tmp_path, document("三")), "a.docx").text == "三"


def test_a_worker_that_was_ended_while_idle_costs_nobody_a_file(tmp_path: Path) -> None:
    with DocumentReader(workers=1, seconds=HANGS) as reader:
        worker = started_worker(reader, tmp_path)
        worker.kill()
        worker.wait(60)
        assert reader.read_file(saved(tmp_path, document("二")), "a.docx").text == "二"


def test_a_worker_that_breaks_down_costs_its_file_only(tmp_path: Path) -> None:
    with DocumentReader(workers=1, seconds=HANGS) as reader:
        worker = started_worker(reader, tmp_path)
        (idle,) = reader._idle.queue
        assert idle is not None
        worker.suspend()  # takes the file and never answers
        threading.Thread(target=break_down, args=(worker, idle._process.stdin)).start()
        assert refusal(reader, tmp_path, document("二")) is Unreadable.UNSAFE
        assert reader.read_file(saved(tmp_path, document("三")), "a.docx").text == "三"


def test_a_worker_retires_after_many_files(tmp_path: Path) -> None:
    with DocumentReader(workers=1, seconds=HANGS) as reader:
        worker = started_worker(reader, tmp_path)
        path = saved(tmp_path, "短".encode())
        read: list[Manuscript] = [
            reader.read_file(path, "a.txt") for _ in range(limits.RETIRE_FILES + 1)
        ]
        assert {manuscript.text for manuscript in read} == {"短"}
        assert not worker.is_running()


def test_workers_are_nice_and_have_few_rights(tmp_path: Path) -> None:
    with DocumentReader(workers=1, seconds=HANGS) as reader:
        worker = started_worker(reader, tmp_path)
        assert worker.nice() > psutil.Process().nice()
        limits_of = {
            kind: worker.rlimit(kind)[0] for kind in (psutil.RLIMIT_AS, psutil.RLIMIT_FSIZE)
        }
        assert limits_of == {psutil.RLIMIT_AS: limits.MEMORY_BYTES, psutil.RLIMIT_FSIZE: 0}
    assert not worker.is_running()


def test_a_started_worker_tells_which_walls_stand() -> None:
    assert standing_walls() == set(Wall)


def test_a_report_is_judged_in_the_worker_as_it_is_outside(
    reader: DocumentReader, tmp_path: Path
) -> None:
    judging = Judging(sample_plan(2026).report, 2026)
    report = reader.read_file(saved(tmp_path, sample_report("第三党支部", year=2026)), "a.docx")
    assert reader.judge(report, judging) == judging.of(report)
    reader.judge(Manuscript("txt", (Paragraph("一、" * 100_000),)), judging)


def test_a_plan_and_a_roster_are_read_in_the_worker_as_they_are_outside(
    reader: DocumentReader,
) -> None:
    assert reader.plan(render(sample_plan(2026))) == sample_plan(2026)
    with pytest.raises(PlanInvalid, match="第 1 行"):
        reader.plan("year = ")
    workbook = sample_roster_workbook()
    assert reader.roster(workbook, ["A", "B", "C"]) == read_roster(
        workbook, categories=["A", "B", "C"]
    )


def test_what_the_worker_does_not_finish_in_time_is_given_up(tmp_path: Path) -> None:
    with DocumentReader(workers=1, seconds=0.0) as hasty, pytest.raises(UnreadableFile) as given_up:
        hasty.plan("year = 2026")
    assert given_up.value.code is Unreadable.TIMEOUT


def test_a_word_file_of_the_first_layout_is_read(reader: DocumentReader, tmp_path: Path) -> None:
    """Some writers call Word 97's layout 0xBF."""
    content = (Path(__file__).parent / "files" / "report.doc").read_bytes()
    at = content.index(b"\xec\xa5")
    older = content[:at] + b"\xec\xa5\xbf\x00" + content[at + 4 :]
    assert (
        reader.read_file(saved(tmp_path, older), "a.doc").text
        == reader.read_file(saved(tmp_path, content, "as_is"), "a.doc").text
    )
