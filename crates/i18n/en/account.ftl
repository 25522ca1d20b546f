# Account, signing in, becoming a resident.
sign-in-title = Sign in
sign-in-why = Sign in to propose, comment and vote. You can read projects without it.
sign-in-why-desk = This part is for officials. Sign in with your work e-mail.
sign-in-submit = Sign in
sign-in-no-account = No account yet? Register.
account-email = E-mail
account-password = Password
account-password-hint = At least 12 characters. A few words together are easy to remember.
account-name = Name that others see
account-name-hint = It stands beside your proposals and comments, for example “Aigerim S.”.
register-title = Register
register-submit = Register
register-done-title = Account made
register-done = You can now sign in with { $email }. If this address was registered before, its password has not changed.
register-have-account = Have an account? Sign in.
