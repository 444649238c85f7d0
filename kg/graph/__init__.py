"""The graph: claims become RDF, facts, inferences and answers; this part knows no text extraction."""
