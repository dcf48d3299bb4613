"""The task queues of this release, without loading what runs on them."""

QUEUES = ("conversations", "intelligence", "integrations", "delivery", "maintenance")
