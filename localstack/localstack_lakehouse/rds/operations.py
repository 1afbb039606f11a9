"""RDS's operations on instances and parameter groups."""

import secrets
from typing import TYPE_CHECKING

from localstack.aws.api import CommonServiceException, RequestContext, handler
from localstack.aws.connect import connect_to
from localstack.services.moto import call_moto
from localstack.services.stores import AccountRegionBundle, BaseStore, LocalAttribute

from localstack_lakehouse.rds import checks, managed_secret
from localstack_lakehouse.rds.mysql_server import MySqlServer, ServerRefuses

if TYPE_CHECKING:
    from moto.rds.models import DBInstance, RDSBackend


class RdsStore(BaseStore):
    master_users: dict[str, str] = LocalAttribute(default=dict)  # by instance


class RdsProvider:
    def __init__(self):
        self._stores = AccountRegionBundle("rds", RdsStore)
        managed_secret.install()

    def _master_users(self, context: RequestContext) -> dict[str, str]:
        return self._stores[context.account_id][context.region].master_users

    @handler("CreateDBInstance", expand=False)
    def create_db_instance(self, context: RequestContext, asked: dict) -> dict:
        checks.check(asked)
        identifier, user = asked["DBInstanceIdentifier"].lower(), asked["MasterUsername"]
        server = the_server()
        call_moto(context)
        instance = record(context, identifier)
        instance.dbi_resource_id = "db-" + secrets.token_hex(13).upper()  # moto's is the same for all
        try:
            server.create_user(user, password_of(instance, asked), asked.get("DBName"))
        except ServerRefuses as error:
            forget(context, identifier)
            raise refused(error) from None
        self._master_users(context)[identifier] = user
        return self._described(context, identifier)

    @handler("ModifyDBInstance", expand=False)
    def modify_db_instance(self, context: RequestContext, asked: dict) -> dict:
        """RDS changes the password as soon as it can, whatever ApplyImmediately says."""
        checks.check_change(asked)
        identifier = asked["DBInstanceIdentifier"].lower()
        call_moto(context)
        users = self._master_users(context)
        if renamed := asked.get("NewDBInstanceIdentifier"):
            users[renamed.lower()] = users.pop(identifier)
            identifier = renamed.lower()
        if identifier in users and any(asked.get(name) for name in checks.NEW_PASSWORD):
            try:
                the_server().change_password(users[identifier], password_of(record(context, identifier), asked))
            except ServerRefuses as error:
                raise refused(error) from None
        return self._described(context, identifier)

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

    @handler("DescribeDBParameters", expand=False)
    def describe_db_parameters(self, context: RequestContext, asked: dict) -> dict:
        """moto keeps only parameters that were set, and forgets to say so."""
        answer = call_moto(context)
        set_by_users = [{"Source": "user"} | parameter for parameter in answer.get("Parameters") or []]
        return answer | {"Parameters": set_by_users if asked.get("Source", "user") == "user" else []}

    def _described(self, context: RequestContext, identifier: str) -> dict:
        rds = connect_to(aws_access_key_id=context.account_id, region_name=context.region).rds
        return {"DBInstance": rds.describe_db_instances(DBInstanceIdentifier=identifier)["DBInstances"][0]}

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


def record(context: RequestContext, identifier: str) -> "DBInstance":
    return rds_backend(context).databases[identifier]


def password_of(instance: "DBInstance", asked: dict) -> str:
    return asked.get("MasterUserPassword") or instance.master_user_secret.password


def forget(context: RequestContext, identifier: str) -> None:
    instance = rds_backend(context).databases.pop(identifier)
    if instance.manage_master_user_password:
        instance.master_user_secret.delete_secret()


def rds_backend(context: RequestContext) -> "RDSBackend":
    from moto.rds.models import rds_backends

    return rds_backends[context.account_id][context.region]
