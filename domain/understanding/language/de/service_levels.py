"""Words with which a service level explains its moment to agents."""

WORDS = {
    "due": "fällig {moment}",
    "on": "{time} am {day}",
    "between": "{time} an {days} Tagen dazwischen",
    "paused": " (die Uhr stand {time} still)",
    "hours": "Std.",
    "minutes": "Min.",
    "seconds": "Sek.",
    "weekdays": "Mo Di Mi Do Fr Sa So",
    "months": "1. 2. 3. 4. 5. 6. 7. 8. 9. 10. 11. 12.",
    "dated": "{weekday} {day}.{month}",
}
