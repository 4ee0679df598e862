"""A certificate authority for one test session, and a certificate for localhost."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from amparo.foundation import clock


@dataclass(frozen=True)
class Certificates:
    authority: Path
    chain: Path

    def server(self) -> ssl.SSLContext:
        """How a server on localhost shows who it is."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain)
        return context


def make(folder: Path) -> Certificates:
    """Both written below `folder`, good for a day."""
    root_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _sign("Test authority", root_key, "Test authority", root_key, x509.BasicConstraints(True, None))
    here = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    leaf = _sign("localhost", leaf_key, "Test authority", root_key, here)
    private = leaf_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    made = Certificates(folder / "authority.pem", folder / "chain.pem")
    made.authority.write_bytes(root.public_bytes(Encoding.PEM))
    made.chain.write_bytes(private + leaf.public_bytes(Encoding.PEM))
    return made


def _sign(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    by: str,
    with_key: ec.EllipticCurvePrivateKey,
    more: x509.ExtensionType,
) -> x509.Certificate:
    now = clock.now()
    builder = x509.CertificateBuilder(
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]),
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - datetime.timedelta(hours=1),
        not_valid_after=now + datetime.timedelta(days=1),
    )
    return builder.add_extension(more, critical=True).sign(with_key, hashes.SHA256())
