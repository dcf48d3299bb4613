"""The command line's list of task queues."""

from duralogue.queues import QUEUES
from workflows import options


def test_the_command_line_knows_every_task_queue() -> None:
    """
    A queue that no worker can be started for would never be served.
    """
    assert set(QUEUES) == {
        options.CONVERSATIONS,
        options.INTELLIGENCE,
        options.INTEGRATIONS,
        options.DELIVERY,
        options.MAINTENANCE,
    }
