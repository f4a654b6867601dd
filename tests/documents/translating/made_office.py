"""Office files made by chance, with what is to come of them when words are upper case."""

from __future__ import annotations

import io
import zipfile
from random import Random
from xml.sax.saxutils import escape

from tests.documents.translating.made_texts import Parts, word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_FORMATS = (
    "",
    "<w:rPr><w:b/></w:rPr>",
    '<w:rPr><w:color w:val="FF0000"/><w:u w:val="single"/></w:rPr>',
)


def packed(parts: dict[str, tuple[str, str]], *, stored: str = "") -> bytes:
    """A package of these parts: name → (content type, XML)."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.x.{kind}"/>'
        for name, (kind, _xml) in parts.items()
        if kind
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}">{overrides}</Types>')
        for name, (_kind, xml) in parts.items():
            method = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, xml, method)
        archive.writestr("word/media/picture.png", bytes(range(256)) * 3)
    return out.getvalue()


def _document(kind: str, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:{kind} xmlns:w="{W}" '
        f'xmlns:m="urn:math"><!-- kept -->{body}</w:{kind}>'
    )


def docx(random: Random) -> tuple[bytes, dict[str, str]]:
    """A document, and the XML that is expected of each part with words."""
    made = {
        "word/document.xml": ("word.main+xml", _body(random)),
        "word/header1.xml": ("word.header+xml", _paragraphs(random)),
        "word/footnotes.xml": ("word.footnotes+xml", _paragraphs(random)),
    }
    kinds = {"word/document.xml": "document", "word/header1.xml": "hdr"}
    source = {
        name: (kind, _document(kinds.get(name, "footnotes"), parts.source))
        for name, (kind, parts) in made.items()
    }
    expected = {
        name: _document(kinds.get(name, "footnotes"), parts.expected)
        for name, (_kind, parts) in made.items()
    }
    source["word/comments.xml"] = ("word.comments+xml", _document("comments", "<w:p/>"))
    source["word/styles.xml"] = ("word.styles+xml", _document("styles", ""))
    return packed(source, stored=random.choice((*source, ""))), expected


def _body(random: Random) -> Parts:
    parts = Parts().kept("<w:body>")
    _blocks(random, parts)
    parts.kept("<w:tbl><w:tr><w:tc>")
    _paragraph(random, parts)
    parts.kept("</w:tc></w:tr></w:tbl>")
    return parts.kept("<w:sectPr/></w:body>")


def _paragraphs(random: Random) -> Parts:
    parts = Parts()
    _blocks(random, parts)
    return parts


def _blocks(random: Random, parts: Parts) -> None:
    for _ in range(random.randint(1, 4)):
        _paragraph(random, parts)


def _paragraph(random: Random, parts: Parts) -> None:
    parts.kept('<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr>')
    for _ in range(random.randint(0, 6)):
        random.choice(_CONTENT)(random, parts)
    parts.kept("</w:p>")


def _text(random: Random, parts: Parts) -> None:
    parts.kept('<w:t xml:space="preserve">')
    said = random.choice(
        ("{} ", " {}", "{} {} ", "{}", "{}, &amp; {} ", "{} https://a.b/c {} ", "⟦{}⟧")
    )
    pieces = said.split("{}")
    parts.kept(pieces[0])
    for piece in pieces[1:]:
        parts.words(word(random)).kept(piece)
    parts.kept("</w:t>")


def _run(random: Random, parts: Parts) -> None:
    parts.kept(f'<w:r w:rsidR="00{random.randint(10, 99)}">{random.choice(_FORMATS)}')
    _text(random, parts)
    if random.random() < 0.3:
        parts.kept(random.choice(("<w:tab/>", "<w:br/>", "<w:lastRenderedPageBreak/>", "<w:sym/>")))
        _text(random, parts)
    parts.kept("</w:r>")


def _kept(xml: str):
    def write(_random: Random, parts: Parts) -> None:
        parts.kept(xml)

    return write


def _around(before: str, after: str):
    def write(random: Random, parts: Parts) -> None:
        parts.kept(before)
        for _ in range(random.randint(1, 2)):
            _run(random, parts)
        parts.kept(after)

    return write


def _text_box(random: Random, parts: Parts) -> None:
    parts.kept("<w:r><w:pict><w:txbxContent>")
    parts.kept("<w:p>")
    _run(random, parts)
    parts.kept("</w:p></w:txbxContent></w:pict></w:r>")


def _field(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f"{escape(instruction)} </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_CONTENT = (
    *(_run, _run, _run, _run, _text_box),
    _around('<w:hyperlink w:anchor="a">', "</w:hyperlink>"),
    _around('<w:ins w:id="1" w:author="me">', "</w:ins>"),
    _around("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    _around(_field('HYPERLINK "http://a.b/?c&d"'), _END),
    _kept(_field("PAGE") + "<w:r><w:t>seven</w:t></w:r>" + _END),
    _kept('<w:del w:id="2"><w:r><w:delText>gone</w:delText></w:r></w:del>'),
    _kept('<w:bookmarkStart w:id="3" w:name="n"/>'),
    _kept('<w:bookmarkEnd w:id="3"/>'),
    _kept('<w:proofErr w:type="spellStart"/>'),
    _kept('<w:r><w:footnoteReference w:id="4"/></w:r>'),
    _kept('<w:commentRangeStart w:id="5"/>'),
    _kept('<w:r><w:commentReference w:id="5"/></w:r>'),
    _kept("<m:oMath><m:t>x</m:t></m:oMath>"),
    _kept("<w:fldSimple w:instr='DATE'><w:r><w:t>today</w:t></w:r></w:fldSimple>"),
)


def pptx(random: Random) -> tuple[bytes, dict[str, str]]:
    """A presentation, and the XML that is expected of each part with words."""
    made = {
        "ppt/slides/slide1.xml": ("p.slide+xml", _slide(random)),
        "ppt/slides/slide10.xml": ("p.slide+xml", _slide(random)),
        "ppt/notesSlides/notesSlide1.xml": ("p.notesSlide+xml", _slide(random)),
    }
    source = {name: (kind, parts.source) for name, (kind, parts) in made.items()}
    source["ppt/presentation.xml"] = ("p.presentation.main+xml", f'<p:presentation xmlns:p="{P}"/>')
    return packed(source), {name: parts.expected for name, (_kind, parts) in made.items()}


def _slide(random: Random) -> Parts:
    parts = Parts().kept(f'<p:sld xmlns:p="{P}" xmlns:a="{A}"><p:grpSp><p:sp><p:txBody>')
    for _ in range(random.randint(1, 4)):
        parts.kept('<a:p><a:pPr lvl="1"/>')
        for _ in range(random.randint(0, 5)):
            _slide_run(random, parts)
        parts.kept('<a:endParaRPr lang="en"/></a:p>')
    return parts.kept("</p:txBody></p:sp></p:grpSp></p:sld>")


def _slide_run(random: Random, parts: Parts) -> None:
    kind = random.randint(0, 5)
    if kind == 0:
        parts.kept("<a:br/>")
    elif kind == 1:
        parts.kept('<a:fld id="{1}" type="slidenum"><a:t>seven</a:t></a:fld>')
    else:
        formatting = random.choice(('lang="en-US"', 'lang="en-US" b="1"', 'lang="de" dirty="0"'))
        parts.kept(f"<a:r><a:rPr {formatting}/><a:t>{random.choice(('', ' '))}")
        parts.words(word(random)).kept(random.choice((" ", "", " https://a.b/c ", " ⟦ ")))
        parts.words(word(random)).kept("</a:t></a:r>")
