"""Words and mentions: asked for, found, side by side, and acted on everywhere."""
