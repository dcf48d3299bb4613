"""E-mail addresses as they are spoken."""

from domain.understanding.word_sets import word_set

AT = "at"
DOT = "dot|period|point"
DASH = "dash|hyphen|minus"
UNDERSCORE = "underscore|under score"
PLUS = "plus"
NO_NAMES = word_set(
    "look am is are was be been shop buy order ordered work me it us here there you found not"
)
"""Words before "at" that are no name of a mailbox."""
LEADS = word_set("is mail email address to at contact")
"""Words before an address that is spoken in part only."""
