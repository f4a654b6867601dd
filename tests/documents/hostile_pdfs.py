"""PDFs with known words to be broken, and some that nobody can mend."""

from __future__ import annotations

import tempfile
import zlib
from pathlib import Path

from tests.documents.corpus import Made
from tests.documents.pdf_making import CHINESE, LEFT, PdfWriter, numbered_words

PASSWORD = "open sesame"  # noqa: S105 - of files made here


def _saved(writer: PdfWriter) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return writer.save(Path(folder, "made.pdf")).read_bytes()


def pdf_report() -> Made:
    """Heads, columns, a table and a footnote on three pages."""
    writer = PdfWriter(title="Known title")
    for page in range(3):
        writer.line("A running head", LEFT, 800, 8)
        writer.line(f"{page + 1}  A heading", LEFT, 770, 18, "Times-Bold")
        lines = writer.filled(numbered_words(f"p{page}w", 220), 210)
        half = len(lines) // 2
        writer.lines(lines[:half], 60.0, 740)
        writer.lines(lines[half:], 310.0, 740)
        for row in range(5):
            for column in range(3):
                writer.line(f"r{row}c{column}", LEFT + 120 * column, 300 - 16 * row)
        writer.line("1 A note at the foot.", LEFT, 70, 7)
        writer.page()
    return Made("pdf", _saved(writer))


def pdf_chinese() -> Made:
    writer = PdfWriter()
    writer.lines(["这是一段用来测试的中文文字，它占了好几行。" * 2] * 12, font=CHINESE)
    writer.page()
    return Made("pdf", _saved(writer))


def pdf_locked() -> Made:
    writer = PdfWriter(PASSWORD)
    writer.lines(writer.filled(numbered_words("secret", 80), 450))
    return Made("pdf", _saved(writer))


PDFS = [pdf_report, pdf_chinese, pdf_locked]


def assembled(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first one its catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + trailer % (len(objects) + 1, start)


def without_pages() -> bytes:
    return assembled(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    )


def page_ring() -> bytes:
    """A tree of pages that holds itself, and says that it has a billion."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 /Parent 2 0 R >>",
        ]
    )


def stream_bomb(size: int) -> bytes:
    """One page whose content is `size` bytes of white space, a thousandth of that in the file."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000))
    packed += packer.flush()
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
        ]
    )
