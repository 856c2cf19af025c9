"""Calls for help as a loop: asked, owed by one person, answered, and closed by who asked (S35)."""
