"""Texts of a fictional case, in roles and codes."""

from typing import Any

from local import partnership

Json = dict[str, Any]

UNIT, CHAIR, SCRUTINEER = "business-unit@partnership", "decider@partnership", "scrutineer@partnership"
POLICE, HOSPITAL, COUNCIL = (
    f"agency-lead@{partnership.POLICE}",
    f"agency-lead@{partnership.HOSPITAL}",
    f"agency-lead@{partnership.COUNCIL}",
)
POLICE_PARTNER, HEALTH_PARTNER = f"decider@{partnership.POLICE}", f"decider@{partnership.HEALTH_BOARD}"
FACILITATOR, LEAD = "facilitator@partnership", "lead-reviewer@independent"

DIRECTORY = (
    ("agency-lead", partnership.POLICE, "lead-police"),
    ("agency-lead", partnership.HOSPITAL, "lead-hospital"),
    ("agency-lead", partnership.COUNCIL, "lead-council"),
    ("action-owner", partnership.POLICE, "owner-police"),
    ("business-unit", "partnership", "unit-manager"),
    ("group-chair", "partnership", "chair-learning-group"),
    ("executive", partnership.COUNCIL, "executive-council"),
    ("lead-safeguarding-partner", partnership.HEALTH_BOARD, "lead-partner-health"),
    ("independent-scrutineer", "partnership", "scrutineer"),
    ("duty-contact", "partnership", "duty-contact"),
)
"""People who get notices: role, agency and pseudonymous reference."""

RATIONALE: Json = {
    "body": "review-group",
    "quorum": [partnership.COUNCIL, partnership.POLICE, partnership.HOSPITAL],
    "options": ["go-ahead", "single-agency-learning", "no-further-action"],
    "rationale": "Several agencies held part of the picture. No one held the whole of it.",
}

SCOPE: Json = {
    "children": ["child-a"],
    "agencies": [
        {"agency": partnership.COUNCIL, "part": "practice-under-review"},
        {"agency": partnership.POLICE, "part": "practice-under-review"},
        {"agency": partnership.HOSPITAL, "part": "contributing"},
    ],
    "lines_of_enquiry": ["How did the agencies bring together what each of them knew?"],
    "practitioner_involvement": "Conversations with the practitioners who worked with the family, before the analysis begins.",
}
LIVED_EXPERIENCE = "A day in the child's life, from the records of the people who saw the child most."
WIDENED: Json = {"agency": partnership.COMMUNITY_HEALTH, "part": "contributing"}

NOTHING_TO_DECLARE: Json = {
    "employments": [],
    "case_contact": False,
    "line_management": False,
    "close_relationship": False,
    "commissioning_interest": False,
    "financial_interest": False,
    "public_view": False,
}

FINDINGS: tuple[Json, ...] = (
    {
        "kind": "problematic-practice",
        "what_happened": "Reports of concern were closed one by one and never read together.",
        "why": [
            {"code": "tools-and-records", "helped": False, "how": "The system shows one report at a time."},
            {"code": "workload-and-staffing", "helped": False, "how": "A report had to be closed within the shift."},
        ],
        "how_usual": "local-pattern",
        "meaning_for_the_child": "No one saw how the harm added up for the child.",
        "working_together": "Each agency believed that another had the whole picture.",
        "learning_statement": "Read the reports about a child together before closing the next one.",
        "themes": ["neglect", "history-not-used"],
        "agencies": [partnership.POLICE, partnership.HOSPITAL],
        "priority": "high",
        "response": "action",
    },
    {
        "kind": "system-weakness",
        "what_happened": "No service asked about the men in the household.",
        "why": [{"code": "task-guidance", "helped": False, "how": "The assessment form has no place for them."}],
        "how_usual": "wider-pattern",
        "meaning_for_the_child": "A source of risk and a source of support stayed out of sight.",
        "working_together": "One service knew about the father and did not share it.",
        "learning_statement": "Ask who else is in the child's life, every time.",
        "themes": ["hidden-males"],
        "agencies": [partnership.COUNCIL],
        "priority": "medium",
        "response": "action",
    },
    {
        "kind": "good-practice",
        "what_happened": "A ward kept a diary of each day together with the child.",
        "why": [{"code": "culture-and-leadership", "helped": True, "how": "The ward's lead made time for it."}],
        "how_usual": "case-only",
        "meaning_for_the_child": "The child's own words were there when decisions were made.",
        "working_together": "The ward brought the diary to every meeting of the agencies.",
        "learning_statement": "Keep the child's day in view, in the child's own words.",
        "themes": ["voice-of-child", "good-practice-model"],
        "agencies": [partnership.COUNCIL],
        "priority": "low",
        "response": "spread",
    },
)

ACTION: Json = {
    "statement": "The records system shows all earlier reports about a child before it lets anyone close one.",
    "difference": "Staff see harm that builds up before it becomes serious.",
    "measure": {
        "what": "Closed reports where someone read the earlier ones first",
        "baseline": "2 of 20",
        "target": "18 of 20",
    },
    "strength": "stronger",
    "owner": {"agency": partnership.POLICE, "role": "action-owner", "person_ref": "owner-police"},
}
EVIDENCE: Json = {
    "kind": "audit-result",
    "link": "https://records.example.org/audits/reports-read-together",
    "shows": "In 19 of 20 closed reports, someone had read the earlier ones first.",
}

CONTRIBUTION: Json = {
    "in_own_words": True,
    "words": "I saw three reports in two weeks and had twenty minutes for each. The screen only ever shows one.",
    "wants_changed": "Let me see the history without leaving the form.",
    "themes": ["history-not-used", "workload-capacity"],
    "quote_consent": True,
    "told_what_is_published": True,
    "no_blame_acknowledged": True,
}

STATEMENT = "Read all the reports about a child together before closing the next one: harm adds up."
FACTSHEET: dict[str, str] = {
    "why-it-matters": "A report that looks small on its own can be the fifth of its kind.",
    "what-happened": "Reports of concern were closed one by one and never read together.",
    "what-we-learnt": "You only see harm that builds up if you look at the whole.",
    "on-monday": "Open the earlier reports before you close a new one.",
    "reflect": "When did you last change your mind after reading the history?",
    "where-next": "The guide for your team meeting, and your supervisor.",
}
PRESENTATION: dict[str, str] = {
    "why-it-matters": "Three reviews in two years found that no one saw the neglect as a whole.",
    "what-is-common": "Each time, staff handled reports one by one.",
    "what-was-done": "The records system was changed. The change held only after a second attempt.",
    "on-monday": "Ask what else has been reported, every time.",
    "reflect": "What would have to change where you work so that this does not come back?",
    "where-next": "The factsheet, and the learning group.",
}
