"""Reading tests, results, certificates and jobs."""
