"""A tenant whose answers a double of Cohere makes, at once: what is left is the product's own."""

import shutil
from pathlib import Path

import httpx

from duralogue.embedded.doubles import Played, played_provider
from duralogue.embedded.endpoints import choose_port
from duralogue.embedded.seeding import seed
from duralogue.embedded.stack import Stack

HOSTED = "hosted"
KNOWLEDGE = Path(__file__).parents[1] / "tenants" / "acme" / "knowledge"
_WITHIN_S = 30
_SETTINGS = f"""tenant: {HOSTED}
branding: {{name: Ava}}
limits: {{plan: bench, messages_per_minute: 6000, burst: 1000,
  tenant_messages_per_minute: 600000, tenant_burst: 100000,
  tokens_per_conversation: 10000000}}
never_silent: {{holding_after: 100s, failure_after: 110s}}
models: {{answers: [large, small]}}
"""


def hosted_folder(home: Path) -> Path:
    """Acme's documents in English, and nothing else: no flow is in the way of a question."""
    folder = home / "tenants" / HOSTED
    folder.mkdir(parents=True)
    (folder / "tenant.yaml").write_text(_SETTINGS)
    shutil.copytree(KNOWLEDGE, folder / "knowledge", ignore=shutil.ignore_patterns("de"))
    return folder


async def seed_hosted_tenant(product: Stack) -> None:
    """Start the double, connect it by the command that an operator uses, publish the tenant."""
    played = played_provider(
        Played.COHERE,
        tenant=HOSTED,
        port=choose_port(0, avoid=tuple(product.ports.noted().values())),
        gateway_url=product.ports.gateway_url,
        home=product.home,
    )
    await product.supervisor.start(played.part())
    await played.connect(product.environment_of("seed"))
    async with httpx.AsyncClient(base_url=played.url, timeout=_WITHIN_S) as double:
        at_once = {"pace_s": 0.0, "chunking": "words"}
        (await double.put("/_double/settings", json=at_once)).raise_for_status()
    folder = hosted_folder(product.home.folder)
    await seed(folder, product.home, product.environment_of("seed"), lambda _: None)
