"""What is passed on of a report: its words, and nothing that its author did not see while he wrote them."""

import io
import zipfile

from bot.documents.extraction import extract
from bot.sample import sample_report
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, SECOND, THIRD, ZHANG
from tests.chat import Chat, cards
from tests.documents.test_opendocument import odt
from tests.documents.test_rtf import quoted
from tests.documents.word_files import paragraph, run

LEAK = "LEAKED"
# Each hands in one of the files.
AUTHORS = {
    "s01": (FIRST, "王文例"),
    "s02": (SECOND, "李思样"),
    ZHANG: (THIRD, "张立范"),
    "s04": ("第四支部", "陈明试"),
}
SENTENCES = extract(sample_report(THIRD, year=2026), ".docx").text.splitlines()
EXTERNAL = 'TargetMode="External"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def poisoned_docx() -> bytes:
    """A good report with everything that a file can carry beside its words."""
    source = zipfile.ZipFile(io.BytesIO(sample_report(THIRD, year=2026)))
    parts = {name: source.read(name) for name in source.namelist()}
    hidden = paragraph(runs=run(LEAK, "<w:vanish/>"))
    deleted = f'<w:p><w:del w:id="1" w:author="{LEAK}"><w:r><w:delText>{LEAK}</w:delText></w:r></w:del></w:p>'
    inserted = f'<w:p><w:ins w:id="2" w:author="{LEAK}" w:date="2026-01-01T00:00:00Z">{run("新增的一句。")}</w:ins></w:p>'
    linked = f'<w:p w:rsidR="00LEAKED"><w:r><w:instrText>HYPERLINK "http://{LEAK}/"</w:instrText></w:r></w:p>'
    document = parts["word/document.xml"].decode()
    parts["word/document.xml"] = document.replace(
        "<w:body>", f"<w:body>{inserted}{hidden}{deleted}{linked}"
    ).encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    template = f'<Relationship Id="rIdT" Type="{OFFICE}/attachedTemplate" Target="http://{LEAK}/t.dotm" {EXTERNAL}/>'
    picture = (
        f'<Relationship Id="rIdP" Type="{OFFICE}/image" Target="http://{LEAK}/p.png" {EXTERNAL}/>'
    )
    parts["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", f"{template}{picture}</Relationships>"
    ).encode()
    parts["docProps/app.xml"] = (
        f"<Properties><Company>{LEAK}</Company><Manager>{LEAK}</Manager></Properties>".encode()
    )
    parts["docProps/core.xml"] = (
        f"<coreProperties><creator>{LEAK}</creator></coreProperties>".encode()
    )
    parts |= {
        name: LEAK.encode()
        for name in ("word/vbaProject.bin", "customXml/item9.xml", "word/embeddings/o.bin")
    }
    parts["docProps/thumbnail.jpeg"] = LEAK.encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def poisoned_odt() -> bytes:
    body = "".join(f"<text:p>{sentence}</text:p>" for sentence in SENTENCES)
    hidden = f'<text:p>开头<text:span text:style-name="Hid">{LEAK}</text:span></text:p>'
    stream = io.BytesIO(odt(hidden + body))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("meta.xml", f"<meta><creator>{LEAK}</creator></meta>")
        package.writestr("Thumbnails/thumbnail.png", LEAK)
        package.writestr("Basic/script.xml", LEAK)
    return stream.getvalue()


def poisoned_rtf() -> bytes:
    body = "".join(rf"{quoted(sentence)}\par " for sentence in SENTENCES)
    info = rf"{{\info{{\author {LEAK}}}{{\operator {LEAK}}}{{\company {LEAK}}}}}{{\*\template http://{LEAK}/t.dot}}"
    return rf"{{\rtf1\ansi\ansicpg936{info}{{\v {LEAK}}}{{\deleted {LEAK}}}{body}}}".encode()


def plain_text() -> bytes:
    return "\n".join(SENTENCES).encode()


FILES = {"a.docx": poisoned_docx, "b.odt": poisoned_odt, "c.rtf": poisoned_rtf, "d.txt": plain_text}


async def test_a_published_report_is_a_clean_copy_and_its_file_stays(chat: Chat) -> None:
    contents = {name: make() for name, make in FILES.items()}
    authors = dict(zip(AUTHORS, contents, strict=True))
    for account, name in authors.items():
        await chat.send(account, name, contents[name])
    await chat.say(ORGANISER, "公示")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    archive = [entry for entry in await chat.say(DEAN, "导出") if entry["file"]][-1]
    packed = await chat.content(archive)
    with zipfile.ZipFile(io.BytesIO(packed)) as exported:
        for account, name in authors.items():
            branch, secretary = AUTHORS[account]
            told = [entry for entry in await chat.say(MEMBER, f"公示 {branch}") if entry["file"]]
            clean = f"{branch}{secretary}述职报告.docx"
            assert [entry["file"]["name"] for entry in told] == [clean], name
            public = await chat.content(told[0])
            check_clean(public)
            assert exported.read(f"7 公示/{clean}") == public, name
            assert contents[name] in [
                exported.read(one) for one in exported.namelist() if one.startswith("3 述职报告/")
            ], name


def check_clean(public: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(public)) as package:
        parts = {part: package.read(part).decode() for part in package.namelist()}
        assert {entry.date_time for entry in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert "主持" in parts["word/document.xml"] or "学习" in parts["word/document.xml"]
    assert not [part for part, text in parts.items() if LEAK in text or "External" in text]
    assert set(parts) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}
