"""The rules of learning dissemination: pure, with time and facts as arguments."""
