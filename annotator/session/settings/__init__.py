"""What a person has set, on this machine and in a project."""
