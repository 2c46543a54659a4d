"""A background process of a few lines; `stubborn` does not end when asked to."""

import os
import signal
import sys
import time

if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.stdout.write(f"worker {os.getpid()}\n")
sys.stdout.flush()
while True:
    time.sleep(0.1)
