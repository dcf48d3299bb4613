"""What people say and what is right, played through the product. entries.py says the form."""
