"""The command `duralogue`."""

from importlib.metadata import version as version_of
from typing import Annotated, NoReturn

import typer

from duralogue.commands import (
    audit,
    bots,
    chat,
    connect,
    connect_channel,
    connect_providers,
    deliveries,
    demo,
    deploy,
    dev,
    doctor,
    init,
    keys,
    mcp,
    models,
    parts,
    seed,
    slack_socket,
    staff,
)
from duralogue.commands import (
    knowledge as knowledge_index,
)
from duralogue.endings import leave, told


def _version(is_wanted: bool) -> None:  # noqa: FBT001 - as typer calls it
    if is_wanted:
        typer.echo(f"duralogue {version_of('duralogue')}")
        raise typer.Exit


def _root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    pass


app = typer.Typer(
    callback=_root,
    help="Durable dialogue: every conversation is one long-lived Temporal workflow.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
knowledge = typer.Typer(
    help="Index the documents a tenant's bot answers from.", no_args_is_help=True
)
app.add_typer(knowledge, name="knowledge")
people = typer.Typer(help="Manage the tokens of a tenant's staff.", no_args_is_help=True)
app.add_typer(people, name="staff")
servers = typer.Typer(help="Manage API keys of a tenant's servers.", no_args_is_help=True)
app.add_typer(servers, name="keys")
letters = typer.Typer(help="See what was not delivered, and send it again.", no_args_is_help=True)
app.add_typer(letters, name="deliveries")
versions = typer.Typer(
    help="Choose which version of the workers conversations run on.", no_args_is_help=True
)
app.add_typer(versions, name="deploy")

backends = typer.Typer(
    help="Connect a tenant's backends and channels; no restart needed.", no_args_is_help=True
)
app.add_typer(backends, name="connect")
accounts = typer.Typer(
    help="Connect the accounts through which a tenant uses channels.", no_args_is_help=True
)
backends.add_typer(accounts, name="channel")

app.command()(dev.dev)
app.command()(demo.demo)
app.command()(parts.api)
app.command()(parts.worker)
app.command()(parts.migrate)
app.command()(slack_socket.slack_socket)
app.command()(doctor.doctor)
app.command()(chat.chat)
app.command()(init.init)
app.command()(init.schemas)
app.command()(bots.check)
app.command("test")(bots.run_tests)
app.command()(bots.explain)
app.command()(bots.publish)
app.command()(bots.migrate_conversations)
knowledge.command("sync")(bots.sync_knowledge)
knowledge.command("status")(knowledge_index.status)
knowledge.command("rollback")(knowledge_index.rollback)
knowledge.command("reindex")(knowledge_index.reindex)
backends.command("backend")(connect.backend)
backends.command("mcp")(mcp.connect)
backends.command("list")(connect.show)
backends.command("slack")(connect_providers.slack)
backends.command("sms")(connect_providers.sms)
backends.command("model")(models.connect)
hosted = typer.Typer(help="See a tenant's hosted models and their usage.", no_args_is_help=True)
app.add_typer(hosted, name="models")
hosted.command("list")(models.show)
hosted.command("remove")(models.remove)
hosted.command("usage")(models.usage)
hosted.command("cache")(models.cache)
accounts.command("webhook")(connect_channel.webhook)
accounts.command("list")(connect_channel.show)
accounts.command("remove")(connect_channel.remove)
backends.command("remove")(connect.remove)
tools_of_servers = typer.Typer(
    help="Look at the tools of a tenant's MCP servers, and approve them.", no_args_is_help=True
)
app.add_typer(tools_of_servers, name="mcp")
tools_of_servers.command("tools")(mcp.tools)
tools_of_servers.command("diff")(mcp.diff)
tools_of_servers.command("approve")(mcp.approve)
tools_of_servers.command("withdraw")(mcp.withdraw)
audit_log = typer.Typer(help="Read and check the log of what staff did.", no_args_is_help=True)
app.add_typer(audit_log, name="audit")
audit_log.command("list")(audit.show)
audit_log.command("verify")(audit.verify)
people.command("add")(staff.add)
people.command("list")(staff.show)
people.command("revoke")(staff.revoke)
people.command("expire")(staff.expire)
people.command("password")(staff.password)
people.command("remove-second-factor")(staff.remove_second_factor)
people.command("sessions")(staff.sessions)
people.command("sign-out")(staff.sign_out)
people.command("slack")(staff.slack)
servers.command("create")(keys.create)
servers.command("list")(keys.show)
servers.command("rotate")(keys.rotate)
servers.command("revoke")(keys.revoke)
letters.command("dead")(deliveries.dead)
letters.command("replay")(deliveries.replay)
for command in (deploy.status, deploy.ramp, deploy.promote, deploy.rollback):
    versions.command()(command)
app.command(hidden=True)(seed.seed)


def main() -> NoReturn:
    """Run one command."""
    leave(_run())


def _run() -> int:
    return told(app)
