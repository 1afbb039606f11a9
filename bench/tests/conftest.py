import pytest

from bench import database, rows
from laptop import rows as laptop_rows

MADE_UP = rows.Generator("laptop/rows.py", laptop_rows.write, rows.FROM_EXPORT)
COUNT = 2_000


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A database server with 2,000 rows, for all tests."""
    folder = tmp_path_factory.mktemp("database")
    with database.running(folder, [COUNT]) as running:
        rows.fill(running, COUNT, folder, MADE_UP)
        yield running
