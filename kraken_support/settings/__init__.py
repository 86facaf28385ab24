"""Settings: base is complete and strict (production); local and test only loosen it."""
