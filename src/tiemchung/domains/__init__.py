"""One folder a truth of the field; upper domains call lower ones through their service alone."""
