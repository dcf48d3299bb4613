"""Words for the audit log's codes, in English and German. The export keeps the codes."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from domain.audit import AuditEntry, read_detail

ACTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "acted_in_bulk": "Acted on several conversations",
        "agent_profile_written": "Changed an agent's profile",
        "approval_decided": "Decided an approval",
        "audit_exported": "Exported the audit log",
        "bot_published": "Published the bot",
        "canned_reply_deleted": "Deleted a canned reply",
        "canned_reply_written": "Wrote a canned reply",
        "conversation_read": "Read a conversation",
        "conversation_repaired": "Repaired a conversation",
        "conversation_resolved": "Resolved a conversation",
        "conversation_separated": "Separated a conversation",
        "conversation_taken_over": "Took over a conversation",
        "conversations_merged": "Merged conversations",
        "conversations_searched": "Searched conversations",
        "customer_held": "Put a customer on hold, or ended it",
        "customer_written_to": "Wrote to a customer",
        "deliveries_replayed": "Sent deliveries again",
        "file_sent": "Sent a file",
        "handoff_claimed": "Claimed a customer",
        "handoff_snoozed": "Snoozed a conversation, or woke it",
        "handoff_transferred": "Transferred a conversation",
        "transfer_withdrawn": "Withdrew a transfer",
        "note_written": "Wrote a note",
        "offer_declined": "Declined an offer",
        "passed_back": "Customer went back to the queue",
        "password_set": "Set a password",
        "presence_chosen": "Chose an availability",
        "queue_settings_reset": "Dropped what was edited of a queue",
        "queue_settings_written": "Edited a queue's settings",
        "report_downloaded": "Downloaded a report",
        "returned_to_bot": "Returned a customer to the bot",
        "second_factor_demanded": "Demanded a second factor of everybody",
        "second_factor_no_longer_demanded": "No longer demands a second factor",
        "second_factor_removed": "Removed a second factor",
        "second_factor_set": "Set up a second factor",
        "second_factor_shown": "Showed a second factor",
        "sender_blocked": "Blocked a sender",
        "sender_unblocked": "Unblocked a sender",
        "sessions_ended": "Ended sessions",
        "signed_in": "Signed in",
        "signed_out": "Signed out",
        "staff_added": "Added a person",
        "staff_revoked": "Removed a person",
        "staff_token_end_changed": "Changed how long a token holds",
        "suggestion_asked_for": "Asked for a suggested reply",
        "view_deleted": "Deleted a saved view",
        "view_saved": "Saved a view",
    },
    "de": {
        "acted_in_bulk": "Mehrere Gespräche bearbeitet",
        "agent_profile_written": "Profil geändert",
        "approval_decided": "Freigabe entschieden",
        "audit_exported": "Protokoll heruntergeladen",
        "bot_published": "Bot veröffentlicht",
        "canned_reply_deleted": "Textbaustein gelöscht",
        "canned_reply_written": "Textbaustein geschrieben",
        "conversation_read": "Gespräch gelesen",
        "conversation_repaired": "Gespräch repariert",
        "conversation_resolved": "Gespräch abgeschlossen",
        "conversation_separated": "Gespräch getrennt",
        "conversation_taken_over": "Gespräch übernommen",
        "conversations_merged": "Gespräche zusammengeführt",
        "conversations_searched": "Gespräche durchsucht",
        "customer_held": "Angehalten oder fortgesetzt",
        "customer_written_to": "Nachricht gesendet",
        "deliveries_replayed": "Zustellungen wiederholt",
        "file_sent": "Datei gesendet",
        "handoff_claimed": "Aus der Warteschlange übernommen",
        "handoff_snoozed": "Zurückgestellt oder wieder aufgenommen",
        "handoff_transferred": "Weitergegeben",
        "transfer_withdrawn": "Weitergabe zurückgenommen",
        "note_written": "Notiz geschrieben",
        "offer_declined": "Angebot abgelehnt",
        "passed_back": "Zurück in die Warteschlange gekommen",
        "password_set": "Passwort gesetzt",
        "presence_chosen": "Verfügbarkeit gewählt",
        "queue_settings_reset": "Bearbeitung einer Warteschlange verworfen",
        "queue_settings_written": "Einstellungen einer Warteschlange geändert",
        "report_downloaded": "Bericht heruntergeladen",
        "returned_to_bot": "An den Bot zurückgegeben",
        "second_factor_demanded": "Zweiten Faktor von allen verlangt",
        "second_factor_no_longer_demanded": "Zweiten Faktor nicht länger verlangt",
        "second_factor_removed": "Zweiten Faktor entfernt",
        "second_factor_set": "Zweiten Faktor eingerichtet",
        "second_factor_shown": "Zweiten Faktor gezeigt",
        "sender_blocked": "Absender gesperrt",
        "sender_unblocked": "Sperre aufgehoben",
        "sessions_ended": "Sitzungen beendet",
        "signed_in": "Angemeldet",
        "signed_out": "Abgemeldet",
        "staff_added": "Person hinzugefügt",
        "staff_revoked": "Person entfernt",
        "staff_token_end_changed": "Gültigkeit eines Zugangsschlüssels geändert",
        "suggestion_asked_for": "Antwort vorschlagen lassen",
        "view_deleted": "Gespeicherte Ansicht gelöscht",
        "view_saved": "Ansicht gespeichert",
    },
}
_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {"by": "with", "on": "on hold", "to_agent": "to", "to_queue": "to the queue"}
    | {"to_bot": "to the bot", "warm": "stays until taken", "from_agent": "had by"}
    | {"in_bulk": "one of several", "from_person": "from a colleague", "ended": "how many"},
    "de": {"by": "mit", "on": "angehalten", "until": "bis", "disposition": "Ergebnis"}
    | {"to_agent": "an", "to_queue": "an die Warteschlange", "to_bot": "an den Bot"}
    | {"warm": "bleibt bis zur Übernahme", "conversation": "Gespräch", "from": "aus"}
    | {"from_agent": "war bei", "in_bulk": "eines von mehreren", "presence": "gewählt"}
    | {"message": "Nachricht", "note": "Notiz", "merged": "zusammengeführt"}
    | {"handoff": "Übergabe", "from_person": "von einer anderen Person", "approve": "freigegeben"}
    | {"action": "Vorgang", "done": "erledigt", "refused": "abgelehnt", "ended": "wie viele"}
    | {"revision": "Stand", "changed": "geändert", "deliveries": "Zustellungen"}
    | {"repair": "Reparatur", "reason": "Grund", "role": "Rolle", "valid_for": "gültig für"},
}
_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {"true": "yes", "false": "no", "null": "-", "token": "staff token"},
    "de": {"true": "ja", "false": "nein", "null": "-", "token": "Zugangsschlüssel"}
    | {"password": "Passwort", "provider": "Anmeldedienst", "available": "verfügbar"}
    | {"busy": "beschäftigt", "away": "abwesend", "offline": "offline"}
    | {"claim": "übernehmen", "transfer": "weitergeben", "resolve": "abschließen"}
    | {"snooze": "zurückstellen"},
}
_ON_CONVERSATIONS: Final = frozenset(
    {"conversation_read", "conversation_repaired", "conversation_taken_over", "file_sent"}
    | {"note_written", "sender_blocked", "sender_unblocked", "suggestion_asked_for"}
)


class ToldEntry(NamedTuple):
    """A line of the log as its page shows it."""

    entry: AuditEntry
    action: str
    """In words; the code where there are none."""
    detail: tuple[tuple[str, str], ...]
    conversation: str
    """That it is about; "" where it is about none."""


def told(entry: AuditEntry, language: str) -> ToldEntry:
    """In the reader's language. A conversation is named once, as what it was done to."""
    detail = read_detail(entry.detail)
    about = str(detail.get("conversation") or "")
    if not about and entry.action in _ON_CONVERSATIONS:
        about = entry.subject
    shown = ((name, value) for name, value in detail.items() if name != "conversation")
    return ToldEntry(
        entry,
        ACTIONS[language].get(entry.action, entry.action),
        tuple((_name(name, language), _value(value, language)) for name, value in shown),
        about,
    )


def _name(code: str, language: str) -> str:
    return _FIELDS[language].get(code) or code.replace("_", " ")


def _value(value: object, language: str) -> str:
    code = "null" if value is None else str(value)
    return _VALUES[language].get(code.lower() if isinstance(value, bool) else code, code)
