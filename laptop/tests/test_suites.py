"""What the suites of `make test` are told of a stack."""

from laptop import environment, stack, suites


def test_a_stack_that_is_down_gives_the_suites_no_addresses(tmp_path, monkeypatch):
    monkeypatch.setattr(suites, "STATE", tmp_path)
    monkeypatch.setenv("DAYLAKE_STATE", str(tmp_path))
    monkeypatch.delenv("MYSQL_URL", raising=False)
    left = stack.create()
    assert "MYSQL_URL" in environment.exports(left)
    assert "MYSQL_URL" not in suites.variables()
