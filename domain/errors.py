"""Every failure the product names. `retryable` is read by `activities._failures`.

* DuralogueError
  + ConfigurationError         a setting or a tenant's file is wrong
    - InvalidBot               the tenant's files do not compile; carries every problem found
  + DependencyError            a system we call is unwell
    - DependencyUnavailable    retry it
      . OutcomeUnknown         ask what became of it before you do
      . NotYet                 what was asked for is still under way
    - DependencyRejected       do not: our request is wrong
      . ModelRetired           the vendor no longer serves the model: ask the next one
      . NoModelAnswered        the whole chain of models failed, or its budget is spent
      . UnusableAnswer         it was answered, and is paid for, with what is of no use
  + ChannelError
    - UnverifiedRequest        signature or timestamp did not check out
    - UndeliverableMessage     the channel will never accept this message
  + AccessError
    - NotAuthenticated         no credential, or one that does not check out
      . SecondFactorNeeded     the password is right; a code is asked for besides
      . SecondFactorDemanded   signed in, but the tenant demands a second factor
      . SessionVoid            it was ended: the conversation has a customer now, or is signed out
    - NotAllowed               known, but not permitted
      . SenderBlocked          staff have blocked them for a while
  + NotFound                   no such tenant, conversation, handoff, approval
    - NoSuggestion             the knowledge holds no answer to what the customer said
  + Conflict                   the thing has moved on: claimed by another, already decided
    - NewerMessages            somebody has written what the agent has not seen
    - NoRoom                   the agent has as much as they can
    - AnotherCustomer          the conversation belongs to a customer, and to no other
    - StaleSettings            somebody has changed the settings since they were read
    - QueueInUse               customers or agents are in the queue that is to be retired
  + InvalidInput               a field holds what it may not; names the field and what is allowed
    - ReusedKey                an Idempotency-Key came again with another request
    - InvalidSettings          the same for several fields at once
  + RateLimited                too many messages; says when to come back
  + BudgetExceeded             one text takes more of the machine than any may; do not try again
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Self

from domain.refusals import RefusalCode


class DuralogueError(Exception):
    """An error this product raises on purpose."""

    retryable = False
    why: RefusalCode = ""
    """The reason, for programs that say it in their reader's language."""
    held_by = ""
    """Who has it, or is offered it, where that is the reason."""

    def because(self, code: RefusalCode, agent: str | None = None) -> Self:
        """The same with its reason."""
        self.why, self.held_by = code, agent or ""
        return self


class ConfigurationError(DuralogueError):
    """A setting or a tenant's file is wrong; the sentence says which and what is allowed."""


class InvalidBot(ConfigurationError):
    """The tenant's files do not compile. `problems` has one readable line for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class DependencyError(DuralogueError):
    """A system we depend on failed."""


class DependencyUnavailable(DependencyError):
    """The dependency timed out, refused the connection or answered 5xx or 429."""

    retryable = True

    def __init__(self, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class OutcomeUnknown(DependencyUnavailable):
    """The request went out and no answer came: it may have been carried out."""


class NotYet(DependencyUnavailable):
    """What was asked for is still under way; in a moment the same request may succeed."""


class DependencyRejected(DependencyError):
    """The dependency understood the request and refused it."""


class ModelRetired(DependencyRejected):
    """The vendor no longer serves a model of this id, or never did."""

    def __init__(self, model: str) -> None:
        super().__init__(f"the model {model} is not served any more")
        self.model = model


class NoModelAnswered(DependencyRejected):
    """Every model of a chain has been asked as often as its policy allows, or the budget is spent.

    Go on without a model. It is not retried: the chain's attempts would multiply.
    """

    def __init__(self, reason: str, *, is_over_budget: bool = False) -> None:
        super().__init__(reason)
        self.is_over_budget = is_over_budget


class UnusableAnswer(DependencyRejected):
    """The dependency has done what was asked, and bills it, and the answer is of no use."""

    def __init__(self, reason: str, *, tokens: int | None = None) -> None:
        """`tokens` are what it says that it has taken; None where it says nothing."""
        super().__init__(reason)
        self.tokens = tokens


class ChannelError(DuralogueError):
    """A channel could not receive or deliver."""


class UnverifiedRequest(ChannelError):
    """The webhook's signature or timestamp did not check out."""


class UndeliverableMessage(ChannelError):
    """The channel will never accept this message; `partly`: it has taken a part of it, which
    people see."""

    def __init__(self, reason: str, *, partly: bool = False) -> None:
        super().__init__(reason)
        self.partly = partly


class AccessError(DuralogueError):
    """The caller may not do this."""


class NotAuthenticated(AccessError):
    """No credential was shown, or it has expired or does not check out."""


class SecondFactorNeeded(NotAuthenticated):
    """The password is right, and this account needs a code besides."""

    def __init__(self) -> None:
        super().__init__("Send the code of your authenticator app, or a recovery code.")


class SecondFactorDemanded(NotAuthenticated):
    """The tenant demands a second factor, which this session has not shown."""

    def __init__(self) -> None:
        super().__init__(
            "A second factor is demanded here. Open the desk's page /second-factor in this browser."
        )


class SessionVoid(NotAuthenticated):
    """The session is genuine and not over, but no longer opens its conversation."""

    def __init__(self) -> None:
        super().__init__(
            "This session is no longer valid: somebody has signed in to its conversation since, "
            "or has signed out of it. Create a new session."
        )


class NotAllowed(AccessError):
    """The caller is known, but this is not theirs to do."""


class SenderBlocked(NotAllowed):
    """Staff have blocked whoever sends this, for a while."""

    def __init__(self) -> None:
        super().__init__("Nothing is taken from this sender at present.")


class NotFound(DuralogueError):
    """There is no such thing in this tenant."""


class NoSuggestion(NotFound):
    """The bot's engine has nothing to suggest."""


class Conflict(DuralogueError):
    """The thing has moved on: claimed by somebody else, already decided, already closed."""


class NoRoom(Conflict):
    """The agent has as much as they can; the sentence says how much."""


class AnotherCustomer(Conflict):
    """A conversation never changes its customer."""

    def __init__(self) -> None:
        super().__init__(
            "This conversation belongs to another customer. Create a new session for this one."
        )


class NewerMessages(Conflict):
    """An agent's words were held back: `newer` holds what they had not seen."""

    def __init__(self, newer: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(
            "Somebody has written since: read it, then send again, with `anyway` if it still fits."
        )
        self.newer = tuple(dict(message) for message in newer)


class StaleSettings(Conflict):
    """An edit was made upon a version that holds no more: `by` and `at` are the later one's."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(
            f"{by} has changed this since you read it, at {at:%Y-%m-%d %H:%M} UTC. Read it again, "
            "then send your change with its new version."
        )
        self.by = by
        self.at = at


class QueueInUse(Conflict):
    """A queue that cannot be retired: so many customers are in it, or these agents serve it."""

    def __init__(self, *, customers: int = 0, agents: Sequence[str] = ()) -> None:
        super().__init__(
            f"This queue is in the profiles of {', '.join(agents)}: take it out first."
            if agents
            else f"Customers are in this queue, waiting or with an agent ({customers}): pass them "
            "on first."
        )
        self.customers = customers
        self.agents = tuple(agents)


class InvalidInput(DuralogueError):
    """A field holds what it may not hold."""

    def __init__(self, field: str, allowed: str) -> None:
        super().__init__(f"{field}: {allowed}")
        self.field = field
        self.allowed = allowed


class InvalidSettings(InvalidInput):
    """Several fields hold what they may not: `fields` says of each what is allowed."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(*next(iter(fields.items())))
        self.fields = dict(fields)


class ReusedKey(InvalidInput):
    """An Idempotency-Key came again with another request."""

    def __init__(self) -> None:
        super().__init__("Idempotency-Key", "was used for another request: make a new one")


class RateLimited(DuralogueError):
    """Too many messages; nothing was accepted."""

    def __init__(self, retry_after: timedelta) -> None:
        seconds = ceil(retry_after.total_seconds())
        super().__init__(f"too many messages, try again in {seconds} s")
        self.retry_after = retry_after


class BudgetExceeded(DuralogueError):
    """One text takes more of the machine than any may, or has brought the process down twice."""

    def __init__(self, job: str) -> None:
        super().__init__(f"{job} took more than its budget")
        self.job = job
