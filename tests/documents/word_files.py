"""Word files as Word and WPS write them, put together by hand: the XML is what those programs save, not what a library makes."""

import io
import zipfile
from collections.abc import Mapping

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def part(tag: str, content: str) -> str:
    return f"{HEAD}<w:{tag} {SPACES}>{content}</w:{tag}>"


def package(
    parts: Mapping[str, str | bytes], *, main_type: str = MAIN_TYPE, relations: str = ""
) -> bytes:
    """A package of `word/…` parts; those named after a relation type are related to the document."""
    related = "".join(
        f'<Relationship Id="rId{index}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for index, name in enumerate(
            ("styles", "numbering", "footnotes", "endnotes", "header1", "footer1")
        )
        if f"word/{name}.xml" in parts
    )
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": HEAD
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + '<Default Extension="xml" ContentType="application/xml"/>'
        + f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>'
        + "".join(_part_type(name) for name in parts if name != "word/document.xml")
        + "</Types>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{relationships}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{relationships}">{related}{relations}</Relationships>',
        **parts,
    }
    stream = io.BytesIO()
    # Packed quickly and not tightly: some hold hundreds of megabytes.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _part_type(name: str) -> str:
    kind = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    known = kind in {"styles", "numbering", "footnotes", "endnotes", "header", "footer"}
    return f'<Override PartName="/{name}" ContentType="{base}.{kind}+xml"/>' if known else ""


def word_file(
    body: str, *, styles: str = "", numbering: str = "", footnotes: str = "", endnotes: str = ""
) -> bytes:
    parts: dict[str, str | bytes] = {
        "word/document.xml": part("document", f"<w:body>{body}<w:sectPr/></w:body>")
    }
    optional = {
        "styles": styles,
        "numbering": numbering,
        "footnotes": footnotes,
        "endnotes": endnotes,
    }
    for name, content in optional.items():
        if content:
            parts[f"word/{name}.xml"] = part(name, content)
    return package(parts)


def paragraph(text: str = "", *, properties: str = "", runs: str = "") -> str:
    shown = runs or (run(text) if text else "")
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{shown}</w:p>"


def run(text: str, properties: str = "") -> str:
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{text}</w:t></w:r>'


def in_list(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def level(depth: int, style: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def definition(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'


def use(list_id: int, number: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{number}"/>{overrides}</w:num>'


def restart(depth: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def paragraph_style(
    style_id: str, name: str, properties: str = "", *, based_on: str = "", more: str = ""
) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{base}{own}{more}</w:style>'


def style(style_id: str) -> str:
    return f'<w:pStyle w:val="{style_id}"/>'


def field(instruction: str, result: str) -> str:
    """Runs of a complex field with its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def text_box(content: str) -> str:
    """A text box as Word 2010 and later and WPS save it: once for them, once more for older programs."""
    drawing = (
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1800000" cy="600000"/><wp:docPr id="9" name="box"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="600000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
    )
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        + drawing
        + "</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def table(*rows: tuple[str, ...]) -> str:
    """Cells hold plain text."""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid/>{cells}</w:tbl>'
