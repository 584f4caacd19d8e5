"""From an annotated article to event mentions: frames, arguments, modality, attribution."""
