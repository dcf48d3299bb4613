"""Models of the practice's API: free times and visits."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

ZONE = ZoneInfo("Europe/Berlin")

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[0-9]{6,15}$")]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
VisitId = Annotated[str, StringConstraints(pattern=r"^V-[0-9a-f]{12}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]


class FreeTime(BaseModel):
    """When somebody could come, as one moment and as people say it in the practice's zone."""

    starts_at: datetime
    day: str
    """ISO date."""
    time: str
    """HH:MM."""

    @classmethod
    def at(cls, moment: datetime) -> Self:
        here = moment.astimezone(ZONE)
        return cls(starts_at=here, day=here.date().isoformat(), time=f"{here:%H:%M}")


class FreeTimes(BaseModel):
    times: list[FreeTime]


class NewVisit(BaseModel):
    model_config = ConfigDict(extra="forbid")

    starts_at: AwareDatetime
    name: Name
    phone: Phone
    note: Note | None = None


class NewTime(BaseModel):
    """When a visit is to be instead."""

    model_config = ConfigDict(extra="forbid")

    starts_at: AwareDatetime


class VisitStatus(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"


class Visit(FreeTime):
    """A time that somebody has booked."""

    visit_id: str
    status: VisitStatus
    name: str
    phone: str
    note: str | None = None

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        when = FreeTime.at(datetime.fromisoformat(row["starts_at"])).model_dump()
        return cls(**(row | when))


class VisitList(BaseModel):
    visits: list[Visit]


class AddedTime(BaseModel):
    """A free time beside the usual ones, for a demonstration or a test."""

    model_config = ConfigDict(extra="forbid")

    starts_at: AwareDatetime
