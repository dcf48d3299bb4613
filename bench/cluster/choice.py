"""The engines by the names that chaos and the measurements are told."""

from collections.abc import Callable, Mapping

from bench.cluster.servers import Cluster
from duralogue.embedded.temporal_backend import DevServer, Engine

ENGINES: Mapping[str, Callable[[], Engine]] = {"dev": DevServer, "cluster": Cluster}
