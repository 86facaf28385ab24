"""Measures what the portal costs, beside a floor measured in the same run: started by `./portal bench`, never by itself."""
