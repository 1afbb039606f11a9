"""A certificate authority of the laptop's own, and the source database's certificate, as RDS has its own too."""

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID = timedelta(days=3650)
SIGNS_CERTIFICATES = x509.KeyUsage(
    key_cert_sign=True,
    crl_sign=True,
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)


def make(folder: Path, address: str = "127.0.0.1") -> None:
    """Writes ca.pem, server.pem and server-key.pem (PEM) for a server at this IP address, where they are not yet."""
    if (folder / "server.pem").exists():
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = name("Daylake laptop CA")
    ca = certificate(authority, authority_key.public_key(), authority)
    ca = ca.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    ca = ca.add_extension(SIGNS_CERTIFICATES, critical=True)
    ca = ca.add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
    host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    server = certificate(name(address), server_key.public_key(), authority).add_extension(host, critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    server = server.add_extension(issuer, critical=False)
    write(folder / "ca.pem", ca.sign(authority_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    write(
        folder / "server-key.pem",
        server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        ),
    )
    write(folder / "server.pem", server.sign(authority_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(subject: x509.Name, key, issuer: x509.Name) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + VALID)
    )


def write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
