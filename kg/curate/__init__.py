"""The graph of what several articles tell together: read out of a store, compared, written, parted again."""
