"""What is private is found, replaced, and put back exactly; what is ordinary stays."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.core.messages import Generate, Sampling, Turn
from assistant.core.remote.masking import Masking, PutBack
from assistant.core.remote.private_patterns import find_private, luhn
from assistant.core.remote.request import embedding_request, generate_request, masked_texts
from assistant.core.remote.server import RemoteServer

MASKED = RemoteServer(id="a", name="A", url="https://example.org", masking=True)

PRIVATE = {
    "email": [
        "anna@example.org", "anna.b+news@mail.example.co.uk", "o'brien@example.ie",
        "müller@bücher.example", "x_1@sub-domain.example.museum",
        "anna@例子.中国", "anna@mail.例子.公司", "bob@例え.com", "ji@예시.한국",
    ],
    "phone": [
        "+49 30 1234567", "+49 (0)30 123 45 67", "+1-555-234-5678", "(555) 234-5678",
        "555-234-5678", "555.234.5678", "06 12 34 56 78", "030/1234567", "01711234567",
        "0171-1234567", "13812345678", "138 1234 5678", "010-12345678", "00441632960961",
        "+33 6 12 34 56 78", "+86 138 1234 5678", "1-800-555-0199".replace("0199", "2199"),
    ],
    "card": [
        "4111 1111 1111 1111", "4111111111111111", "5500-0000-0000-0004", "378282246310005",
        "3782 822463 10005", "6011111111111117",
    ],
    "iban": [
        "DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19",
        "FR14 2004 1010 0505 0001 3M02 606", "NL91ABNA0417164300",
    ],
    "key": [
        "sk-proj-abcdEFGH1234567890abcdEFGH", "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "hf_abcdefghijklmnopqrstuvwxyzABCDEF", "AKIAIOSFODNN7EXAMPLE",
        "xoxb-123456789012-abcdefGHIJKL", "sk_live_abcdefghij1234567890",
        "AIzaSyA-1234567890abcdefghijklmnopqrstu",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    ],
}  # fmt: skip
FRAMES = (
    "{}",
    "Write to {} today.",
    "({})",
    "“{}”,",
    "请联系{}，谢谢。",
    "a: {}\nb",
    "| {} |",
    "<{}>",
)

ORDINARY = """
On 2024-01-15 at 10:30:05, on 15.01.2024, 01/15/2024, 1/2/24 and 2024-01-15T10:30:00Z we met.
Version 1.2.3, v10.0.26100.4061, Python 3.11.2-final, build 20240115, release 2024.1.0-rc.3.
Numbers: 1,234,567.89 and 1.234.567,89 and 1 234 567 and 12'345'678 and 1_000_000.
3.14159265358979, 0.000123456789.
1e10, 6.02214076e23, 100000000000, 1700000000, 1700000000000, 299792458 m/s.
ISBN 978-3-16-148410-0, ISBN 0-306-40615-2, ISSN 2049-3630, EAN 4006381333931, DOI 10.1000/182.
192.168.178.22, 10.0.0.1:8080, 255.255.255.0, fe80::1ff:fe23:4567:890a, 00:1A:2B:3C:4D:5E.
§ 123 Abs. 4, Art. 12, pages 123-4567, 10-20 %, +10 %, +12.5, -40 °C, ±0.5, 3:2, 16:9, 1/2.
Order 2024/000123, invoice RE-2024-0042, article 0012345, room 0815, seat 12A, model X-1000-B.
€ 1.299,00, $1,299.00, 12,50 EUR, USD 1000000, 5 x 10 x 20 cm, 4x4, 1080p, 640x480, A4, B-52.
1990-2020, 1999/2000, the 1990s, 20th, 2nd, No. 5, Nr. 7, 24/7, 9-5, 50/50, 4-4-2, 80/20.
1234 5678 9012 3456, 1111 2222 3333 4444, 4111 1111 1111 1112, 1234567890123456.
The key is understanding. The token is worth a try. A password is needed. Keys: left, right.
token: 2024-01-15T10:00:00, key: README.md, secret = https://example.org/page/12345678901234.
The password is long. Passwort vergessen? tokens: 1,204 of 3,980, key figures: 12345678901234.
git@ is no address, a @ b neither, @mentions, user@localhost, 5 @ 3 EUR, foo@bar, decorators.
某人@提到.这里, me@我们.说.
@property
def f(x: int = 10) -> float: return x * 1.5  # see issue #12345, commit 8f14e45f, sha256 of it
密码学是一门学科，2024年1月15日，共1234567人，版本1.2.3，价格￥1299.00，第3章第12节，电话会议在10:30开始。
2024年10月10日10时10分, 3,000万円, 〒100-0001, 第12345号, ﾃｽﾄ123.
"""


@pytest.mark.parametrize(
    ("kind", "original", "frame"),
    [(kind, each, frame) for kind, found in PRIVATE.items() for each in found for frame in FRAMES],
)
def test_what_is_private_is_found_to_the_letter(kind: str, original: str, frame: str) -> None:
    text = frame.format(original)
    found = [(text[start:end], of) for start, end, of in find_private(text)]
    assert found == [(original, kind)]


def test_a_chinese_address_ends_where_its_last_part_does() -> None:
    text = "请写信给anna@例子.中国并附上文件.谢谢"
    assert [text[start:end] for start, end, _kind in find_private(text)] == ["anna@例子.中国"]


@pytest.mark.parametrize("line", ORDINARY.strip().splitlines())
def test_what_is_ordinary_stays(line: str) -> None:
    assert [line[start:end] for start, end, _kind in find_private(line)] == []


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("password: hunter2x", "hunter2x"),
        ("Passwort lautet Geheim123.", "Geheim123"),
        ('"api_key": "8f14e45fceea167a5a36dedd4bea2543"', "8f14e45fceea167a5a36dedd4bea2543"),
        ("token = dGhpcyBpcyBhIDEyMw9x", "dGhpcyBpcyBhIDEyMw9x"),
        ("Authorization: Bearer abcdef0123456789ABCDEF", "abcdef0123456789ABCDEF"),
        ("密码是abc12345。", "abc12345"),
        ("postgres://bob:s3cr3t-pw@db.example/x", "s3cr3t-pw"),
    ],
)
def test_what_stands_behind_a_word_for_it(text: str, secret: str) -> None:
    assert secret in [text[start:end] for start, end, _kind in find_private(text)]


def test_a_private_key_is_one_thing() -> None:
    lines = "\n".join(["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ" * 2] * 20)
    block = f"-----BEGIN RSA PRIVATE KEY-----\n{lines}\n-----END RSA PRIVATE KEY-----"
    text = f"Here:\n{block}\nBye"
    assert Masking([text]).apply(text) == "Here:\n[key 1]\nBye"


def test_long_texts_are_searched_in_pieces_that_lose_nothing() -> None:
    for gap in (4_070, 4_090, 4_096, 8_190, 12_280):
        text = "x " * (gap // 2) + "anna@example.org and +49 30 1234567 " + "y " * 10_000
        assert [kind for _, _, kind in find_private(text)] == ["email", "phone"]


def test_the_same_thing_has_the_same_placeholder_everywhere() -> None:
    texts = ["Ask anna@example.org or bob@example.org.", "anna@example.org said yes"]
    masking = Masking(texts)
    assert masking.apply(texts[0]) == "Ask [e-mail 1] or [e-mail 2]."
    assert masking.apply(texts[1]) == "[e-mail 1] said yes"
    assert masking.counts == {"email": 2}
    assert Masking([*texts, "more: carl@example.org"]).apply(texts[1]) == "[e-mail 1] said yes"


def test_ibans_count_with_cards() -> None:
    masking = Masking([PRIVATE["iban"][0], PRIVATE["card"][0]])
    assert masking.counts == {"card": 2}


def test_placeholders_that_a_text_holds_already_are_not_used() -> None:
    text = "[E-Mail 1] is not anna@example.org"
    masking = Masking([text])
    assert masking.apply(text) == "[E-Mail 1] is not [e-mail 2]"
    assert masking.put_back(masking.apply(text)) == text


def test_models_write_placeholders_as_they_like() -> None:
    masking = Masking(["anna@example.org", "DE89370400440532013000"])
    assert masking.put_back("To [E-Mail 1]: [iban 1], [e-mail 3], [") == (
        "To anna@example.org: DE89370400440532013000, [e-mail 3], ["
    )


SECRETS = st.sampled_from(list(itertools.chain.from_iterable(PRIVATE.values())))
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Nd"], exclude_characters="@+"),
    max_size=12,
)
LOOSE = st.sampled_from([" ", "\n", ", ", " [", "] ", "[e-mail ", "[key 1]", " (", "。"])
TEXTS = st.lists(st.one_of(SECRETS, WORDS, LOOSE), max_size=12).map(" ".join)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_putting_back_is_the_inverse_of_masking(texts: list[str]) -> None:
    masking = Masking(texts)
    for text in texts:
        assert masking.put_back(masking.apply(text)) == text


@given(st.lists(TEXTS, min_size=1, max_size=3), st.data())
def test_pieces_of_any_size_give_the_same(texts: list[str], data: st.DataObject) -> None:
    masking = Masking(texts)
    masked = masking.apply("\n".join(texts))
    back, out, at = PutBack(masking.placeholders), [], 0
    while at < len(masked):
        size = data.draw(st.integers(1, 9))
        out.append(back.feed(masked[at : at + size]))
        at += size
    assert "".join(out) + back.finish() == "\n".join(texts)


@example(["030/1234567 3782 822463 10005"], "030/1234567")
@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS)
def test_no_original_is_ever_in_a_request(texts: list[str], stop: str) -> None:
    turns = tuple(Turn("user", text) for text in texts)
    command = Generate(turns=turns, stop=(stop,), sampling=Sampling(grammar=stop, temperature=0))
    request = generate_request(MASKED, "model", command)
    embedding = embedding_request(MASKED, "model", texts)
    _, counted = masked_texts(MASKED, texts)
    said = [*(m["content"] for m in request.fields["messages"]), *request.fields["stop"]]
    said += [*embedding.fields["input"], *counted, request.fields.get("grammar", "")]
    for original in request.masking.placeholders.values():
        assert original not in request.body.decode()
        assert not any(original in text for text in said)
    for start, end, _kind in itertools.chain.from_iterable(map(find_private, texts)):
        assert end > start


@given(st.text(max_size=200))
def test_any_text_goes_through_without_masking_where_it_is_off(text: str) -> None:
    plain = RemoteServer(id="a", name="A", url="https://example.org")
    request = generate_request(plain, "m", Generate(turns=(Turn("user", text),)))
    sent = json.loads(request.body)["messages"][0]["content"]
    assert sent == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def test_luhn() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert not luhn("0000000000000000")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("030/1234567 3782 822463 10005", ["030/1234567", "3782 822463 10005"]),
        ("030/1234567 3782 822463", ["030/1234567 3782"]),
        ("030/1234567 378 822 463 512", ["030/1234567 378"]),
    ],
)
def test_a_number_that_runs_into_another(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end, _kind in find_private(text)] == found
