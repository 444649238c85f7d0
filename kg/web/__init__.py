"""The web door: HTTP requests come in, each becomes one call to a worker process, and its answer goes out."""
