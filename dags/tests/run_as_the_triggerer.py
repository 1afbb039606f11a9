"""Runs the deadline's callback with what the triggerer has: Airflow's own path, its trigger, its contexts."""

import asyncio
import json
import sys

from airflow import settings
from airflow.triggers.callback import CallbackTrigger

path, contexts = sys.argv[1], json.loads(sys.argv[2])
settings.initialize()


async def last_event(context: dict) -> dict:
    return [event.payload async for event in CallbackTrigger(path, {"context": context}).run()][-1]


async def all_of_them() -> list[dict]:
    return [await last_event(context) for context in contexts]


print(json.dumps(asyncio.run(all_of_them())))
