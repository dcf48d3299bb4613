"""The model's part of the day: an answer in its words, an outage, and why an answer is as it is."""

from pathlib import Path

from duralogue.answer_explanations import explain
from duralogue.chat_client import open_http
from duralogue.demo.cast import Day
from duralogue.demo.customer import Customer, visiting
from duralogue.demo.model_double import ModelDouble, double_of_cohere

ACME = Path(__file__).parents[2] / "tenants" / "acme"
_SHOWN = ("answer ", "model ", "prompt ", "tokens ", "cites ")


async def be_answered_by_a_model(day: Day) -> None:
    day.scene("A hosted model answers: a double of Cohere, not a real model")
    day.note("It makes its answers of sentences that share words with the question.")
    tenant = day.ada.chat.visit.tenant
    async with (
        double_of_cohere(day.stack, ACME) as cohere,
        open_http(day.stack.ports.gateway_url) as http,
        visiting(http, tenant, day.console, called="Grace") as grace,
    ):
        await _model_comes_and_goes(day, cohere, grace)
        day.note("Why these answers? duralogue explain tenants/acme --conversation …")
        conversation = grace.chat.visit.conversation_id
        why = [line.strip() for line in await explain(day.stack.settings, tenant, conversation)]
        for line in why:
            if line.startswith(_SHOWN):
                day.note(f"  {line}")
        made = [line for line in why if line.startswith("model ") and "command-" in line]
        day.expect("both that the model made bear its name", len(made) == len(("first", "last")))


async def _model_comes_and_goes(day: Day, cohere: ModelDouble, grace: Customer) -> None:
    answer = await grace.ask("Within how many days can I return an item?")
    day.expect("the model's answer says where that stands", answer["citations"])
    level = await day.supervisor.acts.service_level()
    day.expect("the supervisor sees that the model answers", level == "hosted")
    await cohere.go_down()
    day.note("The double answers 503 from now on.")
    answer = await grace.ask("How long is a gift card valid?")
    day.expect("the documents are quoted instead, in the same turn", answer["citations"])
    level = await day.supervisor.acts.service_level()
    day.expect("the supervisor sees that, too", level == "extractive")
    await cohere.come_back()
    day.note("The double is back.")
    answer = await grace.ask("Are returns from Germany free of charge?")
    day.expect("the next answer has its source", answer["citations"])
    level = await day.supervisor.acts.service_level()
    day.expect("and the model is back by itself", level == "hosted")
