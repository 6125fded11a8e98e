"""The involvement in a review: who is offered a part, and what each party answered."""
