"""The bot's own sentences, for tenants that have none."""

TEXTS = {
    "yes": "Ja",
    "no": "Nee",
    "greeting": "Hallo, ik ben {bot}! Wat kan ik voor je doen?",
    "thanks": "Graag gedaan!",
    "cancelled": "Goed, ik ben gestopt: {flow}.",
}
