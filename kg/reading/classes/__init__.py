"""Classes of conditions: what a text says belongs to what goes in, memberships come out."""
