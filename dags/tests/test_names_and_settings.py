"""Names for other systems, and the Variable that says where a run happens. Pure."""

import re

import pytest

from conftest import VARIABLE
from daylake.names import ingestion_name, run_name
from daylake.settings import settings


@pytest.mark.parametrize(
    ("run_id", "name"),
    [
        ("scheduled__2026-11-21T02:00:00+00:00", "scheduled__2026-11-21T02-00-00-00-00"),
        ("manual__2026-11-21T02:50:21.066455+00:00", "manual__2026-11-21T02-50-21.066455-00-00"),
        ("Grüße an/alle 'hier'", "Gr--e-an-alle--hier-"),
    ],
)
def test_a_run_id_in_characters_everybody_takes(run_id, name):
    assert run_name(run_id) == name


def test_long_run_ids_stay_apart():
    one, other = run_name("x" * 250), run_name("x" * 249 + "y")

    assert one != other
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{1,128}", name) for name in (one, other))


def test_quicksight_gets_a_name_of_its_own_for_each_attempt_of_each_run():
    short = ingestion_name("chicago_crimes", "scheduled__2026-11-21T02:00:00+00:00", 2)
    long = [ingestion_name("chicago_crimes", "x" * 250, attempt) for attempt in (1, 12)]
    other = ingestion_name("chicago_crimes", "x" * 249 + "y", 1)

    assert short == "chicago_crimes-scheduled__2026-11-21T02-00-00-00-00-2"
    assert len({*long, other}) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,128}", name) for name in (short, *long, other))


def test_the_variable_as_everybody_writes_it():
    read = settings(VARIABLE)

    assert (read.lake, read.emr.core_nodes, read.emr.subnet) == ("s3://daylake-lake", 1, None)


def test_polling_every_ten_seconds_unless_told():
    emr = {key: value for key, value in VARIABLE["emr"].items() if key != "poll_seconds"}

    assert settings(VARIABLE | {"emr": emr}).emr.poll_seconds == 10


def test_all_problems_are_named_at_once_by_dotted_key():
    wrong = VARIABLE | {"lake": 7, "colour": "blue", "emr": VARIABLE["emr"] | {"core_nodes": "2", "subnett": None}}
    wrong["quicksight"] = {"account": "123456789012"}
    del wrong["workgroup"]

    with pytest.raises(ValueError) as refused:
        settings(wrong)

    assert str(refused.value) == (
        "Cannot use the Airflow Variable daylake: colour is not a known key; lake must be str; workgroup is missing; "
        "emr.subnett is not a known key; emr.core_nodes must be int; "
        "quicksight.data_set is missing; correct the Variable and run again"
    )


def test_what_an_account_may_lack_is_null_but_never_left_out():
    nothing = {key: VARIABLE["emr"][key] for key in VARIABLE["emr"] if not key.startswith("security_")}

    with pytest.raises(ValueError, match="emr.security_configuration is missing; emr.security_groups is missing; corr"):
        settings(VARIABLE | {"emr": nothing})


def test_what_an_account_has():
    read = settings(VARIABLE | {"quicksight": {"account": "123456789012", "data_set": "crime-types"}})

    assert (read.quicksight.account, read.quicksight.data_set) == ("123456789012", "crime-types")


def test_a_variable_that_is_no_object():
    with pytest.raises(ValueError, match="it must be an object"):
        settings("s3://lake")
