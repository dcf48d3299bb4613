"""The model process of a worker: it may be ended at any moment, and another takes its place."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count
from typing import Any, Self

from domain.bot.model import Bot
from domain.errors import BudgetExceeded, ConfigurationError, DependencyUnavailable, NotFound
from infra.model_process.child import Child
from infra.model_process.jobs import Blame, Job, fingerprint
from infra.model_process.watchdog import Watch

_ENDS_WITHIN_S = 2.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0
_MEETING = 5
"""Getting to know a revision may take so many times what a message may."""
_MOST_MISSES = 3

_MOST_GIVEN = 10_000
_OF_ONE_SENTENCE: Mapping[str, type[Exception]] = {
    error.__name__: error for error in (ConfigurationError, DependencyUnavailable, NotFound)
}

_log = logging.getLogger(__name__)


class ModelProcess:
    """Runs jobs in a child process. A job that takes more CPU than its budget, or of which the
    process has died twice, ends as `BudgetExceeded`; whatever else was under way is done again."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        budget: timedelta,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`environment` is all that the process gets; without one it gets the worker's."""
        self._command = command
        self._environment = environment
        self.budget = budget
        self._child: Child | None = None
        self._jobs: dict[int, Job] = {}
        self._numbers = count(1)
        self._blame = Blame()
        self._tasks: set[asyncio.Task[None]] = set()
        self._failed_starts = 0
        self._is_starting = False
        self._is_closing = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_closing = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._child is not None:
            await self._child.end(_ENDS_WITHIN_S)
        self._fail_all("the worker is stopping")

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Now rather than with the first job. Jobs need not wait for it."""
        if self._child is None and not self._is_starting and not self._is_closing:
            self._is_starting = True
            self._begin(self._start())

    async def run(self, job: Job) -> Any:
        """Goes on when whoever asked is gone: the next attempt finds it nearer its end."""
        if self._blame.falls_on(job.suspect):
            raise BudgetExceeded(job.kind)
        same = next((j for j in self._jobs.values() if j.key == job.key), None)
        if same is None:
            self._add(job)
            self.start()
            if self._child is not None:
                self._send(self._child, job)
        return await asyncio.shield((same or job).answered)

    def _add(self, job: Job) -> None:
        job.number = next(self._numbers)
        job.answered.add_done_callback(_looked_at)
        self._jobs[job.number] = job

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start(self) -> None:
        if self._failed_starts:
            pause = _FIRST_PAUSE_S * 2 ** min(self._failed_starts, 10)
            await asyncio.sleep(min(pause, _LONGEST_PAUSE_S))
        try:
            self._child = await Child.start(
                self._command, self._received, self._lost, environment=self._environment
            )
        except OSError as error:
            self._failed_starts += 1
            self._fail_all(f"the model process does not start ({type(error).__name__})")
            return
        finally:
            self._is_starting = False
        _log.info("model_process_started", extra={"pid": self._child.pid})
        self._begin(Watch(self._child, self._jobs).run())
        self._send_all(self._child)

    def _send_all(self, child: Child) -> None:
        for job in list(self._jobs.values()):
            if not job.is_sent:
                self._send(child, job)

    def _send(self, child: Child, job: Job) -> None:
        if job.alone and any(j.alone and j.is_sent for j in self._jobs.values()):
            return
        if job.bot is not None and job.bot.revision not in child.given:
            meeting = self._meeting(job.bot, job)
            if self._blame.falls_on(meeting.suspect):
                self._give_up(job)
                return
            self._add(meeting)
            self._hand_over(child, meeting)
        self._hand_over(child, job)

    def _hand_over(self, child: Child, job: Job) -> None:
        job.is_sent = True
        if len(child.given) > _MOST_GIVEN:
            child.given.clear()
        child.send(job.number, job.kind, job.arguments(child.given))

    def _meeting(self, bot: Bot, job: Job) -> Job:
        suspect = fingerprint("meet", bot.tenant.tenant, bot.revision)

        def arguments(given: set[str]) -> tuple[Any, ...]:
            given.add(bot.revision)
            return (bot.as_content(),)

        return Job("meet", arguments, suspect, suspect, _MEETING * self.budget, about=job.about)

    def _received(self, answer: tuple[int, bool, Any]) -> None:
        number, succeeded, value = answer
        job = self._jobs.pop(number, None)
        if job is None:
            return
        self._failed_starts = 0
        if succeeded:
            self._blame.clear(job.suspect)
            _settle(job, value)
        elif value[0] == "Missing" and job.misses < _MOST_MISSES and self._child is not None:
            job.misses += 1
            self._child.given.clear()
            self._jobs[number] = job
            self._send(self._child, job)
        else:
            _settle(job, _as_error(job, *value))
        if job.alone and self._child is not None:
            self._send_all(self._child)

    def _lost(self, child: Child) -> None:
        if child is self._child:
            self._child = None
        if not self._is_closing:
            self._begin(self._replace(child))

    async def _replace(self, child: Child) -> None:
        status = await child.end(_ENDS_WITHIN_S)
        number, reason = child.sentence or (child.at_work_on(), "crashed")
        culprit = self._jobs.get(number)
        _log_end(child, culprit, reason, status)
        self._accuse(culprit, reason)
        for job in list(self._jobs.values()):
            job.is_sent = False
            if job.kind == "meet":
                del self._jobs[job.number]
            elif self._blame.falls_on(job.suspect):
                self._give_up(job)
        if not child.is_ready:
            self._failed_starts += 1
            self._fail_all("the model process does not start")
        self.start()

    def _accuse(self, culprit: Job | None, reason: str) -> None:
        """Once its time is used up there is no second attempt: it would go the same way."""
        if culprit is not None:
            self._blame.add(culprit.suspect, Blame.MOST if reason == "out of time" else 1)
            return
        sent = [job for job in self._jobs.values() if job.is_sent]
        for job in sent:
            if job.alone or len(sent) == 1:
                self._blame.add(job.suspect, Blame.MOST if job.alone else 1)
            job.alone = True

    def _give_up(self, job: Job) -> None:
        self._jobs.pop(job.number, None)
        _settle(job, BudgetExceeded(job.kind))

    def _fail_all(self, reason: str) -> None:
        for job in list(self._jobs.values()):
            _settle(job, DependencyUnavailable(reason))
        self._jobs.clear()


def _settle(job: Job, outcome: Any) -> None:
    if job.answered.done():
        return
    if isinstance(outcome, Exception):
        job.answered.set_exception(outcome)
    else:
        job.answered.set_result(outcome)


def _looked_at(answered: "asyncio.Future[Any]") -> None:
    """Whoever asked may be gone."""
    if not answered.cancelled():
        answered.exception()


def _as_error(job: Job, name: str, said: str) -> Exception:
    if said and name in _OF_ONE_SENTENCE:
        return _OF_ONE_SENTENCE[name](said)
    return DependencyUnavailable(f"{job.kind} failed in the model process ({name})")


def _log_end(child: Child, culprit: Job | None, reason: str, status: int) -> None:
    about = {"pid": child.pid, "reason": reason, "status": status}
    if culprit is None:
        _log.warning("model_process_killed", extra=about)
        return
    about |= {"job": culprit.kind, "cpu_ms": child.cpu_ms, **culprit.about}
    culprit.context.run(_log.warning, "model_process_killed", extra=about)
