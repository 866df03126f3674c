"""One module per engine library; none knows another."""
