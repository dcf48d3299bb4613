"""What the bot says where a tenant has no sentence of its own."""

TEXTS = {"yes": "Ja", "no": "Nee", "thanks": "Graag gedaan!"}
