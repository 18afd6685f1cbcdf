"""The survey room: the questionnaire of 2006 as an interviewer uses it, and the national results."""
