"""Text in the encodings that people have files in, with and without a mark."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.errors import UserError
from assistant.documents.encodings import decode
from tests.documents.reader_run import read_bytes

TEXTS = {
    "chinese": "今天下雨，我们不去公园了。这是一个测试文件，里面有一些中文字符。",
    "traditional": "今天下雨，我們不去公園了。這是一個測試檔案，裡面有一些中文字元。",
    "japanese": "今日は雨が降っています。公園には行きません。これはテストファイルです。",
    "korean": "오늘은 비가 와서 공원에 가지 않습니다. 이것은 시험 파일입니다.",
    "russian": "Сегодня идёт дождь, и мы не пойдём в парк. Это проверочный файл.",
    "french": "Aujourd'hui il pleut à Paris, où l'été s'achève déjà. Voilà l'œuvre.",
    "german": "Größe und Übermut führen selten zu schönen Ergebnissen, sagte der Bäcker.",
    "greek": "Σήμερα βρέχει και δεν θα πάμε στο πάρκο. Αυτό είναι ένα αρχείο.",
    "turkish": "Bugün yağmur yağıyor, parka gitmiyoruz. Bu bir deneme dosyasıdır, güneş.",
    "hebrew": "היום יורד גשם ולא נלך לפארק. זהו קובץ בדיקה.",
    "arabic": "اليوم تمطر ولن نذهب إلى الحديقة. هذا ملف تجريبي.",
    "polish": "Dziś pada deszcz i nie pójdziemy do parku. Zażółć gęślą jaźń.",
    "thai": "วันนี้ฝนตก เราไม่ไปสวนสาธารณะ นี่คือไฟล์ทดสอบ",
    "english": "It rains today, so we stay at home.\nThis file is a test.",
}
LEGACY = [
    ("chinese", "gb18030"), ("chinese", "gbk"), ("chinese", "gb2312"), ("chinese", "hz"),
    ("traditional", "big5"), ("japanese", "shift_jis"), ("japanese", "cp932"),
    ("japanese", "euc_jp"), ("japanese", "iso2022_jp"), ("korean", "euc_kr"), ("korean", "cp949"),
    ("russian", "cp1251"), ("russian", "koi8-r"), ("russian", "iso8859-5"), ("russian", "cp866"),
    ("french", "cp1252"), ("german", "cp1252"), ("german", "latin-1"), ("greek", "cp1253"),
    ("turkish", "cp1254"), ("hebrew", "cp1255"), ("arabic", "cp1256"), ("polish", "cp1250"),
    ("polish", "iso8859-2"), ("thai", "cp874"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "encoding"), LEGACY)
def test_legacy_encodings_are_told_apart(language: str, encoding: str, tmp_path: Path) -> None:
    for text in (TEXTS[language], "\r\n\r\n".join([TEXTS[language]] * 30)):
        found = read_bytes("text", text.encode(encoding), tmp_path)
        assert found.text == text.replace("\r\n", "\n")
        assert found.notes == ()


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_unicode_needs_no_mark(language: str, encoding: str) -> None:
    assert decode(TEXTS[language].encode(encoding)).text == TEXTS[language]


def test_a_mark_counts_more_than_what_the_page_says() -> None:
    assert decode("é".encode("utf-8-sig"), "cp1252").text == "é"
    assert decode("é".encode("cp1252"), "cp1252").text == "é"
    assert decode("中文".encode("gb18030"), "gb2312").text == "中文"
    assert decode("é, déjà là".encode(), "no-such-encoding").text == "é, déjà là"
    assert decode("中文和中文".encode(), "big5").text == "中文和中文"


@pytest.mark.parametrize(
    "head",
    ['<meta charset="{}">', '<META http-equiv="Content-Type" content="text/html; charset={}">'],
)
@pytest.mark.parametrize("encoding", ["gb2312", "big5", "shift_jis", "windows-1251", "utf-8"])
def test_a_page_names_its_encoding(head: str, encoding: str, tmp_path: Path) -> None:
    word = {"windows-1251": "Привет"}.get(encoding, "中文")
    page = f"<html><head>{head.format(encoding)}<title>{word}</title></head><body>{word}"
    found = read_bytes("html", page.encode(encoding), tmp_path)
    assert (found.text, found.title) == (word, word)


def test_line_ends_and_what_no_text_may_hold(tmp_path: Path) -> None:
    found = read_bytes("text", b"a\rb\r\nc\nd" + b"x" * 2000 + b"\0e", tmp_path)
    assert found.text == "a\nb\nc\nd" + "x" * 2000 + "\ufffde"
    lone = "a\ud800b".encode("utf-16-le", "surrogatepass")
    assert decode(b"\xff\xfe" + lone).text == "a\ufffdb"


def test_bytes_that_make_no_sense_are_counted(tmp_path: Path) -> None:
    data = b"\xff\xfe" + "text\n".encode("utf-16-le") * 3 + b"\x00\xdc"
    found = read_bytes("text", data, tmp_path)
    assert found.text.endswith("\ufffd")
    assert "1 characters could not be read" in found.notes[0]


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01" + bytes(200),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
        b"ab\0cd",
        bytes(9),
    ],
)
def test_binary_data_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        read_bytes("text", data, tmp_path)
    assert raised.value.kind == "unsupported_document"


def test_noise_is_refused() -> None:
    for seed in range(50):
        with pytest.raises(UserError):
            decode(random.Random(seed).randbytes(5_000))


@given(st.binary(max_size=300), st.sampled_from(["", "utf-16", "gb2312", "rot13", "x" * 9, "\0"]))
def test_any_bytes_give_clean_text_or_are_refused(data: bytes, declared: str) -> None:
    try:
        text = decode(data, declared).text
    except UserError as error:
        assert error.kind == "unsupported_document"
    else:
        text.encode("utf-8")
        assert not {"\0", "\r"} & set(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"])))
def test_every_text_survives_utf_8(text: str) -> None:
    wanted = text.removeprefix("\ufeff").replace("\u2028", "\n")
    assert decode(text.encode()).text == wanted
