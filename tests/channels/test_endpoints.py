"""A stranger's address never leads inside."""

from __future__ import annotations

import pytest

from amparo.channels.adapters import endpoints


@pytest.mark.parametrize(
    "url",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/QABC?x=1",
        "https://wns2-par02p.notify.windows.com:443/w/?token=BQ%3d",
    ],
)
def test_true_push_services_are_acceptable(url: str) -> None:
    assert endpoints.acceptable(url)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://fcm.googleapis.com/x", id="not encrypted"),
        pytest.param("https://fcm.googleapis.com:8443/x", id="another port"),
        pytest.param("https://localhost/x", id="this machine"),
        pytest.param("https://db.internal/x", id="an inner name"),
        pytest.param("https://printer/x", id="a name without a dot"),
        pytest.param("https://127.0.0.1/x", id="a loopback address"),
        pytest.param("https://8.8.8.8/x", id="any address"),
        pytest.param("https://2130706433/x", id="an address as one number"),
        pytest.param("https://0x7f.0.0.1/x", id="an address in hexadecimal"),
        pytest.param("https://[::1]/x", id="a loopback address of version 6"),
        pytest.param("https://user@fcm.googleapis.com/x", id="a user name"),
        pytest.param("https://fcm.googleapis.com/x#y", id="a fragment"),
        pytest.param("https://evil.example\\@fcm.googleapis.com/", id="a backslash"),
        pytest.param("https://fcm.googleapis.com/x\r\nHost: a", id="a second line"),
        pytest.param("https://fcm.googleapis.com:99999/x", id="no such port"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("https://fcm.googleapis.com/" + "x" * 2048, id="too long"),
        pytest.param("", id="nothing"),
    ],
)
def test_anything_else_is_not(url: str) -> None:
    assert not endpoints.acceptable(url)


@pytest.mark.parametrize(
    ("address", "open_internet"),
    [
        ("142.250.74.10", True),
        ("2a00:1450:4001:80b::200a", True),
        ("::ffff:142.250.74.10", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - only judged
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::1", False),
        ("not an address", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_spoken_to(address: str, open_internet: bool) -> None:
    assert endpoints.public(address) is open_internet
