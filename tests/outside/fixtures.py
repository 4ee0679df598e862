"""The outside world as fixtures; a folder's conftest imports those it needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.outside import certificates, mail_server, push_service, sms_provider


@pytest.fixture(scope="session")
def localhost_certificates(tmp_path_factory: pytest.TempPathFactory) -> certificates.Certificates:
    return certificates.make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def sms() -> Iterator[sms_provider.SmsProvider]:
    with sms_provider.running() as provider:
        yield provider


@pytest.fixture
def push(localhost_certificates: certificates.Certificates) -> Iterator[push_service.PushService]:
    with push_service.running(localhost_certificates) as service:
        yield service


@pytest.fixture
def mail(localhost_certificates: certificates.Certificates) -> Iterator[mail_server.MailServer]:
    with mail_server.running(localhost_certificates) as server:
        yield server
