import base64

from tests.support.encoded import unwrapped

CANARY = "Wren-Canary-Nightingale"


def test_what_base64_hides_is_seen_wherever_it_stands() -> None:
    for before in ("", "x", "xy", "{"):
        hidden = base64.b64encode(f"{before}{CANARY}, and more".encode()).decode()
        assert CANARY not in hidden
        assert CANARY in unwrapped(f'{{"body": "k1:{hidden}"}}')
        twice = base64.b64encode(f'["{hidden}"]'.encode()).decode()
        assert CANARY in unwrapped(twice)


def test_what_is_sealed_stays_hidden() -> None:
    sealed = base64.b64encode(bytes(each ^ 0xA7 for each in CANARY.encode())).decode()
    assert CANARY not in unwrapped(sealed)
