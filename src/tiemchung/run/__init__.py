"""What `tiemchung up` does: database, web server and worker as one, until Ctrl-C."""

from tiemchung.run.errors import CannotRun
from tiemchung.run.options import Hooks, Prepared, Say, UpOptions
from tiemchung.run.supervisor import up

__all__ = ["CannotRun", "Hooks", "Prepared", "Say", "UpOptions", "up"]
