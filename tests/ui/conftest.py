"""For the tests of windows: the looks of the program, as a clerk sees them."""

import pytest

from widgets import look


@pytest.fixture(autouse=True, scope="package")
def looks(qapp):
    """Font, palette and style sheet of the program; the widgets' own tests that follow go without the sheet."""
    look.apply(qapp)
    yield
    assert qapp.styleSheet(), "a test took the style sheet away from all that came after it"
    qapp.setStyleSheet("")
