"""The electronic health book: phone first, at `/me`."""
