"""The gateway's own numbers, for Prometheus. Labels are bounded: routes, methods, tenants."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class GatewayMetrics:
    """One registry for each application, so that several may live in a process."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "duralogue_http_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "duralogue_http_request_seconds",
            "Time until a request was answered; event streams are left out.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.accepted = Counter(
            "duralogue_messages_accepted",
            "Messages of customers accepted, on every channel.",
            ("tenant",),
            registry=self.registry,
        )
        self.rate_limited = Counter(
            "duralogue_rate_limited",
            "Requests refused for being too many.",
            ("tenant", "limit"),
            registry=self.registry,
        )
        self.queued = Counter(
            "duralogue_messages_queued",
            "Messages over a limit that a provider has signed: they wait instead.",
            ("tenant", "limit"),
            registry=self.registry,
        )
        self.blocked = _blocked(self.registry)
        self.open_streams = Gauge(
            "duralogue_open_event_streams",
            "Event streams open now.",
            ("tenant",),
            registry=self.registry,
        )

    def render(self) -> bytes:
        return generate_latest(self.registry)


def _blocked(registry: CollectorRegistry) -> Counter:
    return Counter(
        "duralogue_messages_blocked",
        "Messages of blocked senders: refused, or dropped where the channel takes no answer.",
        ("tenant", "channel"),
        registry=registry,
    )
