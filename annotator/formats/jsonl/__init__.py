"""The project's own JSONL, `annotator/1`, and plain lines like Prodigy's."""
