"""The parts of the agents' addresses that need more than Django's own converters."""

from tickets.references import parse_reference


class ReferenceConverter:
    """A ticket's reference in an address: any spelling that people use comes out as the one that rows hold."""

    regex = r"[Kk][Ss][-0-9A-Za-z]{8,12}"

    def to_python(self, value: str) -> str:
        """The reference; ValueError (and so a 404) when the text cannot be one."""
        reference = parse_reference(value)
        if reference is None:
            raise ValueError(value)
        return reference

    def to_url(self, value: str) -> str:
        """As rows hold it."""
        return value
