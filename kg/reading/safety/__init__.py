"""Safety: effects with their grades, risks, interactions and care go in, drafts of claims come out."""
