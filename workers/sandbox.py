"""The fence around workflow code: our pure packages load once, everything else is kept out."""

from temporalio.worker import UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions


def workflow_runner(*, fenced: bool = True) -> WorkflowRunner:
    """Fenced, what is not deterministic fails at once; it costs a sixth of a worker's time."""
    if not fenced:
        return UnsandboxedWorkflowRunner()
    # What passes through is shared by all workflows of the process: it holds no changing state.
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(
            "activities", "domain", "pydantic", "pydantic_core", "annotated_types"
        )
    )
