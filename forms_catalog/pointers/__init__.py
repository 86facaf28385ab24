"""One file for each thing that customers ask and can do by themselves; catalogue.py finds them."""
