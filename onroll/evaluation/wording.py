"""The questionnaire of 2006 in words that a team can answer by itself: items, lines and options.

The printed items are an interviewer's notes. The meaning is theirs (RR797, 6.2); the wording is this project's.
"""

from typing import Final

from onroll.selfeval.questionnaire import items

ITEMS: Final = {
    "A1a": "Do you have a written policy on children missing education?",
    "A1b": "Has the policy been shared with, and is it understood by, key staff in:",
    "A1c": "Does the policy have a section on:",
    "A2a": "Which of these does your authority have?",
    "A3a": "Who monitors children missing education regularly?",
    "A3b": "Can records of that monitoring be produced readily?",
    "A3c": "How often is it monitored?",
    "B1a": "Have you identified your key stakeholders?",
    "B2a": "Are routes for telling you about a child provided and publicised to all of them?",
    "B3a": "Is there a named person for all enquiries about children missing education?",
    "B4a": "The named person:",
    "C1a": "Do you have a database of children not in education?",
    "C1b": "The figures are:",
    "C2a": "Which dates does the database hold for each child?",
    "C3a": "Are the numbers monitored?",
    "C4a": "For children who are missing or at risk of it, do you have:",
    "C5a": "Are there clear rules on who may see the data?",
    "C5b": "Are the rules known to all staff likely to use the data?",
    "D1a": "Support from other agencies:",
    "D2a": "Securing provision:",
    "D3a": "Is the pace of moving children into provision monitored?",
    "D3b": "Does that monitoring involve:",
    "D4a": "Do you have information on:",
    "E1a": "Children who leave without a known destination:",
    "E2a": "When a child leaves without a known destination:",
    "E3a": "Leavers, with your schools:",
    "E4a": "Are schools encouraged to use the school-to-school exchange?",
    "E5a": "Is there a named administrator for school-to-school and lost pupils?",
    "E6a": "Are lost pupils’ files uploaded and downloaded at least monthly?",
}
LINES: Final = {
    "health": "Health",
    "education": "Education",
    "social_care": "Social care",
    "police": "The police",
    "housing": "Housing",
    "current_position": "The current position",
    "scale_and_nature": "The scale and nature of any problem, with evidence",
    "multi_agency": "Working with other agencies",
    "monitoring": "Monitoring",
    "documented_ways": "The ways in which children go missing are documented",
    "analysed_local_situation": "The local situation has been analysed",
    "procedures_to_close_gaps": "Procedures close the gaps that were found",
    "method_of_identifying": "A way of identifying these children",
    "method_of_monitoring_status": "A way of monitoring how they stand",
    "more_than_one_source": "More than one source of information",
    "clear_process": "There is a clear process",
    "agreed_process": "There is an agreed process",
    "known_in_la": "Staff of the authority know it",
    "known_in_agencies": "Staff of the other agencies know it",
    "confident_cases_follow": "You are confident that any case would show it",
    "mean_mode_range": "Statistics: mean, mode and range",
    "sent_to_senior_officers": "Updates to senior officers",
    "updated_regularly": "Regular updating",
    "in_main_database": "The main database",
    "school_places": "Places in schools",
    "alternative_provision": "Places in alternative provision",
    "within_one_month": "Information no more than one month old",
    "accurate_figures": "There are accurate figures",
    "schools_and_alternative": "They cover schools and alternative providers",
    "follow_up_until_registered": "The child is followed up until registered elsewhere",
    "named_contact": "A named person does it",
    "at_least_monthly": "It is done at least monthly",
    "agreed_system": "There is an agreed system",
    "all_school_authorities": "All who are responsible for schools agreed to it",
    "staff_familiar": "Staff know it",
}
OPTIONS: Final = {
    "yes": "Yes",
    "claimed_no_evidence": "Yes, but we have no evidence",
    "working_towards": "We are working on it",
    "being_developed": "It is being developed",
    "no": "No",
    "dk": "We do not know",
    "senior_management": "Senior managers",
    "elected_members": "Elected members",
    "laborious": "Yes, with much work",
    "more_than_once_a_term": "More than once a term",
    "once_a_term": "Once a term",
    "less_than_once_a_term": "Less than once a term",
    "all": "All of them",
    "some": "Some of them",
    "contactable": "Can be reached",
    "explains_role": "Explains the role and its limits",
    "refers_on": "Refers on what is not theirs",
    "none": "None of these",
    "accurate_verifiable": "Accurate, and can be verified",
    "within_one_month": "No more than one month old",
    "neither": "Neither",
    "date_notified": "The day the authority was notified",
    "date_provision_determined": "The day provision was determined",
    "date_provision_accessed": "The day provision was accessed",
    "monitored": "The numbers are monitored",
    "updates_to_senior_officer": "Updates go to senior officers",
    "no_secure_la_intranet": "No: we use a secure network of our own",
    "in_place_6_months": "In place for six months or more",
    "reviewed_since": "Reviewed since",
}


def item_words(key: str) -> str:
    """Return an item as a question."""
    return ITEMS.get(key, items()[key].prompt if key in items() else key)


def cell_words(item: str, line: str, answer: str) -> str:
    """Return one answer with its question, to be shown beside another: "Who monitors …? No"."""
    at = f" {LINES.get(line, line)}:" if line else ""
    return f"“{item_words(item)}{at} {OPTIONS.get(answer, answer)}”"
