"""One command of the Java program as an EMR step, and the sensor that waits for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.amazon.aws.operators.emr import EmrAddStepsOperator
from airflow.providers.amazon.aws.sensors.emr import EmrStepSensor
from airflow.providers.common.compat.sdk import AirflowException, AirflowFailException

from daylake.cluster import reason
from daylake.log_end import read, step_log_end
from daylake.names import run_name
from daylake.outcome import Decision, Outcome, decide, explain, of_this_step
from daylake.receipt import published
from daylake.settings import Settings, settings
from daylake.spark import submit_options

ENDS_WITHIN = timedelta(hours=3)


def day_step(variable: dict, pipeline: str, command: str, day: str, run_id: str, late: bool) -> dict[str, Any]:
    """ingest or curate of a day, as AddJobFlowSteps takes it."""
    options = ["--day", day, *(["--late"] if late else [])]
    name = f"{command} {pipeline} {day}"
    return _step(settings(variable), name, pipeline, run_id, submit_options(command), [command, *options])


def load_step(variable: dict, pipeline: str, run_id: str, rows: str, on_bad_rows: str) -> dict[str, Any]:
    """load, which needs nothing of Spark but the way to the jar."""
    where = settings(variable)
    options = ["--rows", rows, "--on-bad-rows", on_bad_rows, "--secret", where.loader_secret]
    return _step(where, f"load {pipeline}", pipeline, run_id, [], ["load", *options])


def _step(
    where: Settings, name: str, pipeline: str, run_id: str, spark: list[str], command: list[str]
) -> dict[str, Any]:
    return {
        "Name": name,
        # The cluster outlives a failed step: the step may be added again, and the teardown ends it in any case.
        "ActionOnFailure": "CONTINUE",
        "HadoopJarStep": {
            "Jar": "command-runner.jar",
            "Args": [
                *("spark-submit", "--deploy-mode", "client", *spark, f"{where.artifacts}/daylake.jar", *command),
                *("--pipeline", f"{where.artifacts}/sql/{pipeline}"),
                *("--lake", where.lake, "--run", run_name(run_id)),
            ],
        },
    }


def newest_step(emr: Any, cluster: str, name: str) -> dict[str, Any] | None:
    """The latest of a command's steps, which a retry adds to; EMR lists the newest first."""
    return next((step for step in emr.list_steps(ClusterId=cluster)["Steps"] if step["Name"] == name), None)


class AddStep(EmrAddStepsOperator):
    """Adds a command's step, unless an earlier try has added it without hearing so."""

    def execute(self, context: Any) -> list[str]:
        [step] = self.steps
        found = newest_step(self.hook.conn, self.job_flow_id, step["Name"])
        if found is None:
            return super().execute(context)
        self.log.info("Step %s was added by an earlier try of this task", found["Id"])
        return [found["Id"]]


class CommandSensor(EmrStepSensor):
    """Waits for a command's step and judges it by the outcome object it left.

    Exit 4 fails the task so that Airflow retries it; a retry adds the step again, on the same cluster.
    Everything else that is not success fails the run at once. Returns what was published, or what the command said
    where it publishes nothing.
    """

    template_fields = (*EmrStepSensor.template_fields, "step", "outcome", "poll_seconds")

    def __init__(self, *, command: str, step: str, outcome: str, poll_seconds: str, **kwargs: Any) -> None:
        super().__init__(deferrable=True, **kwargs)
        self.command = command
        self.step = step
        self.outcome = outcome
        self.poll_seconds = poll_seconds

    def execute(self, context: Any) -> dict[str, Any]:
        self.poke_interval = int(self.poll_seconds)
        self.max_attempts = int(ENDS_WITHIN.total_seconds()) // self.poke_interval
        newest = self._newest_step()
        self.step_id = newest["Id"]
        if context["ti"].try_number > 1 and self._ended_with_exit_4(newest["Status"]):
            self.step_id = self.hook.add_job_flow_steps(self.job_flow_id, [self.step])[0]
        super().execute(context)
        return self._done()

    def execute_complete(self, context: Any, event: dict[str, Any] | None = None) -> dict[str, Any]:
        self.step_id = self._newest_step()["Id"]
        if not self.poke(context):
            # The step still runs: a retry goes on watching it.
            raise AirflowException(f"Cannot watch step {self.step_id} of {self.command}: {event}")
        return self._done()

    def poke(self, context: Any) -> bool:
        step = self.get_emr_response(context)["Step"]
        status = step["Status"]
        self.log.info("%s: step %s on cluster %s is %s", self.command, self.step_id, self.job_flow_id, status["State"])
        if status["State"] not in {*self.target_states, *self.failed_states}:
            return False
        outcome = self._outcome(since=status["Timeline"]["CreationDateTime"])
        decision = decide(status["State"], outcome)
        if decision is Decision.DONE:
            return True
        cluster = self.hook.conn.describe_cluster(ClusterId=self.job_flow_id)["Cluster"]
        sentence = explain(self.command, emr_says(step, cluster), outcome)
        self.log.error("%s", sentence)
        self.log.error("%s", step_log_end(cluster, self.step_id, self.s3))
        raise AirflowException(sentence) if decision is Decision.TRY_AGAIN else AirflowFailException(sentence)

    @cached_property
    def s3(self) -> S3Hook:
        return S3Hook(self.aws_conn_id)

    def _newest_step(self) -> dict[str, Any]:
        found = newest_step(self.hook.conn, self.job_flow_id, self.step["Name"])
        if not found:
            raise AirflowFailException(
                f"Cannot find a step '{self.step['Name']}' on cluster {self.job_flow_id}: it is another run's cluster "
                "or a new one; clear create_cluster and all after it"
            )
        return found

    def _ended_with_exit_4(self, status: dict[str, Any]) -> bool:
        """A retry may also follow a lost worker, while the step runs or after it has failed for good."""
        outcome = self._outcome(since=status["Timeline"]["CreationDateTime"])
        return decide(status["State"], outcome) is Decision.TRY_AGAIN

    def _outcome(self, since: datetime) -> Outcome | None:
        text = read(self.outcome, self.s3)
        return of_this_step(Outcome.parse(text), since) if text else None

    def _done(self) -> dict[str, Any]:
        outcome = Outcome.parse(read(self.outcome, self.s3))
        self.log.info("%s: %s", self.command, outcome.sentence)
        if not outcome.receipt:
            return {"sentence": outcome.sentence}
        facts = published(outcome.receipt, read(outcome.receipt, self.s3))
        self.log.info("%s published %s rows; receipt %s", self.command, facts["rows"], facts["receipt"])
        return facts


def emr_says(step: dict, cluster: dict) -> str:
    """Everything EMR knows about a step's end, and its cluster's where that has ended too."""
    status = step["Status"]
    details = status.get("FailureDetails", {})
    change = status.get("StateChangeReason", {})
    words = [details.get("Reason"), details.get("Message"), change.get("Message")]
    known = ": ".join(word for word in words if word)
    says = f"step {step['Id']} is {status['State']}{f' ({known})' if known else ''}"
    if cluster["Status"]["State"].startswith("TERMINAT"):
        says += f" and cluster {cluster['Id']} is {reason(cluster)}"
    return says
