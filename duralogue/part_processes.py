"""The gateway and the workers as processes, with nothing loaded that they do not serve with."""

from collections.abc import Sequence

from domain.errors import ConfigurationError
from duralogue.loading import loading
from workflows.queues import QUEUES


def run_gateway() -> None:
    """Serve until asked to stop."""
    with loading():
        from duralogue.wiring.event_loop import run
        from duralogue.wiring.gateway import run_api
        from infra.settings import Settings

    settings = Settings.load_environment()
    run(run_api(settings), settings)


def run_queues(queues: Sequence[str], build_id: str | None = None) -> None:
    """Work on these task queues, or on all of them where none is named, until asked to stop.

    Raise ConfigurationError for one that does not exist.
    """
    chosen = tuple(queues or QUEUES)
    for queue in chosen:
        if queue not in QUEUES:
            raise ConfigurationError(
                f"{queue} is not a task queue; choose from {', '.join(QUEUES)}"
            )

    with loading():
        from duralogue.wiring.event_loop import run
        from duralogue.wiring.workers import run_worker
        from infra.settings import Settings

    settings = Settings.load_environment()
    if build_id is not None:
        settings = settings.with_build_id(build_id)
    run(run_worker(settings, chosen), settings)
