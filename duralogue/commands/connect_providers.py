"""`duralogue connect slack` and `duralogue connect sms`: a provider's account, set up and checked.

Exit codes: 0 where everything is as it should be, 1 where something is missing, which is then said
in words, 2 for what cannot be used at all.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import ConfigurationError
from infra.settings import Settings, read_given_secrets

if TYPE_CHECKING:
    from duralogue.findings import Finding

_MOST_LINES = 20
_INCOMPLETE = 1

Tenant = Annotated[str, typer.Option(help="The tenant's id, for example acme.")]
PublicUrl = Annotated[
    str | None,
    typer.Option(help="The gateway's address as the provider calls it; PUBLIC_URL by default."),
]
ApiUrl = Annotated[
    str, typer.Option(help="The provider's API, where it is not the usual one: a double's.")
]
App = Annotated[str, typer.Argument(help="Your own name for the app, for example support.")]
Sender = Annotated[str, typer.Argument(help="Your own name for the sender, for example support.")]
AppId = Annotated[str, typer.Option(help="The app's id, for example A0123ABC.")]
ClientId = Annotated[str, typer.Option(help="For installing it by a link.")]
BotName = Annotated[str, typer.Option(help="The bot's name in the manifest.")]
Command = Annotated[str, typer.Option(help="The slash command in the manifest.")]
ManifestAlone = Annotated[
    bool, typer.Option("--manifest", help="Print the app's manifest and nothing else.")
]
SocketMode = Annotated[
    bool,
    typer.Option("--socket-mode", help="In the manifest: Slack is called, and calls nobody."),
]
AccountSid = Annotated[str, typer.Option(help="The Twilio account, AC…")]
Number = Annotated[str, typer.Option(help="The number: +4930123456 or whatsapp:+4930123456.")]
Service = Annotated[str, typer.Option(help="A messaging service, MG…, in place of a number.")]
DropOldToken = Annotated[
    bool, typer.Option("--drop-old-token", help="Accept only the newest auth token.")
]
SecretsStdin = Annotated[
    bool,
    typer.Option("--secrets-stdin", help="Read secrets from standard input, NAME=VALUE a line."),
]


def slack(  # noqa: PLR0913 - each is an option of its own
    app: App,
    tenant: Tenant,
    *,
    public_url: PublicUrl = None,
    app_id: AppId = "",
    client_id: ClientId = "",
    name: BotName = "",
    command: Command = "",
    api_url: ApiUrl = "",
    socket_mode: SocketMode = False,
    manifest: ManifestAlone = False,
    secrets_stdin: SecretsStdin = False,
) -> None:
    """Connect a Slack app, and check it. Secrets come from SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN,
    SLACK_CLIENT_SECRET and SLACK_APP_TOKEN, or from standard input as signing, bot, client and
    app_token. Without any, the manifest is printed and what to do with it."""
    from duralogue.slack_manifest import manifest_of

    settings = Settings.load()
    public = _public(settings, public_url)
    made = manifest_of(public, tenant, app, name=name, command=command, socket_mode=socket_mode)
    document = json.dumps(made, indent=2)
    if manifest:
        typer.echo(document)
        return
    from duralogue.slack_connection import SECRETS, GivenApp, connect_slack

    secrets = _secrets(SECRETS, from_stdin=secrets_stdin)
    if not secrets and not app_id and not client_id:
        typer.echo(_SLACK_STEPS.format(manifest=document, app=app, tenant=tenant))
    given = GivenApp(app_id=app_id, client_id=client_id, api_url=api_url, secrets=secrets)
    _tell(asyncio.run(connect_slack(settings, tenant, app, public, given)))


def sms(  # noqa: PLR0913 - each is an option of its own
    account: Sender,
    tenant: Tenant,
    *,
    public_url: PublicUrl = None,
    account_sid: AccountSid = "",
    number: Number = "",
    messaging_service: Service = "",
    api_url: ApiUrl = "",
    drop_old_token: DropOldToken = False,
    secrets_stdin: SecretsStdin = False,
) -> None:
    """Connect a number for SMS or WhatsApp, and check it. The auth token comes from
    TWILIO_AUTH_TOKEN, or from standard input as auth_token. The URLs to paste are printed."""
    from duralogue.sms_connection import SECRETS, GivenSender, addresses_of, connect_sms

    settings = Settings.load()
    public = _public(settings, public_url)
    typer.echo(_TWILIO_STEPS.format(**addresses_of(public, tenant, account)))
    given = GivenSender(
        account_sid=account_sid,
        number=number,
        messaging_service=messaging_service,
        api_url=api_url,
        secrets=_secrets(SECRETS, from_stdin=secrets_stdin),
        drops_previous=drop_old_token,
    )
    _tell(asyncio.run(connect_sms(settings, tenant, account, public, given)))


_SLACK_STEPS = """\
{manifest}

1. Open https://api.slack.com/apps, "Create New App", "From a manifest", and paste the JSON above.
2. "Install to Workspace", and allow it.
3. Put the signing secret (Basic Information) into SLACK_SIGNING_SECRET and the bot token
   (OAuth & Permissions) into SLACK_BOT_TOKEN, and run
   duralogue connect slack {app} --tenant {tenant} --app-id A…
"""
_TWILIO_STEPS = """\
In the Twilio Console, for the number or the messaging service:
  a message comes in   POST {messages}
Status callbacks need no setting: each message names {status}
"""


def _public(settings: Settings, given: str | None) -> str:
    public = given or settings.public_url
    if not public:
        raise ConfigurationError(
            "public-url: say at which address the provider reaches the gateway, such as "
            "--public-url https://bots.example, or set PUBLIC_URL"
        )
    return public


def _secrets(variables: Mapping[str, str], *, from_stdin: bool) -> dict[str, str]:
    """By our names; standard input goes before the environment. Raise ConfigurationError."""
    found = read_given_secrets(variables)
    if not from_stdin:
        return found
    for _ in range(_MOST_LINES):
        line = sys.stdin.readline()
        if not line:
            break
        name, equals, value = line.strip().partition("=")
        if not line.strip():
            continue
        if not equals or name not in variables or not value:
            raise ConfigurationError(
                f"standard input: each line must be NAME=VALUE, with a name of "
                f"{', '.join(variables)}"
            )
        found[name] = value
    return found


def _tell(findings: "list[Finding]") -> None:
    for finding in findings:
        typer.echo(str(finding), err=not finding.is_fine)
    if not all(finding.is_fine for finding in findings):
        raise typer.Exit(_INCOMPLETE)
