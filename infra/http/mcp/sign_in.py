"""Signing in to a server with OAuth: the SDK's flow over sealed tokens."""

from collections.abc import Awaitable, Callable
from typing import NoReturn

from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.auth.extensions.client_credentials import ClientCredentialsOAuthProvider
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from pydantic import AnyUrl

from domain.errors import ConfigurationError, DependencyRejected
from domain.mcp_sign_ins import McpSignIn
from domain.ports import McpSignIns


class SealedTokens:
    """The SDK's `TokenStorage`: what it stores is sealed for the tenant, the client included."""

    def __init__(self, sign_ins: McpSignIns, tenant_id: str, server: str) -> None:
        self._sign_ins = sign_ins
        self._tenant_id = tenant_id
        self._server = server

    async def get_tokens(self) -> OAuthToken | None:
        found = (await self._kept()).tokens
        return OAuthToken.model_validate(found) if found else None

    async def set_tokens(self, tokens: OAuthToken) -> None:
        await self._keep(tokens=tokens.model_dump(mode="json", exclude_none=True))

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        found = (await self._kept()).client_info
        return OAuthClientInformationFull.model_validate(found) if found else None

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        await self._keep(client_info=client_info.model_dump(mode="json", exclude_none=True))

    async def _kept(self) -> McpSignIn:
        found = await self._sign_ins.of(self._tenant_id, self._server)
        if found is None:
            raise ConfigurationError(f"{self._server}: nobody has signed in; connect it again")
        return found

    async def _keep(self, **changed: object) -> None:
        kept = (await self._kept()).model_copy(update=changed)
        await self._sign_ins.keep(self._tenant_id, self._server, kept)


def client_credentials(
    url: str, sign_in: McpSignIn, tokens: SealedTokens
) -> ClientCredentialsOAuthProvider:
    """For a client of the tenant's own at its authorization server."""
    secret = sign_in.client_secret.get_secret_value() if sign_in.client_secret else ""
    return ClientCredentialsOAuthProvider(
        server_url=url,
        storage=tokens,
        client_id=sign_in.client_id or "",
        client_secret=secret,
        scope=sign_in.scope,
        issuer=sign_in.issuer,
    )


def authorization_code(
    url: str,
    sign_in: McpSignIn,
    tokens: SealedTokens,
    *,
    redirect_to: str = "http://127.0.0.1/callback",
    show: Callable[[str], Awaitable[None]] | None = None,
    answered: Callable[[], Awaitable[AuthorizationCodeResult]] | None = None,
) -> OAuthClientProvider:
    """With PKCE. Only an operator at a terminal can agree in a browser; a worker has the tokens
    that came of it, and refreshes them."""
    metadata = OAuthClientMetadata(
        client_name="Duralogue",
        redirect_uris=[AnyUrl(redirect_to)],
        grant_types=["authorization_code", "refresh_token"],
        scope=sign_in.scope,
    )
    return OAuthClientProvider(
        server_url=url,
        client_metadata=metadata,
        storage=tokens,
        redirect_handler=show or _nobody_to_ask,
        callback_handler=answered or _nobody_to_ask_anything,
    )


async def _nobody_to_ask(_url: str) -> None:
    _sign_in_again()


async def _nobody_to_ask_anything() -> AuthorizationCodeResult:
    _sign_in_again()


def _sign_in_again() -> NoReturn:
    raise DependencyRejected("its tokens have ended: sign in again with `duralogue connect mcp`")
