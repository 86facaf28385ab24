"""The agents' own pages; the list of requests is the Django admin's, in admin.py."""
