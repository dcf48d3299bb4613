"""Settings of the double of Twilio, for tests and the development page."""

from pydantic import BaseModel, ConfigDict, Field


class TwilioSettings(BaseModel):
    """One account with its numbers. The secrets are throw-away ones."""

    model_config = ConfigDict(extra="forbid")

    request_url: str = ""
    """Where the app takes messages, such as `…/channels/sms/support/messages`. "" sends nothing."""
    account_sid: str = "AC00000000000000000000000000d0b1e0"
    auth_token: str = "double-auth-token"  # noqa: S105 - throw-away
    numbers: tuple[str, ...] = ("+15550100000", "whatsapp:+15550100000")
    services: dict[str, tuple[str, ...]] = Field(
        default={"MG00000000000000000000000000d0b1e0": ("+15550100000",)}
    )
    """Messaging service -> its numbers."""
    contents: dict[str, str] = Field(
        default={
            "HX00000000000000000000000000d0b1e0": "Your order {{1}} has news. Reply to read them."
        }
    )
    """Content templates: sid -> text with {{1}} and so on."""
    advanced_opt_out: bool = False
    """Whether Twilio says with `OptOutType` that it has handled a STOP itself."""
    step_s: float = Field(default=0.05, ge=0)
    """Between queued, sent, delivered and, on WhatsApp, read."""
    answer_within_s: float = Field(default=15.0, gt=0)
    window_s: float = Field(default=86_400.0, gt=0)
    """So long after a person's last WhatsApp message free text goes out to them."""
    seed: int | None = None
