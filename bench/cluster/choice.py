"""The engines by the names that chaos and the measurements are told."""

from collections.abc import Callable, Mapping

from bench.cluster.servers import Cluster
from duralogue.embedded.temporal_backend import DevServer, TemporalBackend

ENGINES: Mapping[str, Callable[[], TemporalBackend]] = {"dev": DevServer, "cluster": Cluster}
