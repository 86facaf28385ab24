"""What agents see: the Django admin, arranged for the work."""
