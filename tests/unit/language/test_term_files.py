"""Glossaries in files: every kind of table, and TBX of both editions."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.errors import UserError
from assistant.core.translation.glossary import Glossary, Term
from assistant.language.term_files import TermFiles

INVOICE = Term(source="invoice", target="Rechnung")
MARTIF = """<?xml version='1.0'?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><titleStmt><title>Bank</title>
</titleStmt></fileDesc></martifHeader><text><body>
<termEntry id="1"><descrip type="definition">A bill.</descrip>
 <langSet xml:lang="en"><tig><term>invoice</term></tig><tig><term>bill</term></tig></langSet>
 <langSet xml:lang="fr"><tig><term>facture</term></tig></langSet>
 <langSet xml:lang="de"><ntig><termGrp><term>Rechnung</term></termGrp></ntig></langSet>
</termEntry>
<termEntry><langSet xml:lang="en"><tig><term>Inkstone</term></tig></langSet>
 <langSet xml:lang="de"><tig><term>Inkstone</term></tig></langSet></termEntry>
<termEntry><langSet xml:lang="en"><tig><term>alone</term></tig></langSet></termEntry>
</body></text></martif>"""


def read(tmp_path: Path, data: str | bytes, name: str = "t.csv", into: Glossary = Glossary()):  # noqa: B008
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return TermFiles().read(path, into)


@pytest.mark.parametrize(
    "text",
    [
        "invoice,Rechnung\nledger,Hauptbuch\n",
        "invoice;Rechnung\r\nledger;Hauptbuch\r\n",
        "invoice\tRechnung\nledger\tHauptbuch",
        "source,target\ninvoice,Rechnung\nledger,Hauptbuch\n",
        "Term | Translation\ninvoice | Rechnung\nledger | Hauptbuch\n",
        "\n\nen;de\ninvoice;Rechnung\nledger;Hauptbuch\n",
        "note,target,source\n,Rechnung,invoice\n,Hauptbuch,ledger\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_tables(tmp_path: Path, text: str, encoding: str) -> None:
    found = read(tmp_path, text.encode(encoding))
    assert found.glossary.terms == (INVOICE, Term(source="ledger", target="Hauptbuch"))
    assert (found.duplicates, found.empty, found.glossary.name) == (0, 0, "t")


@pytest.mark.parametrize(("encoding", "word"), [("cp1252", "Verträge"), ("gb18030", "发票合同")])
def test_what_the_country_was_used_to(tmp_path: Path, encoding: str, word: str) -> None:
    rows = "".join(f"contract{n},{word}{n}\n" for n in range(20))
    found = read(tmp_path, rows.encode(encoding))
    assert found.glossary.terms[3] == Term(source="contract3", target=f"{word}3")


def test_rows_that_say_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b\n\n,x\ny,\na,c\nInkstone,Inkstone\nq,r,a note,\nGo,,,yes\n")
    assert found.glossary.terms == (
        Term(source="a", target="b"),
        Term(source="Inkstone", keep=True),
        Term(source="q", target="r", note="a note"),
        Term(source="Go", keep=True),
    )
    assert (found.duplicates, found.empty) == (1, 3)


def test_a_list_of_words_is_one_of_words_that_stay(tmp_path: Path) -> None:
    found = read(tmp_path, "Inkstone\nQt\n")
    assert found.glossary.terms == (
        Term(source="Inkstone", keep=True),
        Term(source="Qt", keep=True),
    )


def test_the_languages_that_are_meant(tmp_path: Path) -> None:
    text = "English,French,German\ninvoice,facture,Rechnung\n"
    found = read(tmp_path, text, into=Glossary(source_language="en", target_language="de"))
    assert found.glossary.terms == (INVOICE,)
    found = read(tmp_path, text, into=Glossary(source_language="de", target_language="fr"))
    assert found.glossary.terms == (Term(source="Rechnung", target="facture"),)
    found = read(tmp_path, text)
    assert (found.glossary.source_language, found.glossary.target_language) == ("en", "fr")


def test_both_editions_of_tbx(tmp_path: Path) -> None:
    into = Glossary(source_language="en", target_language="de")
    for text in (
        MARTIF,
        MARTIF.replace("martif", "tbx")
        .replace("termEntry", "conceptEntry")
        .replace("langSet", "langSec")
        .replace('<!DOCTYPE tbx SYSTEM "TBXcoreStructV02.dtd">', "")
        .replace("<tbx ", '<tbx xmlns="urn:iso:std:iso:30042:ed-2" '),
    ):
        found = read(tmp_path, text, "t.tbx", into)
        assert found.glossary.terms == (
            Term(source="invoice", target="Rechnung", note="A bill."),
            Term(source="bill", target="Rechnung", note="A bill."),
            Term(source="Inkstone", keep=True),
        )
        assert (found.glossary.name, found.empty) == ("Bank", 1)
    assert read(tmp_path, MARTIF, "t.tbx").glossary.terms[0].target == "facture"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "t.csv", "empty_document"),
        (b"\n,\n", "t.csv", "empty_document"),
        (b"<tbx><text>", "t.tbx", "damaged_document"),
        (b"<html/>", "t.csv", "damaged_document"),
        (
            b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><tbx>&c;</tbx>',
            "t.tbx",
            "damaged_document",
        ),
        (b'"' + b"x" * 2_000_000, "t.csv", "damaged_document"),
    ],
)
def test_what_is_no_glossary(tmp_path: Path, data: bytes, name: str, kind: str) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, data, name)
    assert caught.value.kind == kind


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for path, kind in ((tmp_path / "no.csv", "no_such_file"), (tmp_path, "is_directory")):
        with pytest.raises(UserError) as caught:
            TermFiles().read(path)
        assert caught.value.kind == kind


def test_ten_thousand_rows(tmp_path: Path) -> None:
    rows = "".join(f"term{n},Begriff{n}\n" for n in range(10_000))
    began = time.perf_counter()
    assert len(read(tmp_path, rows).glossary.terms) == 10_000
    assert time.perf_counter() - began < 5  # a second on a slow machine


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff\ufeff"),
    min_size=1,
    max_size=12,
).map(str.strip)
WORD = CELL.filter(bool)
TERM = st.builds(
    lambda source, target, note, keep: Term(
        source=source,
        target="" if keep or source == target else target,
        keep=keep or source == target,
        note=note,
    ),
    WORD,
    WORD,
    CELL,
    st.booleans(),
)
GLOSSARY = st.builds(
    Glossary,
    name=st.just("Bank"),
    source_language=st.sampled_from(["en", ""]),
    target_language=st.sampled_from(["de", "zh-Hant"]),
    terms=st.lists(TERM, min_size=1, max_size=6, unique_by=lambda term: term.source).map(tuple),
)


@pytest.mark.parametrize("ending", [".csv", ".tbx"])
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, ending: str
) -> None:
    path = tmp_path_factory.mktemp("terms") / f"Bank{ending}"

    @settings(max_examples=60, deadline=None)
    @given(GLOSSARY)
    def check(glossary: Glossary) -> None:
        TermFiles().write(path, glossary)
        read = TermFiles().read(path)
        assert read.glossary.terms == glossary.terms
        assert (read.duplicates, read.empty) == (0, 0)
        if glossary.source_language:
            assert read.glossary == glossary

    check()


def test_writing_keeps_what_was_there_when_it_fails(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        TermFiles().write(tmp_path / "gone" / "t.csv", Glossary(terms=(INVOICE,)))
    assert caught.value.kind == "no_permission"
    assert list(tmp_path.iterdir()) == []
