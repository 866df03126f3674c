"""How quick each engine is on this computer: random weights of the true shape where a model is not installed."""
