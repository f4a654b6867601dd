"""Languages are told by script and by the model that comes with the package."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from assistant.core.translation.languages import LANGUAGES
from assistant.language.detection import SIMPLIFIED, TRADITIONAL, Detector

SENTENCES = {
    "en": "Good morning everyone, thank you for coming to our meeting today.",
    "de": "Der Vertrag wurde gestern von beiden Parteien unterschrieben.",
    "fr": "La réunion de demain est reportée à la semaine prochaine.",
    "es": "La empresa publicará los resultados el próximo jueves.",
    "it": "Il contratto è stato firmato ieri da entrambe le parti.",
    "pt": "O contrato foi assinado ontem por ambas as partes.",
    "nl": "Het contract werd gisteren door beide partijen ondertekend.",
    "sv": "Avtalet undertecknades igår av båda parterna på kontoret.",
    "pl": "Umowa została wczoraj podpisana przez obie strony.",
    "cs": "Smlouva byla včera podepsána oběma stranami v Praze.",
    "tr": "Sözleşme dün her iki tarafça imzalandı ve gönderildi.",
    "vi": "Hợp đồng đã được ký ngày hôm qua bởi cả hai bên.",
    "ru": "Договор был подписан вчера обеими сторонами.",
    "uk": "Договір було підписано вчора обома сторонами у Києві.",
    "ar": "تم توقيع العقد أمس من قبل الطرفين في المدينة.",
    "fa": "قرارداد دیروز توسط هر دو طرف امضا شد.",
    "he": "החוזה נחתם אתמול על ידי שני הצדדים.",
    "hi": "अनुबंध पर कल दोनों पक्षों ने हस्ताक्षर किए।",
    "el": "Η σύμβαση υπογράφηκε χθες και από τα δύο μέρη.",
    "ja": "契約は昨日、双方によって署名されました。",
    "ko": "계약은 어제 양측에 의해 서명되었습니다.",
    "th": "สัญญาถูกลงนามเมื่อวานนี้โดยทั้งสองฝ่าย",
    "zh-Hans": "合同于昨天由双方签署，将于下个月生效。",
    "zh-Hant": "合約於昨天由雙方簽署，將於下個月生效。",
}


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence(detector: Detector, code: str) -> None:
    found, sure = detector.detect(SENTENCES[code])
    assert found == code
    assert 0.5 < sure <= 1.0
    assert found in LANGUAGES


@pytest.mark.parametrize(
    "text", ["", " ", "x", "12,5 %", "🙂🙂", "https://a.org/the/page", "Kontakt"]
)
def test_what_nobody_can_tell(detector: Detector, text: str) -> None:
    assert detector.detect(text) == ("", 0.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG", "en"),
        ("你好", "zh-Hans"),
        ("Microsoft 发布了新的 Windows 系统", "zh-Hans"),
        ("これはOpenAIのモデルです", "ja"),
        ("The word 合同 means contract in this language.", "en"),
        ("line one is here\nand line two is here\n" * 50, "en"),
        ("https://x.de/der-die-das Please read the instructions first.", "en"),
    ],
)
def test_mixed_texts(detector: Detector, text: str, code: str) -> None:
    assert detector.detect(text)[0] == code


def test_chinese_that_both_share_is_not_sure(detector: Detector) -> None:
    assert detector.detect("我不是") == ("zh-Hans", 0.5)


def test_the_two_ways_of_writing_are_apart() -> None:
    assert not SIMPLIFIED & TRADITIONAL
    assert len(SIMPLIFIED) == len(TRADITIONAL)


def test_strange_texts(detector: Detector) -> None:
    for text in ("\x00" * 100, "\ud800 lone", "a" * 1_000_000, "\u202e" * 50, "á̂" * 500):
        code, sure = detector.detect(text)
        assert code in LANGUAGES or (code, sure) == ("", 0.0)


def test_it_never_opens_a_connection(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(*_args: object, **_options: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setenv("FTLANG_CACHE", str(tmp_path))
    assert Detector().detect(SENTENCES["de"])[0] == "de"
    assert list(tmp_path.iterdir()) == []


def test_many_threads_at_once() -> None:
    detector = Detector()
    found: list[str] = []

    def look(code: str) -> None:
        found.append("" if detector.detect(SENTENCES[code])[0] == code else code)

    threads = [threading.Thread(target=look, args=(code,)) for code in SENTENCES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [""] * len(SENTENCES)
