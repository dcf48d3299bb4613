"""The bot's own sentences, for tenants that have none."""

TEXTS = {"yes": "Ja", "no": "Nee", "thanks": "Graag gedaan!"}
