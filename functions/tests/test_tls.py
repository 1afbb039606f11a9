"""The server's certificate and host name are verified before a password is sent."""

import pytest

from laptop import certificates


def test_another_authority_is_refused(source, rotation, tmp_path):
    certificates.make(tmp_path / "other")
    other = source.put("other.pem", (tmp_path / "other" / "ca.pem").read_text())

    with pytest.raises(Exception, match=f"its certificate does not verify by the authorities in {other} "):
        source.user("tls", ssl_ca=other).steps(rotation)


def test_another_host_name_is_refused(source, rotation):
    with pytest.raises(Exception, match="its certificate is for another host name"):
        source.user("tls", host="localhost").steps(rotation)


def test_the_user_is_held_to_it_as_well_as_the_administrator(source, rotation):
    secret = source.user("held")
    secret.steps(rotation)
    secret.change(host="localhost")

    with pytest.raises(Exception, match="its certificate is for another host name"):
        rotation({"check": secret.arn}, None)


def test_a_bundle_of_several_authorities_is_accepted(source, rotation, tmp_path):
    certificates.make(tmp_path / "other")
    both = (tmp_path / "other" / "ca.pem").read_text() + (source.server.tls / "ca.pem").read_text()
    secret = source.user("bundle", ssl_ca=source.put("bundle.pem", both))

    secret.steps(rotation)

    assert rotation({"check": secret.arn}, None)["server"].endswith("TLS verified")


def test_without_a_bundle_the_driver_decides(source, rotation):
    secret = source.user("plain", ssl_ca=None)

    secret.steps(rotation)

    assert "TLS" not in rotation({"check": secret.arn}, None)["server"]


@pytest.mark.parametrize(
    ("ssl_ca", "sentence"),
    [
        ("s3://rotation-tests/none.pem", "Cannot read ssl_ca s3://rotation-tests/none.pem: AWS answers NoSuchKey"),
        ("/etc/ssl/ca.pem", "Cannot use ssl_ca '/etc/ssl/ca.pem': it is not s3://"),
    ],
)
def test_a_bundle_that_is_not_there_is_told(source, rotation, ssl_ca, sentence):
    with pytest.raises(Exception, match=sentence):
        source.user("nowhere", ssl_ca=ssl_ca).steps(rotation)


def test_a_bundle_that_is_none_is_told(source, rotation):
    with pytest.raises(Exception, match="it holds no certificates as PEM"):
        source.user("none", ssl_ca=source.put("text.pem", "hello")).steps(rotation)
