"""Eligibility of agents for a handoff, by queue, skills and language."""

from collections.abc import Iterable

from domain.desk.snapshot import TeamMember, WaitingHandoff


class Eligibility:
    """What a team can do. What nobody at all can do keeps no handoff from being offered: else a
    skill that was misspelt, a queue that nobody serves any more, or one whose only agent has left,
    would let a customer wait for ever."""

    def __init__(self, team: Iterable[TeamMember]) -> None:
        members = tuple(team)
        self._skills = {skill for each in members for skill in each.profile.skills}
        self._all_have_queues = all(each.profile.queues for each in members)
        self._queues = {queue for each in members for queue in each.profile.queues}
        spoken = [each.profile.languages for each in members]
        self._all_speak_something = bool(spoken) and all(spoken)
        self._languages = {_language(locale) for each in spoken for locale in each}

    def serves(self, member: TeamMember, handoff: WaitingHandoff) -> bool:
        """Whether it may be offered to them, whether or not they are there."""
        profile = member.profile
        return (
            (profile.serves(handoff.queue) or self._is_nobodys(handoff.queue))
            and all(skill in profile.skills for skill in handoff.skills if skill in self._skills)
            and self._speaks(profile.languages, handoff.locale)
        )

    def _is_nobodys(self, queue: str) -> bool:
        return self._all_have_queues and queue not in self._queues

    def _speaks(self, languages: tuple[str, ...], locale: str) -> bool:
        if not languages or not locale:
            return True
        wanted = _language(locale)
        if self._all_speak_something and wanted not in self._languages:
            return True
        return wanted in map(_language, languages)


def _language(locale: str) -> str:
    """`de` of `de-AT`."""
    return locale.partition("-")[0].lower()
