"""What names stand for: candidates, their weighing, and the decision."""
