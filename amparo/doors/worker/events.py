"""Delivers events: each job is one event; a failed one is tried again, ten times, ever later."""

import asyncio
import threading
from typing import Any

from procrastinate import App, PsycopgConnector, RetryStrategy

from amparo import wiring
from amparo.doors.worker.listen import address

RETRY = RetryStrategy(max_attempts=10, exponential_wait=3)


def make_app() -> App:
    """The queue of events, on the login that may see jobs and nothing else."""
    app = App(connector=PsycopgConnector(conninfo=address("jobs"), min_size=1, max_size=3))

    @app.task(name="amparo.deliver", queue="events", retry=RETRY)
    async def deliver(event: str, payload: dict[str, Any]) -> None:
        # Handlers open rooms: Django's connections belong to threads, not to the event loop.
        await asyncio.to_thread(wiring.deliver, event, payload)

    return app


def serve(stop: threading.Event) -> None:
    """Delivers until told to stop; an event under way is finished first."""
    asyncio.run(_serve(stop))


async def _serve(stop: threading.Event) -> None:
    app = make_app()
    async with app.open_async():
        work = asyncio.create_task(
            app.run_worker_async(
                queues=["events"],
                concurrency=2,
                wait=True,
                install_signal_handlers=False,
                delete_jobs="successful",
                fetch_job_polling_interval=1,
            )
        )
        await asyncio.to_thread(stop.wait)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
