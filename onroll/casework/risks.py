"""How urgent a case is, in four levels that order the work list. The numbers are stored: smaller comes first."""

from django.db import models


class Risk(models.IntegerChoices):
    """A case's level. What nobody has looked at stands before what somebody found to be medium or low."""

    HIGH = 1, "High"
    NOT_ASSESSED = 2, "Not assessed"
    MEDIUM = 3, "Medium"
    LOW = 4, "Low"


RISK_MEANINGS: dict[Risk, str] = {
    Risk.HIGH: "The child may be at risk of significant harm. Social care or the police are told at once.",
    Risk.NOT_ASSESSED: "Nobody has written down how great the risk is. It stands before the cases known to be safer.",
    Risk.MEDIUM: "There are signs that make the case more urgent, and none of significant harm.",
    Risk.LOW: "An officer looked, and found no sign of risk.",
}
ASSESSABLE = (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
