"""Speed and memory goals as ratios taken in one run against a stated limit or rival."""
