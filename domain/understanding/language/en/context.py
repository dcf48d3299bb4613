"""Words that refer to what was offered, listed or named before."""

PLACES = r"the |option |number |choice |nr\.? ?"
"""Before the number of a place in a list."""
NAMED = r"that|this|the same|the|my"
"""Before the kind of what was named: "that order"."""
PRONOUNS = r"(?:that|this) one|the same(?: one)?|it|that|this|them"
EMPTY = (
    r"is it (?:possible|ok|okay|true|safe|allowed)|(?:does|will|would|did) it (?:take|cost)"
    r"|it (?:is|was|would be) (?:possible|ok|urgent|a|an|not)|that is (?:all|it)|that's (?:all|it)"
    r"|this (?:is|was) (?:a|an|the|my)\b|is (?:that|this|it) (?:all|a|an)\b|do it"
)
"""Where they refer to nothing."""
