"""The committed list of accepted warnings: generator, text, reason."""

from conftest import HERE


def allowed(generator):
    """The texts that are accepted from this generator; each line must carry a reason."""
    texts = []
    for line in (HERE / "allowed-warnings.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, text, reason = (part.strip() for part in line.split("|"))
        assert reason, f"a reason is missing: {line}"
        if name == generator:
            texts.append(text)
    return texts


def judge(generator, warnings):
    """Fails on a warning that no line covers, and on a line that covers none."""
    texts = allowed(generator)
    unknown = [w for w in warnings if not any(text in w for text in texts)]
    unused = [text for text in texts if not any(text in w for w in warnings)]
    assert not unknown, "warnings of {} that are not in the list:\n{}".format(generator, "\n".join(unknown))
    assert not unused, f"{generator} no longer warns of: {unused}"
