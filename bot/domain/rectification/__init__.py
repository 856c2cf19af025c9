"""Rectification, from promise to proof (S10, S15, S16, S19, S30, S35-S38)."""
