"""The part of a task instance that operators of this project touch: what was pushed, and which try it is."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class TaskInstance:
    pushed: dict[str, Any] = field(default_factory=dict)
    try_number: int = 1
    dag_id: str = "chicago_crimes"

    def xcom_pull(self, task_ids, key="return_value", **_):
        [task_id] = [task_ids] if isinstance(task_ids, str) else task_ids
        return self.pushed[task_id]

    def xcom_push(self, key, value):
        self.pushed[key] = value
