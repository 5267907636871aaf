"""Who said it: from the words that a quote is attributed to, to the person or organisation behind them."""
