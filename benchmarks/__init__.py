"""What the README's figures of speed are printed from: `python -m benchmarks`. Measures; never asserts."""
