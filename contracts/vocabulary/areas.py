"""The areas of the HTTP interfaces, as their OpenAPI documents group and describe them."""

SERVICES = {
    "action-tracking": "Obligations, actions and their outcomes, escalation, digests and urgent notices.",
    "feedback-capture": "Involvement in reviews, surveys, anonymous responses, concerns and replies.",
    "learning-dissemination": "Learning points, products, deliveries, acknowledgements and reach.",
    "review-registry": "Reviews from referral to closure, their findings, gates, publication and recurring themes.",
}
"""A description for each service."""

TAGS = {
    "acknowledgements": "Professionals confirm that they read and discussed a product.",
    "actions": "Agreed changes, each with an owner, a due date, evidence and reviews of its effect.",
    "audiences": "The professional groups of each agency, their size and their learning needs.",
    "concerns": "Survey responses that say someone is at risk now. A person reads each one straight away.",
    "contributions": "Statements of families, young people and practitioners who take part in a review.",
    "deliveries": "Sessions and circulations that bring a product to people, and their attendance.",
    "directory": "The people who hold each role, and how to reach them.",
    "health": "Liveness and readiness for the platform that runs this service.",
    "involvements": "Invitations to take part in a review, and the answers.",
    "library": "Published learning products. Anyone may read them.",
    "notices": "Digests, urgent notices and the record of every notification.",
    "obligations": "Findings that each agency must answer, and the answers.",
    "operations": "Tasks of operators: parked messages and documents in trouble. They show no content.",
    "plans": "Plans for sharing the learning of a review.",
    "points": "Learning points, which confirmed findings produce.",
    "products": "Learning products, from draft to publication and withdrawal.",
    "public": "Routes without a token, for members of the public.",
    "reads": "The log of who read text about people, for the scrutineer and the partnership's deciders.",
    "reach": "Counts of the people a product was meant for and the people it reached.",
    "replies": "Replies to feedback: what people said, and what changed.",
    "waiting": "What waits for the reader: who has to do what, since when and by when.",
    "late-feedback": "Feedback that is late to be coded or answered.",
    "responses": "Anonymous answers to surveys, without what may identify someone.",
    "reviews": "Reviews from referral to closure.",
    "retention": "What is due to be disposed of, and what a legal hold keeps. It shows no word.",
    "role-holders": "Appointments to roles, and contact details.",
    "summaries": "Quarterly counts of feedback.",
    "surveys": "Surveys of one group about one service, and their results.",
    "themes": "Themes of findings, and how often each recurs.",
    "threads": "The events that follow from one review, finding or obligation.",
}
"""A description for each tag."""

PARAMETERS = {
    "code": "The code of a theme in the settings of the partnership",
    "finding": "The id of a finding",
    "gate": "The name of a gate",
    "id": "The id, or the reference if it has one",
    "product": "The id of a product",
    "theme": "The code of a theme in the settings of the partnership",
}
"""A description for each parameter that its route does not describe."""
