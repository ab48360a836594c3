"""What holds across ledgers: income, monitoring steps, data checks, to-dos."""
