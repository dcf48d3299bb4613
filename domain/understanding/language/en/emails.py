"""E-mail addresses as they are spoken."""

AT = "at|@|(at)|[at]|{at}|at sign"
DOT = "dot|period|point|.|(dot)|[dot]"
DASH = "dash|hyphen|minus"
UNDERSCORE = "underscore|under score"
PLUS = "plus"
