"""Dates in French, with the typographically right hour."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y à G\u00a0\\h\u00a0i"
TIME_FORMAT = "G\u00a0\\h\u00a0i"
