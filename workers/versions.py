"""The version of the code that a worker runs, as Temporal's worker deployments know it.

The behaviour stands here and not at the workflows: an unversioned worker whose workflows declare
one has every workflow task rejected.
"""

from dataclasses import dataclass

from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import WorkerDeploymentConfig


@dataclass(frozen=True)
class WorkerVersion:
    """A build of one deployment: `duralogue`, `2026-11-23.1`."""

    deployment: str
    build_id: str


def deployment_config(version: WorkerVersion | None) -> WorkerDeploymentConfig | None:
    """Pinned: a run ends on the version on which it began, and the next one takes the newest."""
    if version is None:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(version.deployment, version.build_id),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.PINNED,
    )
