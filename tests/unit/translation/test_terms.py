"""Terms in texts and in their translations."""

from __future__ import annotations

import time

import pytest

from assistant.core.translation.glossary import Term
from assistant.core.translation.terms import TermIndex, is_present


def found(text: str, *sources: str) -> list[str]:
    index = TermIndex(Term(source=source, target="x") for source in sources)
    return [term.source for term in index.occurring(text)]


@pytest.mark.parametrize(
    ("text", "source", "there"),
    [
        ("The invoices came.", "invoice", True),
        ("INVOICE no. 5", "invoice", True),
        ("Two companies met.", "company", True),
        ("They signed a contract.", "contract", True),
        ("What a contrast!", "contract", False),
        ("The cats slept.", "cat", True),
        ("The category.", "cat", False),
        ("Die Verträge sind da.", "Vertrag", True),
        ("a bank account", "bank account", True),
        ("two bank accounts", "bank account", True),
        ("in C++ and C", "C++", True),
        ("in C and D", "C++", False),
        ("这是发票。", "发票", True),
        ("a ⟦1⟧bank⟦/1⟧ account", "bank account", True),
        ("", "bank", False),
    ],
)
def test_terms_in_a_text(text: str, source: str, there: bool) -> None:
    assert found(text, source) == ([source] if there else [])


def test_the_longer_term_counts() -> None:
    assert found("My bank account.", "bank", "bank account") == ["bank account"]
    assert found("My bank account at the bank.", "bank", "bank account") == ["bank account", "bank"]
    assert found("电子发票和发票", "发票", "电子发票") == ["电子发票", "发票"]


@pytest.mark.parametrize(
    ("wanted", "target", "there"),
    [
        ("Rechnung", "Die Rechnungen sind da.", True),
        ("Rechnung", "Der Rechnungsbetrag ist hoch.", True),
        ("Rechnung", "Die Gesamtrechnung ist da.", True),
        ("Rechnung", "Die Faktura ist da.", False),
        ("Haus", "Die Häuser sind alt.", True),
        ("договор", "Условия договора.", True),
        ("发票", "请付发票。", True),
        ("发票", "请付款。", False),
        ("송장", "송장을 보냈다.", True),
        ("bank account", "the BANK ACCOUNTS", True),
    ],
)
def test_terms_in_a_translation(wanted: str, target: str, there: bool) -> None:
    assert is_present(wanted, target) is there


def test_what_is_to_stay_stays_as_it_is() -> None:
    assert is_present("Inkstone", "mit Inkstone geschrieben", keep=True)
    assert not is_present("Inkstone", "mit Inkstones Hilfe".replace("stones", "stein"), keep=True)


def test_ten_thousand_terms() -> None:
    index = TermIndex(Term(source=f"word{n} thing", target="x") for n in range(10_000))
    text = " ".join(f"word{n} thing" for n in range(0, 2000, 7))
    began = time.perf_counter()
    assert len(index.occurring(text)) == len(range(0, 2000, 7))
    assert time.perf_counter() - began < 5


def test_rows_without_meaning_are_left_out() -> None:
    index = TermIndex(
        [Term(source="", target="x"), Term(source="a1", target=""), Term(source="  ", keep=True)]
    )
    assert index.occurring("a1") == ()
