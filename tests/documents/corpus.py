"""Documents of every format, made from texts that are known, and hostile ones.

`DOCUMENTS` lists functions that make a good one each; what is in it is in `Made.blocks`.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, NamedTuple

from assistant.core.document_text import BlockKind

RIGHT_TO_LEFT = "שלום עולם, مرحبا بالعالم \u202bנסתר\u202c"
VERTICAL = "縦書きの本文。︵かっこ︶"
BEYOND = "𝔘𝔫𝔦 😀👩‍👩‍👧 e\u0301"
LINES = (
    'Plain words & <signs> "quoted".',
    "中文的一段话，有标点。",
    RIGHT_TO_LEFT,
    VERTICAL,
    BEYOND,
)


class Wanted(NamedTuple):
    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    page: int = 0


@dataclass(frozen=True)
class Made:
    """A document of `format`, and what a reader must find in it."""

    format: str
    data: bytes
    blocks: list[Wanted] = field(default_factory=list)
    title: str = ""


def zipped(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


# DOCX

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def word_members(body: str, *, w: str = _W, prolog: str = "") -> dict[str, str | bytes]:
    """A DOCX of the given content of `w:body`, with styles, notes, a header and a footer."""
    rel = _REL if w == _W else "http://purl.oclc.org/ooxml/officeDocument/relationships"
    parts = ["styles", "footnotes", "endnotes", "header", "header", "footer"]
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{rel}/{kind}" Target="{kind}{n}.xml"/>'
        for n, kind in enumerate(parts)
    )
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    styles = [
        ("berschrift1", '<w:name w:val="heading 1"/>'),
        ("child", '<w:name w:val="My own"/><w:basedOn w:val="berschrift1"/>'),
        ("out", '<w:name w:val="Other"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        ("ti", '<w:name w:val="Title"/>'),
        (
            "li",
            '<w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>',
        ),
        ("zi", '<w:name w:val="Quote"/>'),
        ("co", '<w:name w:val="HTML Preformatted"/>'),
        ("loop", '<w:name w:val="a"/><w:basedOn w:val="loop"/>'),
    ]
    written = "".join(
        f'<w:style w:styleId="{n}" w:type="paragraph">{x}</w:style>' for n, x in styles
    )
    ns = f'xmlns:w="{w}" xmlns:mc="{mc}"'
    note = '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
    note += '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>'
    end = '<w:endnote w:id="2"><w:p><w:r><w:t>At the end.</w:t></w:r></w:p></w:endnote>'
    margin = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'{_RELS}<Relationship Id="a" Type="{rel}/officeDocument" '
        'Target="/word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"{_RELS}{relations}</Relationships>",
        "word/document.xml": f"{prolog}<w:document {ns}><w:body>{body}</w:body></w:document>",
        "word/styles0.xml": f"<w:styles {ns}>{written}</w:styles>",
        "word/footnotes1.xml": f"<w:footnotes {ns}>{note}</w:footnotes>",
        "word/endnotes2.xml": f"<w:endnotes {ns}>{end}</w:endnotes>",
        "word/header3.xml": f"<w:hdr {ns}>{margin.format('Letterhead')}</w:hdr>",
        "word/header4.xml": f"<w:hdr {ns}>{margin.format('Letterhead')}</w:hdr>",
        "word/footer5.xml": f"<w:ftr {ns}>{margin.format('Address')}</w:ftr>",
    }


def run(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r><w:t xml:space="preserve">{escaped}</w:t></w:r>'


def para(content: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


def docx(w: str = _W) -> Made:
    item = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    box = f"<w:txbxContent>{para(run('In a box'))}</w:txbxContent>"
    choice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>".format
    body = [
        para(run("The Title"), "ti"),
        para(run("First"), "berschrift1"),
        *(para(run(line)) for line in LINES),
        para(run("Derived"), "child"),
        para(run("Third level"), "out"),
        para(run("item"), "li"),
        para(run("nested"), "", item),
        para(run("wise"), "zi"),
        para(run("  x = 1"), "co"),
        para(run("  y = 2"), "co"),
        para(run("See") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" and on") +
             '<w:r><w:endnoteReference w:id="2"/></w:r>'),
        para(f"<w:ins>{run('new ')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
             + run("text") + "<w:r><w:commentReference/></w:r>"),
        para(run("one "), "", "<w:rPr><w:del/></w:rPr>"),
        para(run("paragraph")),
        para(f"<w:hyperlink>{run('a link')}</w:hyperlink><w:r><w:tab/></w:r>{run('tab')}"
             f"<w:r><w:br/></w:r><w:fldSimple>{run('field')}</w:fldSimple>"),
        para(f"<w:r>{choice}</mc:AlternateContent></w:r>{run('Beside')}", "loop"),
        f"<w:sdt><w:sdtContent>{para(run('In a control'))}</w:sdtContent></w:sdt>",
        para("<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>" + run("seen")),
        "<w:tbl><w:tr>" + cell('<w:gridSpan w:val="2"/>', para(run("wide")))
        + cell('<w:vMerge w:val="restart"/>', para(run("tall"))) + "</w:tr><w:tr>"
        + cell("", para(run("a")) + para(run("b")))
        + cell("", f"<w:tbl><w:tr>{cell('', para(run('inner')))}</w:tr></w:tbl>")
        + cell("<w:vMerge/>", para("")) + "</w:tr></w:tbl>",
        para(run("Last")),
    ]  # fmt: skip
    wanted = [
        Wanted("Letterhead"),
        Wanted("The Title", "heading", 1),
        Wanted("First", "heading", 1),
        *map(Wanted, LINES),
        Wanted("Derived", "heading", 1),
        Wanted("Third level", "heading", 3),
        Wanted("item", "list_item", 1),
        Wanted("nested", "list_item", 2),
        Wanted("wise", "quote"),
        Wanted("  x = 1\n  y = 2", "code"),
        Wanted("See[1] and on[2]"),
        Wanted("[1] A note.", "footnote"),
        Wanted("[2] At the end.", "footnote"),
        Wanted("new text"),
        Wanted("one paragraph"),
        Wanted("a link\ttab\nfield"),
        Wanted("Beside"),
        Wanted("In a box"),
        Wanted("In a control"),
        Wanted("seen"),
        Wanted("wide | tall\na b | inner", "table"),
        Wanted("Last"),
        Wanted("Address"),
    ]
    return Made("docx", zipped(word_members("".join(body), w=w)), wanted, "The Title")


def docx_strict() -> Made:
    return docx("http://purl.oclc.org/ooxml/wordprocessingml/main")


def docx_of_word() -> Made:
    """As python-docx writes it, with the styles of Word's own template."""
    import docx

    document = docx.Document()
    document.core_properties.title = "Known title"
    document.add_heading("Big", 0)
    document.add_heading("One", 1)
    for line in LINES:
        document.add_paragraph(line)
    document.add_heading("Two", 2)
    document.add_paragraph("point", "List Bullet")
    document.add_paragraph("deeper", "List Bullet 2")
    document.add_paragraph("first", "List Number")
    table = document.add_table(2, 3)
    for row in range(2):
        for column in range(3):
            table.cell(row, column).text = f"r{row}c{column}"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "merged"
    file = io.BytesIO()
    document.save(file)
    wanted = [
        Wanted("Big", "heading", 1),
        Wanted("One", "heading", 1),
        *map(Wanted, LINES),
        Wanted("Two", "heading", 2),
        Wanted("point", "list_item", 1),
        Wanted("deeper", "list_item", 2),
        Wanted("first", "list_item", 1),
        Wanted("r0c0 | r0c1 | r0c2\nmerged | r1c2", "table"),
    ]
    return Made("docx", file.getvalue(), wanted, "Known title")


# ODT

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def odt_members(text: str, *, prolog: str = "") -> dict[str, str | bytes]:
    ns = " ".join(
        f'xmlns:{name}="{_ODF}{full}"'
        for name, full in {
            "office": "office:1.0", "text": "text:1.0", "table": "table:1.0",
            "style": "style:1.0", "draw": "drawing:1.0",
        }.items()
    )  # fmt: skip
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Quotations"/>'
        '<style:style style:name="P2" style:parent-style-name="Preformatted_20_Text"/>'
    )
    named = (
        '<style:style style:name="Quotations"/><style:style style:name="Title"/>'
        '<style:style style:name="Preformatted_20_Text" style:display-name="Preformatted Text"/>'
    )
    margins = (
        "<style:header><text:p>Letterhead</text:p></style:header>"
        "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"{prolog}<office:document-content {ns}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {ns}><office:styles>{named}</office:styles>"
        f"<office:master-styles>{margins}</office:master-styles></office:document-styles>",
        "meta.xml": f'<office:document-meta {ns} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<office:meta><dc:title>Known title</dc:title></office:meta></office:document-meta>",
        "META-INF/manifest.xml": "<manifest/>",
    }


def odt() -> Made:
    lines = "".join(
        "<text:p>{}</text:p>".format(line.replace("&", "&amp;").replace("<", "&lt;"))
        for line in LINES
    )
    text = f"""<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>
    </text:deletion></text:changed-region></text:tracked-changes>
    <text:p text:style-name="Title">Big</text:p>
    <text:h text:outline-level="2">Part <text:span>two</text:span></text:h>{lines}
    <text:p>two<text:s text:c="3"/>spaces,
       wrapped<text:tab/>tab<text:line-break/>line</text:p>
    <text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p>
    </text:list-item></text:list></text:list-item></text:list>
    <text:p>See<text:note><text:note-citation>1</text:note-citation><text:note-body>
    <text:p>A note.</text:p></text:note-body></text:note>.<office:annotation><text:p>no</text:p>
    </office:annotation></text:p>
    <text:p text:style-name="P1">wise</text:p><text:p text:style-name="P2">code<text:s/>x</text:p>
    <text:p>Beside<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box>
    </draw:frame></text:p><text:section><text:p>In a section</text:p></text:section>
    <table:table><table:table-header-rows><table:table-row><table:table-cell
    table:number-columns-spanned="2"><text:p>wide</text:p></table:table-cell>
    <table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>
    <table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell><table:table-cell
    table:number-columns-repeated="2"><text:p>c</text:p></table:table-cell></table:table-row>
    </table:table>"""
    wanted = [
        Wanted("Letterhead"),
        Wanted("Big", "heading", 1),
        Wanted("Part two", "heading", 2),
        *map(Wanted, LINES),
        Wanted("two   spaces, wrapped\ttab\nline"),
        Wanted("one", "list_item", 1),
        Wanted("two", "list_item", 2),
        Wanted("See[1]."),
        Wanted("[1] A note.", "footnote"),
        Wanted("wise", "quote"),
        Wanted("code x", "code"),
        Wanted("Beside"),
        Wanted("In a box"),
        Wanted("In a section"),
        Wanted("wide\na b | c | c", "table"),
        Wanted("Page 1"),
    ]
    return Made("odt", zipped(odt_members(text)), wanted, "Known title")


# RTF


def _rtf(text: str) -> str:
    units = struct.unpack(f"<{len(text.encode('utf-16-le')) // 2}H", text.encode("utf-16-le"))
    return "".join(
        chr(unit)
        if unit < 128 and chr(unit) not in "\\{}"
        else f"\\u{unit - 65536 * (unit > 32767)}?"
        for unit in units
    )


def rtf() -> Made:
    lines = "".join(f"\\pard {_rtf(line)}\\par\n" for line in LINES)
    chinese = "".join(f"\\'{byte:02x}" for byte in "中文".encode("gb18030"))
    text = (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset134 S;}}"
        "{\\stylesheet{\\s1\\outlinelevel0 heading 1;}}{\\info{\\title no}}\n"
        "\\pard\\s1\\outlinelevel0 Head \\'e9t\\'e9\\par\n" + lines +
        "\\pard\\f1 " + chinese + "\\f0\\par\n"
        "\\pard Hello {\\b bold}{\\super\\chftn{\\footnote\\pard {\\chftn} A {\\i note}.}} more"
        "\\line second\\par\n{\\pict\\pngblip 89504e470d0a}"
        "\\pard\\ls1\\ilvl0{\\listtext\\tab}one\\par\\pard\\ls1\\ilvl1 two\\par\n"
        "\\trowd\\pard\\intbl A|x\\cell B\\par b\\cell\\row\n"
        "\\trowd\\pard\\intbl 1\\cell 2\\cell\\row\n"
        '\\pard {\\field{\\*\\fldinst{HYPERLINK "http://x.org"}}{\\fldrslt a link}} end\\par\n'
        "\\pard {\\bin5 }}}}}after bytes\\par}"
    )  # fmt: skip
    wanted = [
        Wanted("Head été", "heading", 1),
        *map(Wanted, LINES),
        Wanted("中文"),
        Wanted("Hello bold[1] more\nsecond"),
        Wanted("[1] A note.", "footnote"),
        Wanted("one", "list_item", 1),
        Wanted("two", "list_item", 2),
        Wanted("A|x | B b\n1 | 2", "table"),
        Wanted("a link end"),
        Wanted("after bytes"),
    ]
    return Made("rtf", text.encode("ascii"), wanted)


# PPTX, XLSX


def pptx() -> Made:
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    deck = Presentation()
    deck.core_properties.title = "Known title"
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Slide one"
    frame = first.placeholders[1].text_frame
    frame.text = LINES[0]
    for level, line in enumerate(LINES[1:]):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = line, level
    first.notes_slide.notes_text_frame.text = "Say this\nand that"
    deck.slides.add_slide(deck.slide_layouts[6])  # empty
    third = deck.slides.add_slide(deck.slide_layouts[5])
    third.element.set("show", "0")

    def put(where: Any, left: float, top: float, text: str) -> None:
        box = where.add_textbox(Inches(left), Inches(top), Inches(1), Inches(0.5))
        box.text_frame.text = text

    put(third.shapes, 5, 3.0, "right")
    put(third.shapes, 1, 3.1, "left\vline")
    group = third.shapes.add_group_shape()
    put(group.shapes, 4, 4.1, "group right")
    put(group.shapes, 1, 4.0, "group left")
    third.shapes.title.text = "Three"
    table = third.shapes.add_table(2, 2, Inches(1), Inches(5), Inches(3), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(1, 0).text = "wide"
    data = CategoryChartData()
    data.categories = ["x", "y"]
    data.add_series("S", (1, 2.5))
    where = Inches(1), Inches(6), Inches(3), Inches(1)
    third.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *where, data)
    file = io.BytesIO()
    deck.save(file)
    wanted = [
        Wanted("Slide one", "heading", 1, 1),
        Wanted(LINES[0], "list_item", 1, 1),
        *(Wanted(line, "list_item", level + 1, 1) for level, line in enumerate(LINES[1:])),
        Wanted("Say this", "footnote", 0, 1),
        Wanted("and that", "footnote", 0, 1),
        Wanted("Three", "heading", 1, 3),
        Wanted("left\nline", page=3),
        Wanted("right", page=3),
        Wanted("group left", page=3),
        Wanted("group right", page=3),
        Wanted("a | b\nwide", "table", 0, 3),
        Wanted("| S\nx | 1\ny | 2.5", "table", 0, 3),
    ]
    return Made("pptx", file.getvalue(), wanted, "Known title")


def xlsx() -> Made:
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    book.properties.title = "Known title"
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["name", "day", "time", "sum", "yes"])
    day = datetime.datetime(2024, 2, 3)
    sheet.append(["中文", day.date(), day.replace(hour=4, minute=5), 0.1 + 0.2, True])
    sheet.append([])
    for line in LINES:
        sheet.append([None, line])
    other = book.create_sheet("Second")
    other.sheet_state = "hidden"
    other["B2"] = "far\naway"
    book.create_sheet("Empty")
    file = io.BytesIO()
    book.save(file)
    wanted = [
        Wanted("Data", "heading", 1, 1),
        Wanted("name | day | time | sum | yes\n"
               "中文 | 2024-02-03 | 2024-02-03 04:05:00 | 0.3 | TRUE", "table", 0, 1),
        Wanted("\n".join(f" | {line}" for line in LINES).strip(), "table", 0, 1),
        Wanted("Second", "heading", 1, 2),
        Wanted("| far away", "table", 0, 2),
        Wanted("Empty", "heading", 1, 3),
    ]  # fmt: skip
    return Made("xlsx", file.getvalue(), wanted, "Known title")


# EPUB, HTML, Markdown


def epub_members(pages: list[str], *, folder: str = "OEBPS") -> dict[str, str | bytes]:
    items = "".join(
        f'<item id="p{n}" href="text/page%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(pages))
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in reversed(range(len(pages))))
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'<container xmlns="{_ODF}container"><rootfiles>'
        f'<rootfile full-path="{folder}/book.opf"/></rootfiles></container>',
        f"{folder}/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Known title</dc:title>'
        f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
        **{f"{folder}/text/page {n}.xhtml": page for n, page in enumerate(pages)},
    }


def epub() -> Made:
    head = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"><html xmlns="http://www.w3.org/1999/xhtml">'
        "<head><title/><script/></head>"
    )
    lines = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in LINES)
    pages = [
        f"{head}<body><h2>Two</h2><p>fin&nbsp;&eacute; &amp; &lt;b&gt;<a id='x'/> on</p>"
        "<p><![CDATA[<raw>]]></p></body></html>",
        f"{head}<body><h1>One</h1>{lines}<p>not <b>well-formed</p></body></html>",
    ]
    wanted = [
        Wanted("One", "heading", 1),
        *map(Wanted, LINES),
        Wanted("not well-formed"),
        Wanted("Two", "heading", 2),
        Wanted("fin\xa0é & <b> on"),
        Wanted("<raw>"),
    ]
    return Made("epub", zipped(epub_members(pages)), wanted, "Known title")


def html(encoding: str = "utf-8") -> Made:
    lines = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in LINES)
    page = f"""<!doctype html><html><head><meta charset="{encoding}"><title>Known
    title</title><style>p {{}}</style></head><body><nav><a>menu</a></nav><h1>Head <em>one</em></h1>
    loose<p>Para &amp; <b>bold</b>,
       wrapped<br>break&nbsp;x <a href=x>link</a> &#x4e2d;</p>{lines}
    <ul><li>one<ul><li>two</ul><li><p>three</ul><script>no()</script>
    <table><caption>Cap</caption><tr><th>a<th>b<tr><td>1<td>2<br>3</table>
    <pre>
  x = 1
    y</pre><blockquote><p>wise</blockquote><dl><dt>term<dd>meaning</dl>
    <figure><img alt="picture"><figcaption>below</figcaption></figure>
    <table><tr><td><h3>In a frame</h3><p>of a layout</table>
    <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby><footer>foot</footer></body></html>"""
    wanted = [
        Wanted("Head one", "heading", 1),
        Wanted("loose"),
        Wanted("Para & bold, wrapped\nbreak\xa0x link 中"),
        *map(Wanted, LINES),
        Wanted("one", "list_item", 1),
        Wanted("two", "list_item", 2),
        Wanted("three", "list_item", 1),
        Wanted("Cap", "caption"),
        Wanted("a | b\n1 | 2 3", "table"),
        Wanted("  x = 1\n    y", "code"),
        Wanted("wise", "quote"),
        Wanted("term", "list_item", 1),
        Wanted("meaning", "list_item", 1),
        Wanted("picture"),
        Wanted("below", "caption"),
        Wanted("In a frame", "heading", 3),
        Wanted("of a layout"),
        Wanted("漢(かん)"),
        Wanted("foot"),
    ]
    return Made("html", page.encode(encoding), wanted, "Known title")


def html_gb18030() -> Made:
    return html("gb18030")


def markdown() -> Made:
    blocks = [
        Wanted('---\ntitle: "Known title"\ntags: [a]\n---', "code"),
        Wanted("# Head *one* #", "heading", 1),
        Wanted("A paragraph\nof two lines[^1]."),
        *map(Wanted, LINES),
        Wanted("Under\n-----", "heading", 2),
        Wanted("- item", "list_item", 1),
        Wanted("  - nested", "list_item", 2),
        Wanted("1) other\nlazy", "list_item", 1),
        Wanted("> quoted\n> twice", "quote"),
        Wanted("```py\nx = 1\n\n\ny = 2\n```", "code"),
        Wanted("| a | b |\n|---|---|\n| 1 | 2 |", "table"),
        Wanted("<div>\nhtml\n</div>"),
        Wanted("[ref]: http://example.org"),
        Wanted("[^1]: Note.", "footnote"),
        Wanted("    indented code", "code"),
    ]
    text = "\n\n".join(block.text for block in blocks) + "\n"
    wanted = [block._replace(text=_kept(block)) for block in blocks]
    return Made("markdown", text.encode(), wanted, "Known title")


def _kept(block: Wanted) -> str:
    return block.text if block.kind == "code" else block.text.strip()


# Text and the rest


def text() -> Made:
    pages = [["One\r\nline", *LINES], ["  indented\r\n    and wrapped"], ["End"]]
    data = "\f".join("\r\n \t\r\n\r\n".join(page) for page in pages)
    wanted = [
        Wanted(part.replace("\r\n", "\n").strip(), page=number)
        for number, page in enumerate(pages, 1)
        for part in page
    ]
    return Made("text", data.encode(), wanted)


def csv_table() -> Made:
    data = 'name;price;"a ""b"""\r\n中文;3,5;"x;\r\ny"\r\n\r\nאב;|;\r\n'
    wanted = [Wanted('name | price | a "b"\n中文 | 3,5 | x; y', "table"), Wanted("אב | |", "table")]
    return Made("csv", data.encode("utf-16"), wanted)


def message() -> Made:
    mail = EmailMessage()
    mail["From"], mail["To"] = "张三 <a@example.org>", "b@example.org"
    mail["Subject"] = "Rechnung für 中文"
    mail["Date"] = "Mon, 01 Jan 2024 00:00:00 +0000"
    mail.set_content("\n\n".join(LINES), charset="utf-8", cte="quoted-printable")
    mail.add_alternative("<p>the same</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="ä.pdf")
    headers = [f"{name}: {mail[name]}" for name in ("From", "To", "Date", "Subject")]
    wanted = [Wanted("\n".join(headers)), *map(Wanted, LINES)]
    return Made("email", mail.as_bytes(), wanted, "Rechnung für 中文")


def mailbox() -> Made:
    first = "From a@b Mon Jan  1 00:00:00 2024\nSubject: One\n\nBody\n\n>From here\n\n"
    second = (
        "From c@d Mon Jan  1 00:00:00 2024\nSubject: Two\nContent-Type: text/html\n\n<h2>Hi</h2>x"
    )
    wanted = [
        Wanted("One", "heading", 1),
        Wanted("Subject: One"),
        Wanted("Body"),
        Wanted("From here"),
        Wanted("Two", "heading", 1),
        Wanted("Subject: Two"),
        Wanted("Hi", "heading", 2),
        Wanted("x"),
    ]
    return Made("email", (first + second).encode(), wanted)


def code() -> Made:
    parts = ["import os", "def f():\n\treturn '中文'", "    # indented\n    x = 1"]
    return Made("code", "\n\n\n".join(parts).encode(), [Wanted(part, "code") for part in parts])


def srt() -> Made:
    data = "".join(
        f"{n + 1}\n00:0{n}:01,500 --> 00:0{n}:02,000\n<i>{line}</i>{{\\an8}}\n\n"
        for n, line in enumerate(LINES[1:])
    )
    data += "9\n100:00:03,000 --> 100:00:04,000\n3 < 4\n10\n100:00:05,000 --> 100:00:06,000\nno gap"
    wanted = [Wanted(f"[00:0{n}:01] {line}") for n, line in enumerate(LINES[1:])]
    wanted += [Wanted("[100:00:03] 3 < 4"), Wanted("[100:00:05] no gap")]
    return Made("subtitles", data.replace("\n", "\r\n").encode("utf-8-sig"), wanted)


def vtt() -> Made:
    data = "WEBVTT - x\n\nNOTE no\n\nSTYLE\n::cue {}\n\nid\n00:01.000 --> 00:02.000 align:start\n"
    data += "<v Bob>Hi &amp; <c.red>you</c>\n- Yes\n\n01:00:01.000 --> 01:00:02.000\n中文"
    wanted = [Wanted("[00:00:01] Bob: Hi & you\n- Yes"), Wanted("[01:00:01] 中文")]
    return Made("subtitles", data.encode(), wanted)


def ass() -> Made:
    data = (
        "[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:05.00,0:00:06.00,D,,0,0,0,,Second, with comma\n"
        "Comment: 0,0:00:03.00,0:00:04.00,D,,0,0,0,,no\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\b1}First\\N中文\n"
    )
    wanted = [Wanted("[00:00:01] First\n中文"), Wanted("[00:00:05] Second, with comma")]
    return Made("subtitles", data.encode("utf-16-le"), wanted)


DOCUMENTS: list[Callable[[], Made]] = [
    docx, docx_strict, docx_of_word, odt, rtf, pptx, xlsx, epub, html, html_gb18030, markdown,
    text, csv_table, message, mailbox, code, srt, vtt, ass,
]  # fmt: skip


# Hostile ones


def with_false_size(data: bytes, name: str, size: int) -> bytes:
    """The zip file with another uncompressed size in its directory."""
    at = data.rindex(name.encode(), 0, len(data))
    entry = data.rindex(b"PK\x01\x02", 0, at)
    return data[: entry + 24] + struct.pack("<L", size) + data[entry + 28 :]


def with_flag(data: bytes, flag: int) -> bytes:
    """The zip file with `flag` set for each member, in the directory and before each."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= flag
            at = changed.find(mark, at + 4)
    return bytes(changed)


def bomb(size: int) -> bytes:
    """A DOCX of about size / 1000 bytes with `size` bytes of spaces in its text."""
    members = word_members("@")
    before, _, after = str(members.pop("word/document.xml")).partition("@")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        with archive.open("word/document.xml", "w", force_zip64=True) as stream:
            stream.write(before.encode())
            for _ in range(size // 1_000_000):
                stream.write(b" " * 1_000_000)
            stream.write(after.encode())
    return file.getvalue()


def encrypted_office() -> bytes:
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + name + bytes(500)


def symlinked(members: dict[str, str | bytes], name: str, target: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member, content in members.items():
            info = zipfile.ZipInfo(member)
            if member == name:
                info.create_system, info.external_attr = 3, 0o120777 << 16
                content = target  # noqa: PLW2901
            archive.writestr(info, content)
    return file.getvalue()


def mutated(made: Made, seed: int) -> bytes:
    """A broken version: bytes or slices changed, in the file or in one member of it."""
    chance = random.Random(seed)
    if made.data.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
            members: dict[str, str | bytes] = {
                name: archive.read(name) for name in archive.namelist()
            }
        name = chance.choice(sorted(members))
        content = members[name]
        assert isinstance(content, bytes)
        members[name] = _broken(content, chance)
        return zipped(members, zipfile.ZIP_STORED)
    return _broken(made.data, chance)


def _broken(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not changed:
            break
        at = chance.randrange(len(changed))
        what = chance.randrange(6)
        if what == 0:
            changed[at] = chance.randrange(256)
        elif what == 1:
            changed[at] ^= 1 << chance.randrange(8)
        elif what == 2:
            del changed[at : at + chance.randrange(1, 200)]
        elif what == 3:
            other = chance.randrange(len(changed))
            changed[at:at] = changed[other : other + chance.randrange(1, 300)]
        elif what == 4:
            changed[at : at + 1] = chance.choice((b"-1", b"99999999999", b"<", b">", b"&x;", b"\0"))
        else:
            del changed[at:]
    return bytes(changed)
