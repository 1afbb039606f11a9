"""RDS for MySQL and MariaDB: moto keeps the metadata, and behind every instance is a user of a real server."""

from localstack.aws.api import CommonServiceException, RequestContext, handler
from localstack.services.moto import call_moto
from localstack.services.stores import AccountRegionBundle, BaseStore, LocalAttribute

from localstack_lakehouse.mysql_server import MySqlServer, ServerRefuses

ENGINES = ("mysql", "mariadb")
SHORTEST_PASSWORD = 8


class RdsStore(BaseStore):
    master_users: dict[str, str] = LocalAttribute(default=dict)  # by instance


class RdsProvider:
    def __init__(self):
        self._stores = AccountRegionBundle("rds", RdsStore)

    def _master_users(self, context: RequestContext) -> dict[str, str]:
        return self._stores[context.account_id][context.region].master_users

    @handler("CreateDBInstance", expand=False)
    def create_db_instance(self, context: RequestContext, asked: dict) -> dict:
        check(asked)
        identifier, user = asked["DBInstanceIdentifier"].lower(), asked["MasterUsername"]
        server = the_server()
        answer = call_moto(context)
        try:
            server.create_user(user, asked["MasterUserPassword"], asked.get("DBName"))
        except ServerRefuses as error:
            forget(context, identifier)
            raise refused(error) from None
        self._master_users(context)[identifier] = user
        return self._with_endpoint(context, answer)

    @handler("ModifyDBInstance", expand=False)
    def modify_db_instance(self, context: RequestContext, asked: dict) -> dict:
        """RDS changes the password as soon as it can, whatever ApplyImmediately says."""
        identifier, password = asked["DBInstanceIdentifier"].lower(), asked.get("MasterUserPassword")
        if password:
            check_password(password)
        answer = call_moto(context)
        users = self._master_users(context)
        if password and identifier in users:
            try:
                the_server().change_password(users[identifier], password)
            except ServerRefuses as error:
                raise refused(error) from None
        if renamed := asked.get("NewDBInstanceIdentifier"):
            users[renamed.lower()] = users.pop(identifier)
        return self._with_endpoint(context, answer)

    @handler("DeleteDBInstance", expand=False)
    def delete_db_instance(self, context: RequestContext, asked: dict) -> dict:
        answer = self._with_endpoint(context, call_moto(context))
        user = self._master_users(context).pop(asked["DBInstanceIdentifier"].lower(), None)
        if user:
            try:
                the_server().drop_user(user)
            except ServerRefuses as error:
                raise refused(error) from None
        return answer

    @handler("DescribeDBInstances", expand=False)
    def describe_db_instances(self, context: RequestContext, asked: dict) -> dict:
        return self._with_endpoint(context, call_moto(context))

    def _with_endpoint(self, context: RequestContext, answer: dict) -> dict:
        """The real server's address in place of the one moto makes up."""
        users = self._master_users(context)
        instances = answer.get("DBInstances") or [answer[name] for name in ("DBInstance",) if name in answer]
        for instance in instances:
            if instance["DBInstanceIdentifier"] in users:
                server = the_server()
                instance["Endpoint"] = {"Address": server.host, "Port": server.port}
        return answer


def the_server() -> MySqlServer:
    try:
        return MySqlServer.from_environment()
    except ServerRefuses as error:
        raise refused(error) from None


def refused(error: ServerRefuses) -> CommonServiceException:
    return CommonServiceException("InvalidParameterCombination", str(error))


def check(asked: dict) -> None:
    if (engine := asked.get("Engine")) not in ENGINES:
        sentence = f"Invalid DB engine: {engine}; only {' and '.join(ENGINES)} have a real server here"
        raise CommonServiceException("InvalidParameterValue", sentence)
    if asked.get("ManageMasterUserPassword"):
        sentence = (
            "ManageMasterUserPassword is not supported here; give MasterUserPassword and keep it in Secrets Manager"
        )
        raise CommonServiceException("InvalidParameterCombination", sentence)
    for name in ("MasterUsername", "MasterUserPassword"):
        if not asked.get(name):
            raise CommonServiceException(
                "MissingParameter", f"The parameter {name} must be provided and must not be blank."
            )
    check_password(asked["MasterUserPassword"])


def check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        sentence = (
            "The parameter MasterUserPassword is not a valid password because it is shorter than "
            f"{SHORTEST_PASSWORD} characters."
        )
        raise CommonServiceException("InvalidParameterValue", sentence)


def forget(context: RequestContext, identifier: str) -> None:
    from moto.rds.models import rds_backends

    rds_backends[context.account_id][context.region].databases.pop(identifier, None)
