"""The life of a cluster: start, bootstrap, steps one after the other, and an end with a reason."""

import contextlib
import logging
import subprocess
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from localstack_lakehouse.emr.bootstrap import run_bootstrap_action
from localstack_lakehouse.emr.instance_role import NodeSession
from localstack_lakehouse.emr.logs import LogFolder
from localstack_lakehouse.emr.node import Node
from localstack_lakehouse.emr.request import ClusterRequest
from localstack_lakehouse.emr.runner import run_step, upload_containers
from localstack_lakehouse.emr.spark import SparkDidNotStart
from localstack_lakehouse.emr.step import FINAL, Step, now

LOG = logging.getLogger(__name__)
GRACE_SECONDS = 5.0
ENDED = {"TERMINATED", "TERMINATED_WITH_ERRORS"}


class Cluster:
    """Every change of state happens under one condition, on which the cluster's own thread waits."""

    def __init__(self, request: ClusterRequest, folder: Path, session: NodeSession):
        self.request = request
        self._session = session
        self.id = request.id
        self.steps: list[Step] = list(request.steps)
        self.state = "STARTING"
        self.reason: dict[str, str] = {}
        self.created = now()
        self.ready: datetime | None = None
        self.ended: datetime | None = None
        self.changed = threading.Condition(threading.RLock())
        self.logs = LogFolder(session.client("s3"), request.log_uri, self.id)
        self.node = Node(folder, session, request.settings)
        self.bootstrap: subprocess.Popen | None = None
        self._ending_with_errors = False
        self._idle_since = time.monotonic()
        self._step_threads: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._live, name=self.id, daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def ending(self) -> bool:
        return self.state == "TERMINATING" or self.state in ENDED

    def add_steps(self, steps: list[Step]) -> None:
        with self.changed:
            self.steps.extend(steps)
            self.changed.notify_all()

    def cancel(self, step: Step, grace: float) -> None:
        """A pending step is cancelled at once, a running one when its process has ended."""
        with self.changed:
            if step.state == "PENDING":
                step.end("CANCELLED")
            elif step.state == "RUNNING":
                step.state = "CANCEL_PENDING"
                self._stop(step.process, grace)
            self.changed.notify_all()

    def end(self, code: str, message: str, with_errors: bool = False) -> None:
        """Begin the end; the first reason stays."""
        with self.changed:
            if self.ending:
                return
            LOG.info("EMR cluster %s ends: %s: %s", self.id, code, message)
            self.state, self.reason, self._ending_with_errors = (
                "TERMINATING",
                {"Code": code, "Message": message},
                with_errors,
            )
            for process in [self.bootstrap, *(step.process for step in self.steps)]:
                self._stop(process, GRACE_SECONDS)
            self.changed.notify_all()

    def abandon(self) -> None:
        """LocalStack stops: nothing of the cluster may outlive it, and nobody will ask for its logs."""
        with self.changed:
            self.state = "TERMINATING"
            self.changed.notify_all()
        self.node.processes.end()

    def _stop(self, process: subprocess.Popen | None, grace: float) -> None:
        if process and process.poll() is None:
            threading.Thread(target=self.node.processes.stop, args=(process, grace), daemon=True).start()

    def _live(self) -> None:
        try:
            self._provision()
            with self.changed:
                if not self.ending:
                    self.ready = now()
            self._run_steps()
        except Exception as error:
            LOG.exception("EMR cluster %s", self.id)
            self.end("INTERNAL_ERROR", str(error), with_errors=True)
        finally:
            self._shut_down()

    def _provision(self) -> None:
        """Spark starts while the bootstrap actions run: nothing can tell, as only steps use it."""
        if self._session.problem:
            self.end("VALIDATION_ERROR", self._session.problem, with_errors=True)
        with self.changed:
            if self.ending:
                return
            self.state = "BOOTSTRAPPING"
        with ThreadPoolExecutor(1) as pool:
            spark: Future | None = None
            if self.request.has_spark:
                spark = pool.submit(self.node.start_spark, self.request.worker_nodes)
            for number, action in enumerate(self.request.bootstrap_actions, start=1):
                if not self.ending:
                    run_bootstrap_action(self, number, action["ScriptBootstrapAction"])
            if self.ending:
                self.node.processes.end()
            try:
                if spark:
                    spark.result()
            except (SparkDidNotStart, OSError) as error:
                self.end("BOOTSTRAP_FAILURE", str(error), with_errors=True)

    def _run_steps(self) -> None:
        with self.changed:
            while not self.ending:
                running = [step for step in self.steps if step.state in ("RUNNING", "CANCEL_PENDING")]
                pending = [step for step in self.steps if step.state == "PENDING"]
                if pending and len(running) < self.request.step_concurrency:
                    self._begin(pending[0])
                elif running or pending:
                    self.changed.wait()
                elif self.request.keep_alive:
                    self._wait_idle()
                else:
                    self.end("ALL_STEPS_COMPLETED", "Steps completed")

    def _begin(self, step: Step) -> None:
        self.state = "RUNNING"
        step.begin()
        thread = threading.Thread(target=self._run, args=(step,), name=step.id, daemon=True)
        self._step_threads.append(thread)
        thread.start()

    def _run(self, step: Step) -> None:
        state, failure = run_step(self, step)
        with self.changed:
            step.end(state, failure)
            LOG.info("EMR step %s %r of %s: %s", step.id, step.name, self.id, state)
            if state == "FAILED":
                self._act_on_failure(step)
            self._idle_since = time.monotonic()
            self.changed.notify_all()

    def _act_on_failure(self, step: Step) -> None:
        action = step.action_on_failure
        if action in ("TERMINATE_CLUSTER", "TERMINATE_JOB_FLOW") and not self.request.termination_protected:
            self.end("STEP_FAILURE", "Shut down as step failed", with_errors=True)
        if action != "CONTINUE":
            self._cancel_pending()

    def _cancel_pending(self) -> None:
        for step in self.steps:
            if step.state == "PENDING":
                step.end("CANCELLED")

    def _wait_idle(self) -> None:
        if self.state != "WAITING":
            self.state, self._idle_since = "WAITING", time.monotonic()
        timeout = self.request.idle_timeout
        left = timeout and self._idle_since + timeout - time.monotonic()
        if left is not None and left <= 0:
            self.end("USER_REQUEST", f"Auto-terminated: the cluster was idle for {timeout} seconds")
        else:
            self.changed.wait(left)

    def _shut_down(self) -> None:
        with self.changed:
            self._cancel_pending()
        for thread in self._step_threads:
            thread.join()
        if self.node.spark:
            for log in self.node.spark.logs.glob("*.log"):
                self.logs.upload(f"node/{self.request.master_instance}/applications/spark/{log.name}", log)
            upload_containers(self)
        with contextlib.suppress(OSError):
            self.node.processes.end()
        with self.changed:
            for step in self.steps:
                if step.state not in FINAL:
                    step.end("INTERRUPTED")
            self.ended = now()
            self.state = "TERMINATED_WITH_ERRORS" if self._ending_with_errors else "TERMINATED"
            self.changed.notify_all()
