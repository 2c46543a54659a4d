"""The face of the public: figures, map, the way in, the verifier, at `/`."""
