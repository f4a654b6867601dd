"""PDF: the text of every page in reading order, paragraphs whole across columns and pages.

Large files are read in parts by several processes (`partners`): each lays out its pages, this
one decides for all what is furniture and how large the running text is, each forms its
paragraphs, and this one puts them together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

import msgspec

from assistant.core.errors import UserError
from assistant.documents import complaints
from assistant.documents.partners import Calls, Partner, PartnerDied
from assistant.documents.readers.pdf_file import HYPHEN, PdfFile
from assistant.documents.readers.pdf_furniture import Edge, edges_of, furniture, is_number
from assistant.documents.readers.pdf_headings import Levels
from assistant.documents.readers.pdf_layout import Row, rows_of
from assistant.documents.readers.pdf_paragraphs import (
    Paragraph,
    paragraphs_of,
    runs_on,
)
from assistant.documents.readers.pdf_text import compounds, finish, join_two
from assistant.documents.reading import Source, TextBuilder

_PAGES_FOR_PARTNERS = 40
_TICK_PAGES = 8
_TICK_HEADS = 32

Tick = Callable[[float], None]
_T = TypeVar("_T")


class Gather(msgspec.Struct, tag=True, frozen=True):
    """Lay out the pages from `first` to before `after`; answered with a `Summary`."""

    first: int
    after: int


class Compose(msgspec.Struct, tag=True, frozen=True):
    """Form the paragraphs; answered with a list of them for each page."""

    body_size: float
    furniture: list[tuple[int, int]]
    known: frozenset[str]


class Summary(msgspec.Struct):
    """What all pages together decide on, from some of them."""

    sizes: dict[float, int] = {}
    edges: list[Edge] = []
    known: set[str] = set()
    pictures: list[int] = []
    unreadable: list[int] = []


class Part:
    """Some pages of the file, laid out by one process."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._first = 0
        self._pages: list[list[Row]] = []

    def gather(self, task: Gather, tick: Tick) -> Summary:
        """Lay the pages out and say what is needed of them."""
        self._first, self._pages = task.first, []
        summary = Summary({}, [], set(), [], [])
        sizes: Counter[float] = Counter()
        for index in range(task.first, task.after):
            pieces, shows = self._file.pieces(index)
            rows = rows_of(pieces)
            self._pages.append(rows)
            if not rows and shows:
                summary.pictures.append(index)
            summary.edges += edges_of(rows, index)
            for row in rows:
                sizes[row.size] += len(row.text)
                if "-" in row.text:
                    summary.known |= compounds((row.text,))
            if index % _TICK_PAGES == 0:
                tick((index - task.first) / (task.after - task.first))
        for size, count in sizes.items():
            rounded = round(size, 1)
            summary.sizes[rounded] = summary.sizes.get(rounded, 0) + count
        return summary

    def compose(self, task: Compose) -> list[list[Paragraph]]:
        """The paragraphs of each page; what was laid out is given away."""
        gone = set(task.furniture)
        pages, self._pages = self._pages, []
        composed = []
        for at, rows in enumerate(pages):
            index = self._first + at
            kept = [row for number, row in enumerate(rows) if (index, number) not in gone]
            composed.append(paragraphs_of(kept, task.body_size, task.known))
            pages[at] = []  # thousands of pages are not there twice
        return composed


def serve(calls: Calls, file: int, password: str) -> None:
    """The work of a partner, until there are no more calls."""
    part = Part(PdfFile(file, password, ""))
    while (call := calls.next()) is not None:
        task = msgspec.msgpack.decode(call, type=Gather | Compose)
        if isinstance(task, Gather):
            calls.reply(part.gather(task, calls.tick))
        else:
            calls.reply(part.compose(task))


def read(source: Source, builder: TextBuilder) -> None:
    """Read the PDF of `source` into `builder`.

    Raises `UserError`: "password_needed", "password_wrong", "damaged_document", and "scanned"
    where no page has text and `source.ocr` does not ask for recognition.
    """
    file = PdfFile(source.file, source.password, source.name)
    if file.pages == 0:
        raise complaints.damaged(source.name)
    try:
        summary, pages, dropped = _all_pages(file, source)
    except PartnerDied:
        raise complaints.damaged(source.name) from None
    body_size = _body_size([summary])
    if summary.pictures:
        _read_pictures(file, source, builder, summary, pages, body_size)
    levels = Levels(file.outline(), pages, body_size)
    levels.mark(pages)
    _keep_once(pages, dropped, source.report)
    for index, page in enumerate(pages):
        pages[index] = [paragraph for paragraph in page if paragraph.text]
    builder.title = file.title()
    _put(pages, levels, summary.known, builder)


def _all_pages(file: PdfFile, source: Source) -> tuple[Summary, list[list[Paragraph]], list[Edge]]:
    partners = source.partners if file.pages >= _PAGES_FOR_PARTNERS else ()
    shares = _shares(file.pages, len(partners) + 1)
    for partner, (first, after) in zip(partners, shares[1:], strict=True):
        partner.call(Gather(first, after))
    part = Part(file)
    own = part.gather(Gather(*shares[0]), lambda done: source.report(0.8 * done))
    summaries = [own, *_answers(partners, Summary, source)]
    summary = _together(summaries)
    body_size = _body_size(summaries)
    dropped = furniture(summary.edges, body_size)
    gone = [(edge.page, edge.row) for edge in dropped]
    for partner, (first, after) in zip(partners, shares[1:], strict=True):
        mine = [place for place in gone if first <= place[0] < after]
        partner.call(Compose(body_size, mine, frozenset(summary.known)))
    pages = part.compose(Compose(body_size, gone, frozenset(summary.known)))
    for more in _answers(partners, list[list[Paragraph]], source):
        pages += more
    for partner in partners:
        partner.dismiss()
    return summary, pages, dropped


def _answers(partners: Sequence[Partner], kind: type[_T], source: Source) -> list[_T]:
    return [
        msgspec.msgpack.decode(partner.answer(lambda _done: source.report(0.8)), type=kind)
        for partner in partners
    ]


def _shares(pages: int, parts: int) -> list[tuple[int, int]]:
    edges = [pages * number // parts for number in range(parts + 1)]
    return list(pairwise(edges))


def _together(summaries: Sequence[Summary]) -> Summary:
    whole = Summary({}, [], set(), [], [])
    for summary in summaries:
        whole.edges += summary.edges
        whole.known |= summary.known
        whole.pictures += summary.pictures
        for size, count in summary.sizes.items():
            whole.sizes[size] = whole.sizes.get(size, 0) + count
    return whole


def _body_size(summaries: Iterable[Summary]) -> float:
    """The font size of most characters."""
    sizes: Counter[float] = Counter()
    for summary in summaries:
        sizes.update(summary.sizes)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _read_pictures(
    file: PdfFile,
    source: Source,
    builder: TextBuilder,
    summary: Summary,
    pages: list[list[Paragraph]],
    body_size: float,
) -> None:
    """Pages that show something and have no text: recognise them, or say so."""
    if source.ocr:
        from assistant.documents.readers import pdf_scans

        for done, index in enumerate(summary.pictures):
            source.report(0.8 + 0.2 * done / len(summary.pictures))
            pages[index] = pdf_scans.recognised(file, index, source.recognise, body_size)
        builder.note(f"{_pages_said(summary.pictures)} recognised from pictures.")
    elif not any(paragraph.text for page in pages for paragraph in page):
        raise UserError(
            "scanned", f"“{source.name}” holds pictures of pages and no text.", "It needs OCR."
        )
    else:
        builder.note(f"{_pages_said(summary.pictures)} not read: only pictures, no text.")


def _pages_said(indices: Sequence[int]) -> str:
    """“Page 3 was”, “Pages 1, 4–6 were”."""
    runs: list[list[int]] = []
    for number in (index + 1 for index in indices):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    said = ", ".join("–".join(str(number) for number in run) for run in runs)
    return f"Page {said} was" if len(indices) == 1 else f"Pages {said} were"


def _keep_once(
    pages: list[list[Paragraph]], dropped: list[Edge], report: Callable[[float], None]
) -> None:
    """Words that stand in running heads alone are kept where they come first."""
    running: dict[tuple[str, ...], Edge] = {}
    for edge in sorted(dropped, key=lambda edge: edge.page):
        words = _words(edge.text)
        if words and not is_number(edge.text):
            running.setdefault(words, edge)
    if not running:
        return
    stated = _Stated(pages)
    only_there = []
    for number, (words, edge) in enumerate(running.items()):
        if not stated.near(words, edge.page) and not stated.anywhere(words):
            only_there.append(edge)
        if number % _TICK_HEADS == 0:
            report(0.9)
    for edge in only_there:
        page = pages[edge.page]
        # as a caption it does not stand in the way of a sentence that crosses the page
        paragraph = Paragraph(finish(edge.text), "caption", edge.size, False, True, True)
        page.insert(0 if edge.row == 0 else len(page), paragraph)


class _Stated:
    """Which words the paragraphs hold in a row, whatever stands between the words."""

    def __init__(self, pages: list[list[Paragraph]]) -> None:
        self._pages = pages
        self._whole = ""

    def near(self, words: tuple[str, ...], page: int) -> bool:
        """Around the page where a running head begins stands, mostly, its chapter's heading."""
        return " ".join(words) in self._plain(max(0, page - 1), page + 2)

    def anywhere(self, words: tuple[str, ...]) -> bool:
        self._whole = self._whole or self._plain(0, len(self._pages))
        return " ".join(words) in self._whole

    def _plain(self, first: int, after: int) -> str:
        texts = (paragraph.text for page in self._pages[first:after] for paragraph in page)
        return _NO_WORD.sub(" ", "\n".join(texts).casefold())


_WORD = re.compile(r"[^\W\d_]+")
_NO_WORD = re.compile(r"[\W\d_]+")


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _put(
    pages: list[list[Paragraph]], levels: Levels, known: set[str], builder: TextBuilder
) -> None:
    """Hand everything to the builder, each paragraph whole, with the pages it runs over."""
    begun = -1  # the last page that has begun
    for index, page in enumerate(pages):
        if begun < index:
            builder.begin_page()
            begun = index
        open_at = _last_running(page)
        reach = _reach(pages, index, open_at)
        for number, paragraph in enumerate(page):
            if number != open_at or reach == index:
                _add(builder, paragraph, levels, index)
        if reach > index:
            following = pages[index + 1 : reach + 1]
            more = [after.pop(_first_running(after)) for after in following]
            _add_running(builder, [page[open_at], *more], frozenset(known))
            begun = reach


def _add_running(builder: TextBuilder, parts: list[Paragraph], known: frozenset[str]) -> None:
    """One paragraph, of which each page has a part."""
    texts, breaks, length = [parts[0].text], [], 0
    for part in parts[1:]:
        texts[-1:] = join_two(texts[-1], part.text, known)
        length += len(texts[-2])
        breaks.append(length)
    builder.add("".join(texts).replace(HYPHEN, "-"), parts[0].kind, page_breaks=breaks)


def _reach(pages: list[list[Paragraph]], index: int, open_at: int) -> int:
    """The page (index) to which the running paragraph of page `index` goes on."""
    reach = index
    if open_at < 0:
        return reach
    before = pages[index][open_at]
    while reach + 1 < len(pages):
        following = pages[reach + 1]
        first = _first_running(following)
        if first < 0 or not runs_on(before, following[first]):
            break
        reach += 1
        if len(following) > 1:
            break
        before = following[first]
    return reach


def _last_running(page: list[Paragraph]) -> int:
    """The paragraph that may go on after the page; -1: none."""
    for number in range(len(page) - 1, -1, -1):
        kind = page[number].kind
        if kind in ("paragraph", "list_item"):
            return number
        if kind == "heading":
            return -1
    return -1


def _first_running(page: list[Paragraph]) -> int:
    for number, paragraph in enumerate(page):
        if paragraph.kind == "paragraph":
            return number
        if paragraph.kind not in ("caption", "footnote", "table"):
            return -1
    return -1


def _add(builder: TextBuilder, paragraph: Paragraph, levels: Levels, page: int) -> None:
    text = paragraph.text.replace(HYPHEN, "-")
    builder.add(text, paragraph.kind, levels.of(paragraph, page))
