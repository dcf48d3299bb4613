"""Words with which a service level explains its moment to agents."""

WORDS = {
    "due": "due {moment}",
    "on": "{time} on {day}",
    "between": "{time} on {days} days between",
    "paused": " (the clock stood still for {time})",
    "hours": "h",
    "minutes": "min",
    "seconds": "s",
    "weekdays": "Mon Tue Wed Thu Fri Sat Sun",
    "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "dated": "{weekday} {day} {month}",
}
