"""Imports, exports, and what may be wrong before one."""
