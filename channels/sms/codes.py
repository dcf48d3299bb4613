# ruff: noqa: E501 - a table
"""Codes of Twilio, of carriers and of Meta's, in words: what happened, whose it is to mend, and
whether the same message may be taken later."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    """Whose it is to mend."""

    OURS = "ours"
    TENANT = "tenant"
    """The tenant's account, sender or settings at the provider."""
    CUSTOMER = "customer"
    CARRIER = "carrier"
    PROVIDER = "provider"


class Code(NamedTuple):
    reason: str
    fault: Fault
    retry: bool = False
    """Whether the same send may be taken later; where it was refused, nothing went out."""


_OURS, _TENANT, _CUSTOMER = Fault.OURS, Fault.TENANT, Fault.CUSTOMER
_CARRIER, _PROVIDER = Fault.CARRIER, Fault.PROVIDER

CODES: Mapping[int, Code] = {
    # Access to the account
    10001: Code("the Twilio account is not active", _TENANT),
    20001: Code("Twilio does not know a parameter of the request", _OURS),
    20003: Code("Twilio refuses the account's credentials: connect it anew", _TENANT, retry=True),
    20005: Code("the Twilio account is not active", _TENANT),
    20008: Code("test credentials cannot send messages", _TENANT),
    20404: Code("the Twilio account or the message is not there", _TENANT),
    20422: Code("Twilio finds a parameter of the request invalid", _OURS),
    20429: Code("too many requests at once for this Twilio account", _PROVIDER, retry=True),
    20500: Code("Twilio has a failure of its own", _PROVIDER, retry=True),
    20503: Code("Twilio is down for a while", _PROVIDER, retry=True),
    # Twilio calls us
    11200: Code("our gateway answered Twilio's call with an error, or not in time", _OURS, retry=True),
    11205: Code("Twilio cannot connect to our gateway", _OURS, retry=True),
    11210: Code("Twilio cannot find the host of our gateway", _TENANT),
    11220: Code("Twilio and our gateway do not agree on a TLS connection", _TENANT),
    11235: Code("our gateway's TLS certificate is not valid for Twilio", _TENANT),
    11237: Code("our gateway's TLS certificate cannot be verified", _TENANT),
    11750: Code("our answer to Twilio is too long", _OURS),
    12100: Code("our answer to Twilio is no valid XML", _OURS),
    12200: Code("our answer to Twilio is not valid TwiML", _OURS),
    12300: Code("our answer to Twilio has the wrong content type", _OURS),
    15003: Code("a call of Twilio's came to a warning", _TENANT),
    # What is refused at once
    21201: Code("no recipient was given", _OURS),
    21211: Code("the recipient's number is not valid", _CUSTOMER),
    21212: Code("the sender's number is not valid", _TENANT),
    21217: Code("the recipient's number is not valid", _CUSTOMER),
    21219: Code("a trial account sends to verified numbers only", _TENANT),
    21266: Code("the sender and the recipient are the same number", _CUSTOMER),
    21408: Code("the account may not send to the recipient's country", _TENANT),
    21421: Code("the sender's number is not valid", _TENANT),
    21601: Code("the sender's number cannot send text messages", _TENANT),
    21602: Code("the message has no text", _OURS),
    21603: Code("no sender was given", _OURS),
    21604: Code("no recipient was given", _OURS),
    21605: Code("the message is too long", _OURS),
    21606: Code("the sender's number is not one of this Twilio account's", _TENANT),
    21608: Code("a trial account sends to verified numbers only", _TENANT),
    21609: Code("Twilio cannot report to our gateway: its public address is not valid", _TENANT),
    21610: Code("the recipient has sent STOP and wants no messages", _CUSTOMER),
    21611: Code("too many messages of this sender wait at Twilio", _PROVIDER, retry=True),
    21612: Code("this sender cannot reach that recipient", _TENANT),
    21614: Code("the recipient's number is no mobile number", _CUSTOMER),
    21617: Code("the message is longer than 1,600 characters", _OURS),
    21619: Code("the message has no text and no file", _OURS),
    21620: Code("the address of a file is not valid", _TENANT),
    21623: Code("too many files in one message", _OURS),
    21654: Code("the content template is not there", _TENANT),
    21655: Code("the id of the content template is not valid", _TENANT),
    21656: Code("the variables of the content template are not valid", _TENANT),
    21701: Code("the messaging service is not there", _TENANT),
    21703: Code("the messaging service has no sender", _TENANT),
    21704: Code("the messaging service has no sender that can reach this recipient", _TENANT),
    21705: Code("the id of the messaging service is not valid", _TENANT),
    21910: Code("sender and recipient are not on the same channel", _TENANT),
    # What carriers report later
    30001: Code("it waited too long at Twilio", _PROVIDER, retry=True),
    30002: Code("the Twilio account was suspended", _TENANT),
    30003: Code("the recipient's phone is off or out of reach", _CUSTOMER),
    30004: Code("the recipient has blocked messages, or their carrier has", _CUSTOMER),
    30005: Code("the recipient's number is not known or not in use any more", _CUSTOMER),
    30006: Code("the recipient's number is a landline, or its carrier takes no messages", _CUSTOMER),
    30007: Code("a filter of the carrier's or Twilio's has taken it for spam", _CARRIER),
    30008: Code("the carrier gives no reason", _CARRIER),
    30009: Code("a part of the message is missing", _CARRIER),
    30010: Code("the message costs more than was allowed", _OURS),
    30011: Code("pictures cannot be sent to that carrier", _CARRIER),
    30017: Code("the carrier's network is congested", _CARRIER, retry=True),
    30018: Code("the carrier needs the message's category to be registered", _TENANT),
    30019: Code("a file is larger than the carrier takes", _OURS),
    30022: Code("too many messages for the registered campaign", _TENANT, retry=True),
    30023: Code("the registered brand's daily limit is reached", _TENANT, retry=True),
    30024: Code("the sender is not yet enabled at the carrier", _TENANT),
    30027: Code("the registered campaign's daily limit is reached", _TENANT, retry=True),
    30032: Code("the toll-free number has not been verified", _TENANT),
    30033: Code("the registered campaign is suspended", _TENANT),
    30034: Code("the sender's number belongs to no registered campaign", _TENANT),
    30035: Code("the registered campaign is being changed", _TENANT, retry=True),
    30036: Code("it waited longer than it was worth sending", _CARRIER),
    30037: Code("outbound messages of this account are switched off", _TENANT),
    30038: Code("a one-time code was found suspicious", _PROVIDER),
    30039: Code("the same message went round and round", _OURS),
    30040: Code("the sender must be registered in the recipient's country", _TENANT),
    30041: Code("the sender's name must be registered in the recipient's country", _TENANT),
    30044: Code("a trial account cannot send a message of this length", _TENANT),
    30410: Code("the carrier did not answer in time", _CARRIER, retry=True),
    30450: Code("Twilio's protection against fraud has blocked that number", _PROVIDER),
    30453: Code("Twilio's protection against fraud has blocked it", _PROVIDER),
    30454: Code("the limit of messages in this account is reached", _TENANT),
    30485: Code("the carrier has blocked the recipient", _CARRIER),
    # WhatsApp, as Twilio reports what Meta says
    63001: Code("the channel cannot sign in: its sender must be set up again", _TENANT),
    63002: Code("there is no such sender on this channel", _TENANT),
    63003: Code("there is no such recipient on WhatsApp", _CUSTOMER),
    63005: Code("WhatsApp does not take this content", _OURS),
    63007: Code("the sender is no WhatsApp sender of this Twilio account", _TENANT),
    63008: Code("the channel is not set up in full", _TENANT),
    63009: Code("WhatsApp has failed", _PROVIDER, retry=True),
    63010: Code("WhatsApp has a failure of its own", _PROVIDER, retry=True),
    63012: Code("WhatsApp is down for a while", _PROVIDER, retry=True),
    63013: Code("it is against WhatsApp's policy", _TENANT),
    63014: Code("WhatsApp does not let the recipient be written to", _CUSTOMER),
    63015: Code("the WhatsApp sandbox reaches only people who have joined it", _TENANT),
    63016: Code("24 hours after the customer wrote, WhatsApp takes approved templates only", _TENANT),
    63017: Code("the recipient's number is not valid on WhatsApp", _CUSTOMER),
    63018: Code("too many messages for WhatsApp's limit", _PROVIDER, retry=True),
    63019: Code("a file could not be fetched for WhatsApp", _TENANT),
    63020: Code("Meta has not accepted the business: accept Twilio's invitation", _TENANT),
    63021: Code("WhatsApp finds the content not valid", _OURS),
    63022: Code("the template's name is not valid", _TENANT),
    63023: Code("WhatsApp has failed, and gives no reason", _PROVIDER, retry=True),
    63024: Code("the recipient cannot get this message on WhatsApp", _CUSTOMER),
    63025: Code("the file was already taken by WhatsApp", _PROVIDER),
    63026: Code("the account may not do this on WhatsApp", _TENANT),
    63027: Code("the template is not there in that language", _TENANT),
    63028: Code("the template has another number of variables", _TENANT),
    63029: Code("the recipient has not agreed to WhatsApp's latest terms", _CUSTOMER),
    63030: Code("a parameter of the message is not taken by WhatsApp", _OURS),
    63031: Code("the sender and the recipient are the same number", _CUSTOMER),
    63032: Code("WhatsApp holds this message back from this person", _CUSTOMER),
    63033: Code("the recipient has blocked the business on WhatsApp", _CUSTOMER),
    63036: Code("the recipient's number is not on WhatsApp", _CUSTOMER),
    63038: Code("the account's daily limit of messages is reached", _TENANT, retry=True),
    63040: Code("Meta has rejected the template", _TENANT),
    63041: Code("Meta has paused the template, for it is complained about", _TENANT),
    63042: Code("Meta has disabled the template", _TENANT),
    63049: Code("Meta chose not to deliver a marketing message", _PROVIDER),
    63051: Code("Meta has locked the WhatsApp business account", _TENANT),
}  # fmt: skip


def reason_of(code: str, *, default: str = "") -> str:
    """The sentence for a code as it was reported; "error 12345" for one that is not in the table,
    and `default` where none was given."""
    if not code:
        return default
    known = CODES.get(int(code)) if code.isascii() and code.isdigit() and len(code) <= 6 else None  # noqa: PLR2004 - digits
    return known.reason if known else f"error {code[:40]}, see twilio.com/docs/api/errors"
