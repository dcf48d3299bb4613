"""A channel of the tenant's own making: signed JSON in, and replies posted to the tenant's URL."""
