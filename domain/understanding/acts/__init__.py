"""Speech acts of a message: yes, no, refuse, order, complain, wait."""
