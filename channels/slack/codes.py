"""Error codes of Slack's Web API: the reason in words, what to do next, and whose fault it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Then(StrEnum):
    """What to do after a refusal."""

    LATER = "later"
    """Surely nothing was done: the same call may succeed in a moment."""
    ASK = "ask"
    """It may have been done, in part or as a whole: look before it is repeated."""
    NEVER = "never"
    """The same call will be refused again."""
    IN_WORDS = "in_words"
    """Nothing was done: the same without blocks may be taken."""
    POST = "post"
    """It cannot be streamed, or not any more: post it, or update what has begun."""
    REFRESH = "refresh"
    """Nothing was done: the token has to be exchanged first."""
    END = "end"
    """Nothing was done, and nothing will be: the workspace's connection is of no use any more."""


class Fault(StrEnum):
    """Who can do something about it."""

    SLACK = "slack"
    WORKSPACE = "workspace"
    """The workspace's admins, or whoever runs the channel."""
    OPERATOR = "operator"
    """Whoever has connected the app: its scopes, secrets and settings."""
    US = "us"
    """A call that Duralogue should not make like this."""


@dataclass(frozen=True)
class Code:
    """One error code."""

    reason: str
    then: Then
    fault: Fault


def code_of(error: str) -> Code:
    """Of an error that Slack has named; one that is not in the table is taken for a refusal of
    this call, for good."""
    unknown = Code(f"Slack refused it: {error[:60]}", Then.NEVER, Fault.US)
    return CODES.get(error, unknown)


def _codes(then: Then, fault: Fault, reasons: Mapping[str, str]) -> dict[str, Code]:
    return {name: Code(reason, then, fault) for name, reason in reasons.items()}


_BUSY = {
    "ratelimited": "Slack asks to be called less often",
    "rate_limited": "Slack asks to post less often to this channel",
    "message_limit_exceeded": "the workspace sends more messages than its plan allows",
    "request_timeout": "Slack got only a part of the call",
    "team_added_to_org": "the workspace is being moved into an organisation",
    "external_channel_migrating": "the channel is being moved to another workspace",
    "accesslimited": "Slack limits calls for the moment",
}
_BROKEN = {
    "internal_error": "Slack failed on its side",
    "fatal_error": "Slack failed on its side",
    "service_unavailable": "Slack is down for the moment",
    "messaging_processing_failed": "Slack failed to process the message",
    "update_failed": "Slack failed to update the message",
}
_ENDED = {
    "account_inactive": "the workspace or the bot's user was deactivated",
    "app_uninstalled": "the app was uninstalled from the workspace",
    "invalid_auth": "Slack does not accept the bot's token",
    "not_authed": "no token was sent",
    "token_revoked": "the bot's token was revoked",
    "user_disabled": "the bot's user was deactivated",
    "is_bot_disabled": "the bot's user was deactivated",
}
_TOKENS = {"token_expired": "the bot's token has expired"}
_CHANNEL = {
    "app_access_restricted": "the workspace does not let this person use the app",
    "cannot_reply_to_message": "this kind of message cannot be replied to in a thread",
    "channel_not_found": "there is no such channel, or the bot may not see it",
    "is_archived": "the channel was archived",
    "is_inactive": "the channel is frozen, archived or deleted",
    "messages_tab_disabled": "the app's messages tab is switched off",
    "method_not_supported_for_channel_type": "this kind of channel does not allow it",
    "not_in_channel": "the bot is not in the channel: invite it",
    "restricted_action": "a setting of the workspace forbids the bot to post there",
    "restricted_action_non_threadable_channel": "the channel allows no threads",
    "restricted_action_read_only_channel": "the channel is read-only",
    "restricted_action_thread_locked": "the thread was locked",
    "restricted_action_thread_only_channel": "the channel allows replies in threads only",
    "slack_connect_canvas_sharing_blocked": "the workspace forbids canvases in shared channels",
    "slack_connect_file_link_sharing_blocked": "the workspace forbids files in shared channels",
    "slack_connect_lists_sharing_blocked": "the workspace forbids lists in shared channels",
    "team_not_found": "the workspace of the channel was not found",
    "thread_not_found": "there is no such thread",
    "user_not_found": "there is no such person in the workspace",
    "user_not_in_channel": "the person is not in the channel",
    "user_not_visible": "the bot may not see this person",
    "team_access_not_granted": "the app was not approved for this workspace",
    "org_login_required": "the workspace is being moved into an organisation",
    "enterprise_is_restricted": "the organisation does not allow this call",
    "ekm_access_denied": "the workspace's admins have suspended access to messages",
    "access_denied": "the workspace does not let the app do this",
    "cant_delete_message": "the bot may not delete this message",
    "compliance_exports_prevent_deletion": "a setting of the workspace forbids deleting",
    "cant_update_message": "the bot may not change this message",
    "edit_window_closed": "a setting of the workspace forbids changing it so late",
    "message_not_found": "the message was deleted",
}
_SETUP = {
    "bad_client_secret": "the client secret is not the app's",
    "bad_redirect_uri": "the redirect URL is not one of the app's",
    "cannot_install_an_org_installed_app": "the app is installed for the whole organisation",
    "invalid_client_id": "the client id is not an app's",
    "invalid_code": "the link was used already, or is too old: begin anew",
    "invalid_refresh_token": "the refresh token is not valid any more",
    "missing_scope": "the app lacks a scope: add it and install the app anew",
    "no_permission": "the token may not do this",
    "no_scopes": "the app asks for no scopes",
    "not_allowed_token_type": "this takes another kind of token",
    "oauth_authorization_url_mismatch": "the link was not that of OAuth v2",
    "pkce_not_allowed": "the app does not allow PKCE",
    "preview_feature_not_available": "the workspace does not have this feature yet",
    "user_email_unverified": "whoever installs the app has to confirm their e-mail address",
    "view_not_found": "the form was closed",
    "expired_trigger_id": "the form was opened too late",
    "exchanged_trigger_id": "the form was opened already",
    "not_enabled": "the app's home is switched off",
    "metadata_must_be_sent_from_app": "metadata takes the bot's token",
    "two_factor_setup_required": "whoever owns the token has to set up two-factor sign-in",
}
_OURS = {
    "as_user_not_supported": "the app cannot post as a person",
    "attachment_payload_limit_exceeded": "the attachments are too long",
    "deprecated_endpoint": "Slack has retired this call",
    "duplicate_channel_not_found": "the id of the message belongs to another channel",
    "duplicate_external_id": "the view's id is in use already",
    "duplicate_message_not_found": "the id of the message belongs to none",
    "hash_conflict": "the view was changed meanwhile",
    "invalid_arg_name": "an argument is not known",
    "invalid_arguments": "an argument is not valid",
    "invalid_array_arg": "an argument is a list that should be none",
    "invalid_attachments": "the attachments are not valid",
    "invalid_charset": "the text is not UTF-8",
    "invalid_cursor": "the place in the list is not valid any more",
    "invalid_form_data": "the form data is not valid",
    "invalid_grant_type": "the kind of grant is not known",
    "invalid_json": "the body is not valid JSON",
    "invalid_metadata_format": "the metadata is not well-formed",
    "invalid_metadata_schema": "the metadata does not keep to its schema",
    "invalid_post_type": "the content type is not known",
    "invalid_thread_ts": "the thread's time is not valid",
    "invalid_trigger_id": "the trigger's id is not valid",
    "invalid_ts_latest": "the latest time is not valid",
    "invalid_ts_oldest": "the oldest time is not valid",
    "invalid_user_combination": "these people cannot be in one conversation",
    "json_not_object": "the body is JSON and no object",
    "markdown_text_conflict": "markdown cannot go with blocks or text",
    "metadata_too_large": "the metadata is too long",
    "method_deprecated": "Slack has retired this call",
    "missing_file_data": "a file's data is missing",
    "missing_post_type": "the content type is missing",
    "msg_too_long": "the text is too long",
    "no_text": "the message is empty",
    "not_enough_users": "too few people were named",
    "not_found": "there is no such thing",
    "push_limit_reached": "too many views are open on one another",
    "reserved_username": "the name is reserved",
    "send_on_behalf_not_allowed": "the app cannot post as a person",
    "too_many_attachments": "there are too many attachments",
    "too_many_contact_cards": "there are too many contact cards",
    "too_many_users": "too many people were named",
    "unknown_method": "Slack does not know this call",
    "upgrade_required": "Slack has retired this call",
    "users_list_not_supplied": "no people were named",
    "view_too_large": "the view is too long",
}
_BLOCKS = {
    "block_mismatch": "the message's blocks cannot be replaced by these",
    "invalid_blocks": "Slack does not take the blocks, or cannot fetch a picture in them",
    "invalid_blocks_format": "the blocks are not well-formed",
    "msg_blocks_too_long": "the blocks are too long",
    "msg_blocks_too_many": "there are more than 50 blocks",
}
_STREAMS = {
    "cannot_provide_both_markdown_text_and_chunks": "a stream takes markdown or chunks",
    "channel_type_not_supported": "this kind of channel allows no streams",
    "invalid_chunks": "the stream's chunks are not valid",
    "message_not_in_streaming_state": "the stream has ended",
    "message_not_owned_by_app": "the stream is another app's",
    "missing_recipient_team_id": "a stream there has to name its reader's workspace",
    "missing_recipient_user_id": "a stream there has to name its reader",
    "stopped_by_user": "the reader has stopped the stream",
    "streaming_mode_mismatch": "a stream takes markdown or chunks, as it has begun",
    "streaming_state_conflict": "the message is still being streamed",
}

CODES: Mapping[str, Code] = {
    **_codes(Then.LATER, Fault.SLACK, _BUSY),
    **_codes(Then.ASK, Fault.SLACK, _BROKEN),
    **_codes(Then.END, Fault.WORKSPACE, _ENDED),
    **_codes(Then.REFRESH, Fault.OPERATOR, _TOKENS),
    **_codes(Then.NEVER, Fault.WORKSPACE, _CHANNEL),
    **_codes(Then.NEVER, Fault.OPERATOR, _SETUP),
    **_codes(Then.NEVER, Fault.US, _OURS),
    **_codes(Then.IN_WORDS, Fault.US, _BLOCKS),
    **_codes(Then.POST, Fault.SLACK, _STREAMS),
}
