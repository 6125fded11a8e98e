"""What the people of the story say: a fictional case, told in roles and codes."""

from typing import Any

from local import partnership

Json = dict[str, Any]

UNIT, CHAIR, SCRUTINEER = "business-unit@partnership", "decider@partnership", "scrutineer@partnership"
POLICE, HOSPITAL, COUNCIL = (
    f"agency-lead@{partnership.POLICE}",
    f"agency-lead@{partnership.HOSPITAL}",
    f"agency-lead@{partnership.COUNCIL}",
)
POLICE_PARTNER = f"decider@{partnership.POLICE}"
FACILITATOR = "facilitator@partnership"

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
"""Role, agency and pseudonymous reference of whoever is told of things."""

RATIONALE: Json = {
    "body": "review-group",
    "quorum": [partnership.COUNCIL, partnership.POLICE, partnership.HOSPITAL],
    "options": ["go-ahead", "single-agency-learning", "no-further-action"],
    "rationale": "Several agencies held a part of the picture and nobody held the whole of it.",
}

SCOPE: Json = {
    "children": ["child-a"],
    "agencies": [
        {"agency": partnership.COUNCIL, "part": "practice-under-review"},
        {"agency": partnership.POLICE, "part": "practice-under-review"},
        {"agency": partnership.HOSPITAL, "part": "contributing"},
    ],
    "lines_of_enquiry": ["How was what each agency knew brought together?"],
    "practitioner_involvement": "Conversations with those who worked with the family, before the analysis begins.",
}
LIVED_EXPERIENCE = "What a day was like for the child, from the records of those who saw the child most."
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
        "what_happened": "Reports of concern were closed one by one, and never read together.",
        "why": [
            {"code": "tools-and-records", "helped": False, "how": "The system shows one report at a time."},
            {"code": "workload-and-staffing", "helped": False, "how": "A report had to be closed within the shift."},
        ],
        "how_usual": "local-pattern",
        "meaning_for_the_child": "Nobody saw how the harm added up from the child's side.",
        "working_together": "Each agency believed that another one had the whole picture.",
        "learning_statement": "Read the reports about a child together before closing the next one.",
        "themes": ["neglect", "history-not-used"],
        "agencies": [partnership.POLICE, partnership.HOSPITAL],
        "priority": "high",
        "response": "action",
    },
    {
        "kind": "system-weakness",
        "what_happened": "Men in the household were not asked about by any service.",
        "why": [{"code": "task-guidance", "helped": False, "how": "The assessment form has no place for them."}],
        "how_usual": "wider-pattern",
        "meaning_for_the_child": "A source of risk, and one of support, stayed out of sight.",
        "working_together": "What one service knew of the father reached no other.",
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
        "working_together": "The diary went along to every meeting of the agencies.",
        "learning_statement": "Keep the child's day in view, in the child's words.",
        "themes": ["voice-of-child", "good-practice-model"],
        "agencies": [partnership.COUNCIL],
        "priority": "low",
        "response": "spread",
    },
)

ACTION: Json = {
    "statement": "The records system shows all earlier reports about a child before one can be closed.",
    "difference": "Harm that builds up is seen before it is great.",
    "measure": {
        "what": "Closed reports in which the earlier ones were read first",
        "baseline": "2 of 20",
        "target": "18 of 20",
    },
    "strength": "stronger",
    "owner": {"agency": partnership.POLICE, "role": "action-owner", "person_ref": "owner-police"},
}
EVIDENCE: Json = {
    "kind": "audit-result",
    "link": "https://records.example.org/audits/reports-read-together",
    "shows": "In 19 of 20 closed reports the earlier ones had been read.",
}

CONTRIBUTION: Json = {
    "in_own_words": True,
    "words": "I saw three reports in two weeks and had twenty minutes for each. The screen only ever shows one.",
    "wants_changed": "Let me see what came before without leaving the form.",
    "themes": ["history-not-used", "workload-capacity"],
    "quote_consent": True,
    "told_what_is_published": True,
    "no_blame_acknowledged": True,
}

STATEMENT = "Read all the reports about a child together before closing the next one: harm adds up."
FACTSHEET: dict[str, str] = {
    "why-it-matters": "A report that looks small by itself can be the fifth of its kind.",
    "what-happened": "Reports of concern were closed one by one, and never read together.",
    "what-we-learnt": "Harm that builds up is seen only by somebody who looks at the whole.",
    "on-monday": "Open the earlier reports before you close a new one.",
    "reflect": "When did you last change your mind after reading the history?",
    "where-next": "The guide for your team meeting, and your supervisor.",
}
PRESENTATION: dict[str, str] = {
    "why-it-matters": "Three reviews in two years found that neglect was not seen as a whole.",
    "what-is-common": "Each time, reports were handled one by one.",
    "what-was-done": "The records system was changed; it held only after a second attempt.",
    "on-monday": "Ask what else has been reported, every time.",
    "reflect": "What would have to change where you work, for this not to come back?",
    "where-next": "The factsheet, and the learning group.",
}
