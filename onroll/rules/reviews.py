"""When people are reminded of a pair of records that may be one child. No period here ever decides about a child."""

from onroll.rules.rulesets import Mark, Setting

REVIEW_REMINDER_DAYS = Setting(
    name="reminder of a pair of records that nobody has answered (days after it began to wait)",
    value=(5,),
    mark=Mark.PROPOSED,
    source="this project's proposal: calendar days, a week with its school days",
)

REVIEW_ESCALATION_DAYS = Setting(
    name="escalation of a pair of records that nobody has answered (days after it began to wait)",
    value=(10,),
    mark=Mark.PROPOSED,
    source="this project's proposal: the exchange administrator then sees the pair and may answer it",
)
