"""Formats: files of any kind go in, documents come out."""
