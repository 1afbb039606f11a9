import itertools
import threading

import pytest
from botocore.exceptions import ClientError

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def glue(client):
    return client("glue")


@pytest.fixture
def database(glue) -> str:
    name = f"glue_{next(NUMBERS)}"
    glue.create_database(DatabaseInput={"Name": name})
    return name


def table_input(name: str, location: str = "s3://lake/t", keys: tuple[str, ...] = ()) -> dict:
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "PartitionKeys": [{"Name": key, "Type": "string"} for key in keys],
        "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "bigint"}], "Location": location},
    }


def partition(*values: str, location: str = "s3://lake/p") -> dict:
    return {"Values": list(values), "StorageDescriptor": {"Columns": [], "Location": location}}


def code_and_message(error: pytest.ExceptionInfo) -> tuple[str, str]:
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


def test_names_are_folded_to_lower_case_when_stored_and_when_looked_up(glue, database):
    glue.create_database(DatabaseInput={"Name": "Mixed_Case"})
    assert glue.get_database(Name="MIXED_CASE")["Database"]["Name"] == "mixed_case"
    glue.create_table(DatabaseName="Mixed_Case", TableInput=table_input("Crimes_2001_to_Present", keys=("y",)))
    table = glue.get_table(DatabaseName="mixed_CASE", Name="CRIMES_2001_TO_PRESENT")["Table"]
    assert (table["DatabaseName"], table["Name"]) == ("mixed_case", "crimes_2001_to_present")
    glue.create_partition(DatabaseName="MIXED_CASE", TableName="CRIMES_2001_to_Present", PartitionInput=partition("A"))
    found = glue.get_partitions(DatabaseName="mixed_case", TableName="Crimes_2001_To_PRESENT")["Partitions"]
    assert [each["Values"] for each in found] == [["A"]], "values keep their case"
    glue.delete_table(DatabaseName="mixed_case", Name="Crimes_2001_TO_present")
    assert glue.get_tables(DatabaseName="MIXED_case")["TableList"] == []


def test_a_second_table_whose_name_differs_in_case_only_already_exists(glue, database):
    glue.create_table(DatabaseName=database, TableInput=table_input("crimes"))
    with pytest.raises(ClientError) as error:
        glue.create_table(DatabaseName=database, TableInput=table_input("CRIMES"))
    assert code_and_message(error) == ("AlreadyExistsException", "Table already exists.")


def test_what_is_not_there_is_told_by_glues_own_exception(glue, database):
    for call, message in (
        (lambda: glue.get_database(Name="nowhere"), "Database nowhere not found."),
        (lambda: glue.get_table(DatabaseName=database, Name="nothing"), "Table nothing not found."),
        (
            lambda: glue.update_table(DatabaseName=database, TableInput=table_input("nothing"), VersionId="1"),
            "Table nothing not found.",
        ),
    ):
        with pytest.raises(ClientError) as error:
            call()
        assert code_and_message(error) == ("EntityNotFoundException", message)


def test_a_stale_version_id_is_refused_and_changes_nothing(glue, database):
    glue.create_table(DatabaseName=database, TableInput=table_input("crimes", "s3://lake/one"))
    version = glue.get_table(DatabaseName=database, Name="crimes")["Table"]["VersionId"]
    glue.update_table(DatabaseName=database, TableInput=table_input("CRIMES", "s3://lake/two"), VersionId=version)
    with pytest.raises(ClientError) as error:
        glue.update_table(DatabaseName=database, TableInput=table_input("crimes", "s3://lake/three"), VersionId=version)
    assert code_and_message(error)[0] == "ConcurrentModificationException"
    assert (
        glue.get_table(DatabaseName=database, Name="crimes")["Table"]["StorageDescriptor"]["Location"]
        == "s3://lake/two"
    )


def test_of_many_updates_with_one_version_exactly_one_wins(glue, database):
    glue.create_table(DatabaseName=database, TableInput=table_input("crimes"))
    version = glue.get_table(DatabaseName=database, Name="crimes")["Table"]["VersionId"]
    wins = []

    def update(number: int) -> None:
        try:
            changed = table_input("crimes", f"s3://lake/{number}")
            glue.update_table(DatabaseName=database, TableInput=changed, VersionId=version)
            wins.append(number)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ConcurrentModificationException"

    threads = [threading.Thread(target=update, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wins) == 1, wins


def test_without_a_version_id_the_last_writer_wins(glue, database):
    glue.create_table(DatabaseName=database, TableInput=table_input("crimes"))
    for location in ("s3://lake/one", "s3://lake/two"):
        glue.update_table(DatabaseName=database, TableInput=table_input("crimes", location))
    assert (
        glue.get_table(DatabaseName=database, Name="crimes")["Table"]["StorageDescriptor"]["Location"]
        == "s3://lake/two"
    )


def test_partitions_are_found_by_expression_and_have_no_version(glue, database):
    glue.create_table(DatabaseName=database, TableInput=table_input("days", keys=("y", "m", "d")))
    inputs = [partition("2016", "01", f"{day:02}") for day in range(1, 32)] + [partition("2015", "12", "31")]
    assert not glue.batch_create_partition(DatabaseName=database, TableName="DAYS", PartitionInputList=inputs).get(
        "Errors"
    )
    expression = "y = '2016' and m = '01' and d > '29'"
    found = glue.get_partitions(DatabaseName=database, TableName="days", Expression=expression)["Partitions"]
    assert sorted(each["Values"] for each in found) == [["2016", "01", "30"], ["2016", "01", "31"]]
    assert all("VersionId" not in each for each in found)


def test_a_partitions_pointer_can_be_moved_and_the_last_writer_wins(glue, database):
    glue.create_table(DatabaseName=database, TableInput=table_input("days", keys=("d",)))
    glue.create_partition(DatabaseName=database, TableName="days", PartitionInput=partition("1"))
    for location in ("s3://lake/run=1", "s3://lake/run=2"):
        moved = partition("1", location=location)
        glue.update_partition(DatabaseName=database, TableName="Days", PartitionValueList=["1"], PartitionInput=moved)
    found = glue.get_partition(DatabaseName=database, TableName="days", PartitionValues=["1"])["Partition"]
    assert found["StorageDescriptor"]["Location"] == "s3://lake/run=2"


def test_a_partition_that_exists_and_one_that_does_not(glue, database):
    glue.create_table(DatabaseName=database, TableInput=table_input("days", keys=("d",)))
    glue.create_partition(DatabaseName=database, TableName="days", PartitionInput=partition("1"))
    with pytest.raises(ClientError) as error:
        glue.create_partition(DatabaseName=database, TableName="days", PartitionInput=partition("1"))
    assert code_and_message(error) == ("AlreadyExistsException", "Partition already exists.")
    with pytest.raises(ClientError) as error:
        glue.get_partition(DatabaseName=database, TableName="days", PartitionValues=["2"])
    assert code_and_message(error) == ("EntityNotFoundException", "Cannot find partition.")
    with pytest.raises(ClientError) as error:
        glue.create_partition(DatabaseName=database, TableName="days", PartitionInput=partition("1", "2"))
    assert code_and_message(error)[0] == "InvalidInputException"


def test_batches_and_pages_have_glues_sizes(glue, database):
    glue.create_table(DatabaseName=database, TableInput=table_input("many", keys=("d",)))
    with pytest.raises(ClientError) as error:
        glue.batch_create_partition(
            DatabaseName=database, TableName="many", PartitionInputList=[partition(str(n)) for n in range(101)]
        )
    assert "less than or equal to 100" in code_and_message(error)[1]
    for start in range(0, 1100, 100):
        inputs = [partition(str(number)) for number in range(start, start + 100)]
        glue.batch_create_partition(DatabaseName=database, TableName="many", PartitionInputList=inputs)
    first = glue.get_partitions(DatabaseName=database, TableName="many")
    assert len(first["Partitions"]) == 1000 and first["NextToken"]
    pages = glue.get_paginator("get_partitions").paginate(DatabaseName=database, TableName="many")
    values = [each["Values"][0] for page in pages for each in page["Partitions"]]
    assert len(values) == len(set(values)) == 1100
