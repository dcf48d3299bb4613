"""The sandbox workflows run in: our pure packages load once, everything else is fenced."""

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions


def workflow_runner() -> SandboxedWorkflowRunner:
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(
            "activities", "domain", "pydantic", "pydantic_core", "annotated_types"
        )
    )
