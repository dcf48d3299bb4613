"""What a message does: yes, no, refuse, order, complain, wait."""
