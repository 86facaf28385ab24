"""The specification of the portal, in sentences."""
