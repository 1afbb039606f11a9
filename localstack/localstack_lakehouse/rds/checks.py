"""What RDS refuses before anything is done."""

from localstack.aws.api import CommonServiceException

ENGINES = ("mysql", "mariadb")
SHORTEST_PASSWORD = 8
NEW_PASSWORD = ("MasterUserPassword", "ManageMasterUserPassword", "RotateMasterUserPassword")


def check(asked: dict) -> None:
    if (engine := asked.get("Engine")) not in ENGINES:
        raise invalid(f"Invalid DB engine: {engine}; only {' and '.join(ENGINES)} have a real server here")
    needed = ["MasterUsername"] + ([] if asked.get("ManageMasterUserPassword") else ["MasterUserPassword"])
    for name in needed:
        if not asked.get(name):
            sentence = f"The parameter {name} must be provided and must not be blank."
            raise CommonServiceException("MissingParameter", sentence)
    check_change(asked)


def check_change(asked: dict) -> None:
    password = asked.get("MasterUserPassword")
    if password and asked.get("ManageMasterUserPassword"):
        sentence = "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled."
        raise CommonServiceException("InvalidParameterCombination", sentence)
    if password and len(password) < SHORTEST_PASSWORD:
        raise invalid(
            "The parameter MasterUserPassword is not a valid password because it is shorter than "
            f"{SHORTEST_PASSWORD} characters."
        )


def invalid(sentence: str) -> CommonServiceException:
    return CommonServiceException("InvalidParameterValue", sentence)
