"""How the newspaper is asked: which hosts and addresses, how often, and what is done when it does not answer."""
