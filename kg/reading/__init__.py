"""Reading: documents become claims; this part knows no RDF."""
