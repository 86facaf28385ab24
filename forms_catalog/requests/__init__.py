"""One file per thing a customer can ask; each holds one `request` and is found by discovery."""
