"""The webhook channel: signatures, what comes in, what goes out."""
