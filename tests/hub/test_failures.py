"""What refusals and broken connections are called, where no server on loopback can show them."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from assistant.core.errors import UserError
from assistant.core.hub.messages import HubAccess
from assistant.hub.client import HubClient
from assistant.hub.failures import Asked, refused, seconds_to_wait, unreachable

ASKED = Asked("https://hub.example", "o/n", "abc")


@pytest.mark.parametrize(
    ("status", "headers", "kind", "says"),
    [
        (404, {"x-error-code": "EntryNotFound"}, "not_found", "no longer in o/n"),
        (404, {"x-error-code": "RevisionNotFound"}, "not_found", "“abc”"),
        (404, {}, "not_found", "no repository o/n on hub.example"),
        (403, {"x-error-message": "Access to this resource is disabled."}, "hub", "disabled"),
        (451, {}, "hub", "451"),
        (504, {}, "hub", "504"),
    ],
)
def test_refusals(status: int, headers: dict[str, str], kind: str, says: str) -> None:
    error = refused(status, httpx2.Headers(headers), ASKED)
    assert (error.kind, says in error.text) == (kind, True), error.text


def test_how_long_to_wait_has_an_end() -> None:
    assert seconds_to_wait({"retry-after": "9" * 30}) == 86_400
    assert seconds_to_wait({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 1
    assert seconds_to_wait({"retry-after": "-5"}) == 0


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        (socket.gaierror(-3, "Temporary failure in name resolution"), "looked up"),
        (ConnectionRefusedError(111, "Connection refused"), "no connection to hub.example"),
        (OSError(101, "Network is unreachable"), "no connection to hub.example"),
        (ssl.SSLError("WRONG_VERSION_NUMBER"), "secure connection"),
    ],
)
def test_connections_that_cannot_be_made(cause: Exception, says: str) -> None:
    failure = httpx2.ConnectError(str(cause))
    failure.__cause__ = cause
    error = unreachable(failure, ASKED)
    assert (error.kind, says in error.text) == ("no_network", True)


def test_causes_that_go_in_a_circle() -> None:
    one, two = httpx2.ReadError("one"), OSError("two")
    one.__cause__, two.__cause__ = two, one
    assert "broke off" in unreachable(one, ASKED).text


@pytest.fixture
def strange_hub(tmp_path: Path) -> Iterator[str]:
    """Somebody who speaks TLS with a certificate that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "huggingface.co")])
    now = datetime.datetime.now(datetime.UTC)
    place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(place, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            connection, _ = listening.accept()
            with connection:
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    return

        server = threading.Thread(target=greet)
        server.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        server.join()


def test_a_certificate_that_nobody_signed(strange_hub: str) -> None:
    client = HubClient(HubAccess(endpoint=strange_hub))
    with pytest.raises(UserError) as refusal:
        client.repository("o/n")
    client.close()
    assert refusal.value.kind == "no_network"
    assert "certificate" in refusal.value.text
    assert "nothing was sent" in refusal.value.text
