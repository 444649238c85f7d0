"""Therapy: what a text says of uses, their status, failures and prohibitions goes in, drafts of claims come out."""
