"""Use-cases of results, certificates and jobs."""
