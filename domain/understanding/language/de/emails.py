"""E-mail addresses as they are spoken."""

AT = "ät|at|klammeraffe|at-zeichen"
DOT = "punkt"
DASH = "bindestrich|minus|strich"
UNDERSCORE = "unterstrich"
PLUS = "plus"
