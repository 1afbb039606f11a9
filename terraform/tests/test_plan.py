"""The plan as a whole: variables, tags, and one list of names for the laptop and AWS."""

import json

from policies import resources
from working_copy import PROJECT

from laptop.names import NAMES

MOST_VARIABLES = 15


def test_the_files_are_formatted(terraform):
    assert terraform("fmt", "-check", "-recursive", "-diff") == ""


def test_the_module_is_valid(terraform):
    assert json.loads(terraform("validate", "-json"))["diagnostics"] == []


def test_the_modules_own_tests_pass(terraform):
    said = terraform("test", "-no-color", exits=(0, 1))
    assert "Success!" in said and " 0 failed" in said, said


def test_few_variables_each_described_typed_and_validated(everything):
    variables = everything["configuration"]["root_module"]["variables"]
    assert len(variables) <= MOST_VARIABLES
    assert not [name for name, variable in variables.items() if not variable.get("description")]
    text = (PROJECT / "terraform" / "variables.tf").read_text()
    blocks = {block.split('"')[0]: block for block in text.split('variable "')[1:]}
    assert set(blocks) == set(variables)
    assert not [name for name, block in blocks.items() if "  type " not in block]
    unvalidated = {name for name, block in blocks.items() if "validation {" not in block}
    assert unvalidated == {"protect"}, "a boolean has nothing more to check"


def test_everything_that_can_be_tagged_is(everything):
    tags = {
        each["address"]: each["values"]["tags_all"] for each in resources(everything) if "tags_all" in each["values"]
    }
    assert len(tags) > 60
    assert not [address for address, found in tags.items() if (found or {}).get("application") != "daylake"]


def test_everything_has_the_name_that_the_laptop_gives_it(everything):
    """Each name in names.json names something that Terraform makes, and the laptop reads the same file."""
    made = {value for each in resources(everything) for value in each["values"].values() if isinstance(value, str)}
    settings = everything["planned_values"]["outputs"]["settings"].get("value") or {}
    release = next(each for each in resources(everything) if each["type"] == "aws_emr_security_configuration")
    not_made = {"emr_release": NAMES.emr_release}
    missing = {key: name for key, name in vars(NAMES).items() if name not in made and key not in not_made}
    assert not missing and release, (missing, settings)


def test_a_second_mysql_server_is_not_made_where_there_is_one(terraform):
    secret = "arn:aws:secretsmanager:us-east-1:000000000000:secret:mine-AbCdEf"
    plan = terraform.plan(existing_mysql={"host": "10.0.0.5", "master_secret_arn": secret})
    assert not [each for each in resources(plan) if each["type"].startswith("aws_db_")]
    (rotation,) = [each for each in resources(plan) if each["address"] == "aws_iam_role_policy.rotation"]
    assert secret in rotation["values"]["policy"]


def test_without_mwaa_and_quicksight_nothing_of_them_is_made(terraform):
    plan = terraform.plan(airflow="null")
    types = {each["type"] for each in resources(plan)}
    assert not [kind for kind in types if "mwaa" in kind or "quicksight" in kind]
    (role,) = [each for each in resources(plan) if each["address"] == "aws_iam_role.airflow"]
    assert ":root" in role["values"]["assume_role_policy"]
