"""A signed JSON webhook, for gateways and partners that can write a little code."""
