"""A dentist's practice as a tenant's backend: free times, visits, and nothing else."""
