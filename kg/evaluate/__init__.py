"""How well texts are read, and why: scores against annotations, floors, two stores compared, a reading traced."""
