"""Benchmarks: ratios measured side by side in one run (`make bench ROWS="record-one start"`)."""
