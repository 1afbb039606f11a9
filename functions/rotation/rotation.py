"""The four steps of a rotation. Each finds out what is done already: Secrets Manager repeats steps as it likes."""

import json

from grants import grants
from login import Login
from passwords import new_password
from problem import Problem
from secret import current, read
from server import connect, make_user, version

CLONE = "_clone"
LONGEST_USER = 32  # MySQL's limit


class Rotation:
    """A secret on its way from its current version to the one that `token` names."""

    def __init__(self, manager, secret_id: str, token: str):
        described = manager.describe_secret(SecretId=secret_id)
        self.name: str = described["Name"]
        self._manager = manager
        self._id = secret_id
        self._token = token
        self._stages: dict[str, list[str]] = described.get("VersionIdsToStages", {})
        if not {"AWSPENDING", "AWSCURRENT"} & set(self._stages.get(token, [])):
            raise Problem(
                f"Cannot rotate secret '{self.name}': version {token} is neither pending nor current; "
                "rotate it by Secrets Manager's RotateSecret"
            )

    def create(self) -> str:
        """Puts the next user's name and a new password into the pending version."""
        if self._pending_value() is None:
            value = current(self._manager, self._id)
            value |= {"username": self._next_user(value), "password": new_password()}
            Login.of(self.name, value)
            self._manager.put_secret_value(
                SecretId=self._id,
                ClientRequestToken=self._token,
                SecretString=json.dumps(value),
                VersionStages=["AWSPENDING"],
            )
        return f"it is the turn of {self._pending().user}"

    def set(self) -> str:
        """Gives the pending version's user its password, and what the grants of its pipeline allow."""
        pending = self._pending()
        statements = grants(self.name, pending)
        with connect(self._administrator(pending)) as connection:
            make_user(connection, pending, statements)
        return f"{pending.user} has its new password"

    def test(self) -> str:
        """Logs in to the schema, which a server refuses to a user without a right in it."""
        pending = self._pending()
        with connect(pending) as connection:
            return f"{pending.user} can log in to {version(connection)} at {pending.address}"

    def finish(self) -> str:
        """Makes the pending version the current one."""
        before = next(version for version, stages in self._stages.items() if "AWSCURRENT" in stages)
        if before != self._token:
            self._manager.update_secret_version_stage(
                SecretId=self._id,
                VersionStage="AWSCURRENT",
                MoveToVersionId=self._token,
                RemoveFromVersionId=before,
            )
        return f"version {self._token} is current"

    def _next_user(self, value: dict) -> str:
        """Whose turn it is; where there is no password yet, that of the user who is named."""
        user = value.get("username", "")
        if value.get("password"):
            user = user.removesuffix(CLONE) if user.endswith(CLONE) else user + CLONE
        if len(user) > LONGEST_USER:
            raise Problem(
                f"Cannot rotate secret '{self.name}': user '{user}' has more than {LONGEST_USER} characters; "
                "name a shorter user in the secret"
            )
        return user

    def _pending(self) -> Login:
        value = self._pending_value()
        if value is None:
            raise Problem(f"Cannot rotate secret '{self.name}': createSecret was not done; rotate it again")
        return Login.of(self.name, value)

    def _pending_value(self) -> dict | None:
        return read(self._manager, SecretId=self._id, VersionId=self._token)

    def _administrator(self, login: Login) -> Login:
        master = self._pending_value().get("masterarn")
        if not master:
            raise Problem(
                f"Cannot rotate secret '{self.name}': it lacks masterarn; give the ARN of an administrator's secret"
            )
        return login.of_administrator(master, current(self._manager, master))


STEPS = {
    "createSecret": Rotation.create,
    "setSecret": Rotation.set,
    "testSecret": Rotation.test,
    "finishSecret": Rotation.finish,
}
