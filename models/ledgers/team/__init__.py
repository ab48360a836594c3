"""What helping units do: gifts, matching, visits from above."""

TITLE = "驻村帮扶"
ORDER = 40
