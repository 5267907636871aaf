"""The project as a file: which one, its backups, its damage, and who else has it."""
