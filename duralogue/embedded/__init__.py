"""The whole product on one machine: PostgreSQL, Temporal, the shop, the workers, the gateway."""
