"""A secret's rotation, step by step, against a real database server."""

import json
import traceback

import pymysql
import pytest

from rotating import STEPS


def question(connection, sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def logged(error: BaseException) -> str:
    """What Lambda writes into the function's log."""
    return "".join(traceback.format_exception(error))


def test_the_first_rotation_makes_the_user_and_its_password(source, rotation):
    secret = source.user("first")

    secret.steps(rotation)

    value = secret.value()
    assert value["username"] == "first"
    assert len(value["password"]) >= 32
    with secret.connect() as connection:
        assert question(connection, "select current_user()") == (("first@%",),)


def test_two_users_take_turns_and_the_one_before_still_gets_in(source, rotation):
    secret = source.user("turns")

    users = []
    for _ in range(3):
        secret.steps(rotation)
        users.append(secret.value()["username"])
        with secret.connect():
            pass
        if len(users) > 1:
            with secret.connect("AWSPREVIOUS") as connection:
                assert question(connection, "select current_user()") == ((f"{users[-2]}@%",),)

    assert users == ["turns", "turns_clone", "turns"]


def test_a_password_works_until_the_second_rotation_after_it(source, rotation):
    secret = source.user("twice")
    secret.steps(rotation)
    first = secret.value()
    secret.steps(rotation)
    secret.steps(rotation)

    with pytest.raises(pymysql.err.OperationalError, match="1045"):
        source.server.connect("twice", first["password"])


def test_a_session_stays_open_through_rotations(source, rotation):
    secret = source.user("session")
    secret.steps(rotation)
    with secret.connect() as connection:
        secret.steps(rotation)
        secret.steps(rotation)
        assert question(connection, "select 1") == ((1,),)


def test_every_step_may_be_repeated(source, rotation):
    secret = source.user("repeated")
    secret.steps(rotation, times=3)
    token = secret.steps(rotation, times=2)

    assert secret.value()["username"] == "repeated_clone"
    with secret.connect(), secret.connect("AWSPREVIOUS"):
        pass
    for step in STEPS:
        rotation(secret.event(step, token), None)
    with secret.connect():
        pass


def test_the_reader_may_read_its_schema_and_nothing_else(source, rotation):
    secret = source.user("may")
    secret.steps(rotation)

    with secret.connect() as connection:
        granted = sorted(row[0].partition(" IDENTIFIED")[0] for row in question(connection, "show grants"))
    # The _ is escaped: alone it would mean any character.
    assert granted == [
        "GRANT SELECT, LOCK TABLES ON `chicago\\_crimes`.* TO `may`@`%`",
        "GRANT USAGE ON *.* TO `may`@`%`",
    ]
    value = secret.value()
    with pytest.raises(pymysql.err.OperationalError, match="1044"):
        source.server.connect(value["username"], value["password"], "chicago2crimes")


def test_what_others_granted_stays(source, rotation):
    secret = source.user("more")
    secret.steps(rotation)
    with source.server.connect("administrator", "administrators-own") as connection:
        question(connection, "grant show view on chicago_crimes.* to more@'%'")
    secret.steps(rotation)
    secret.steps(rotation)

    with secret.connect() as connection:
        assert "SHOW VIEW" in str(question(connection, "show grants"))


def test_an_administrator_who_is_refused_changes_nothing(source, rotation):
    secret = source.user("untouched")
    secret.steps(rotation)
    before = secret.value()
    wrong = source.secret({"username": "administrator", "password": "planted-wrong-password"})
    secret.change(masterarn=wrong)

    token = secret.steps(rotation, steps=("createSecret",))
    with pytest.raises(Exception, match="Cannot connect to MySQL at .* it refuses user 'administrator'") as refused:
        rotation(secret.event("setSecret", token), None)

    assert "planted-wrong-password" not in logged(refused.value)
    assert secret.value()["password"] == before["password"]
    with secret.connect():
        pass


def test_an_administrator_who_may_not_is_told(source, rotation):
    source.user("weak").steps(rotation)
    weak = source.user("weak")
    weak.steps(rotation)
    value = weak.value()
    secret = source.user(
        "never", masterarn=source.secret({"username": value["username"], "password": value["password"]})
    )

    with pytest.raises(Exception, match="Cannot create user 'never': MySQL at .* answers error 1227; let the admin"):
        secret.steps(rotation)


def test_a_rotation_that_failed_is_taken_up_again(source, rotation):
    secret = source.user("again")
    secret.steps(rotation)
    token = secret.steps(rotation, steps=("createSecret",))
    for step in STEPS:
        rotation(secret.event(step, token), None)

    assert secret.value()["username"] == "again_clone"
    with secret.connect():
        pass


def test_no_password_is_printed_or_raised(source, rotation, capfd):
    secret = source.user("silent")
    secret.steps(rotation)
    token = secret.steps(rotation, steps=("createSecret", "setSecret"))
    pending = secret.value("AWSPENDING")["password"]
    with source.server.connect("administrator", "administrators-own") as connection:
        question(connection, "alter user silent_clone@'%' identified by 'changed by hand'")

    with pytest.raises(Exception, match="refuses user 'silent_clone' with the password of secret") as refused:
        rotation(secret.event("testSecret", token), None)

    said = "".join(capfd.readouterr()) + logged(refused.value)
    assert "setSecret of" in said
    assert pending not in said
    assert secret.value()["password"] not in said


def test_a_check_answers_with_the_present_user(source, rotation):
    secret = source.user("checked")
    secret.steps(rotation)

    answer = rotation({"check": secret.arn}, None)

    assert answer["connected"] is True
    assert answer["user"] == "checked"
    assert answer["server"].endswith(f"MariaDB at 127.0.0.1:{source.server.port}, TLS verified")
    json.dumps(answer)


@pytest.mark.parametrize(
    ("of", "changed", "sentence"),
    [
        ("chicago_crimes/reader", {"masterarn": None}, "it lacks masterarn"),
        ("chicago_crimes/reader", {"masterarn": "no-such"}, "Cannot read secret 'no-such': it is not there"),
        ("chicago_crimes/reader", {"host": "", "engine": "oracle"}, "it lacks host, an engine of mysql or mariadb"),
        ("chicago_crimes/stranger", {}, "there is no sql/chicago_crimes/grants/stranger.sql"),
        ("chicago_crimes/reader", {"username": "u" * 33}, "has more than 32 characters"),
        ("chicago_crimes/reader", {"dbname": "no_such"}, "sees no database 'no_such'"),
    ],
)
def test_a_secret_that_does_not_fit_is_refused(source, rotation, of, changed, sentence):
    secret = source.user("unfit", of, **changed)

    with pytest.raises(Exception, match=sentence):
        secret.steps(rotation)


def test_a_stranger_token_is_refused(source, rotation):
    secret = source.user("stranger")

    with pytest.raises(Exception, match="is neither pending nor current"):
        rotation(secret.event("createSecret", "0" * 32), None)
