"""What agents type to get in: email and password, a code, a new password."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agent_desk.roles import is_agent
from agent_desk.second_factor import WrongCode
from operations.networks import network_of
from operations.rate_limits import (
    FAILED_SIGN_INS_OF_ADDRESS,
    FAILED_SIGN_INS_OF_NETWORK,
    WRONG_CODES_OF_AGENT,
    Budget,
    one_try,
    spend,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    _SetPasswordForm = SetPasswordForm[User]
else:
    _SetPasswordForm = SetPasswordForm

LONGEST_CODE = 60
"""More than any code with its spaces; nobody reads further."""


def _spending(request: HttpRequest | None, budget: Budget, key: str) -> dict[Budget, str]:
    """Whom a failed try is counted for: whoever it was about, and the network it came from, if that is known."""
    address = request.META.get("REMOTE_ADDR", "") if request else ""
    network = network_of(address=address)
    return {budget: key} | ({FAILED_SIGN_INS_OF_NETWORK: network} if network else {})


class SignInForm(AdminAuthenticationForm):
    """Signs agents in; somebody who is not one hears the same as with a wrong password."""

    # One sentence for all that may be wrong: it must not tell which addresses are agents'.
    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": _("The email or the password is not right, or this account may not open these pages.")
    }

    def clean(self) -> dict[str, Any]:
        """Addresses are the same in any case. Raises TooManyTries when there were too many wrong ones.

        Every address is counted, an agent's or not, so that the pause tells nobody which it is.
        """
        self.cleaned_data["username"] = self.cleaned_data.get("username", "").lower()
        spending = _spending(self.request, FAILED_SIGN_INS_OF_ADDRESS, self.cleaned_data["username"])
        with one_try(spending=spending):
            try:
                return super().clean()
            except ValidationError:
                spend(spending=spending)
                raise

    def confirm_login_allowed(self, user: Any) -> None:
        """Only agents."""
        super().confirm_login_allowed(user)
        if not is_agent(user):
            raise ValidationError(
                self.error_messages["invalid_login"],
                code="invalid_login",
                params={"username": self.username_field.verbose_name},
            )


class CodeForm(forms.Form):
    """Asks for one code and lets `use` judge it; a wrong one is counted, and after a few nobody may try for a while."""

    code = forms.CharField(max_length=LONGEST_CODE, error_messages={"required": _("Enter the code")})

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        request: HttpRequest,
        agent: "User",
        use: Callable[[str], None],
        wrong: Any,
    ) -> None:
        super().__init__(data)
        self.request, self.agent, self.use, self.wrong = request, agent, use, wrong

    def clean_code(self) -> str:
        """Use the code. Raises TooManyTries when there were too many wrong ones."""
        code: str = self.cleaned_data["code"]
        spending = _spending(self.request, WRONG_CODES_OF_AGENT, str(self.agent.pk))
        with one_try(spending=spending):
            try:
                self.use(code)
            except WrongCode:
                spend(spending=spending)
                raise ValidationError(self.wrong, code="wrong") from None
        return code


class ChoosePasswordForm(_SetPasswordForm):
    """A first password, or a new one after a set-up link; typed twice, as nobody sees it."""

    error_messages = SetPasswordForm.error_messages | {
        "password_mismatch": _("The two passwords are not the same. Type the same one twice."),
    }

    def validate_password_for_user(self, user: "User", password_field_name: str = "new_password1") -> None:  # noqa: S107  (the name of a field)
        """Say what is wrong with a password where it was typed first, not where it was repeated."""
        super().validate_password_for_user(user, "new_password1")
