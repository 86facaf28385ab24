"""Who the customer is: a guest whose address is proven, or somebody signed in; never one of the agents' accounts."""
