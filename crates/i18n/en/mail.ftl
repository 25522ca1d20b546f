mail-signature = Qatysu: participatory budgeting
mail-account_created-subject = Your account is ready
mail-account_created-body = { $name }, welcome.

    Sign in here: { $link }

    To vote and to propose, become a resident: enter your IIN and the code from the letter you were sent, or show your document at the akimat.
mail-account_exists-subject = You already have an account
mail-account_exists-body = { $name }, somebody (perhaps you) tried to register with this address.

    You already have an account; nothing was changed. Sign in here: { $link }
mail-password_changed-subject = Your password was changed
mail-password_changed-body = { $name }, the password of your account was changed and all other sessions were ended.

    If it was not you, tell your akimat at once.
mail-became_resident-subject = You are now known as a resident
mail-became_resident-body = { $name }, your account is linked with your entry in the register of residents.

    Open the site: { $link }

    If it was not you, tell your akimat at once.
mail-role_granted-subject = You were given a role
mail-role_granted-body = { $name }, you now hold the role “{ $role }”.

    Your work is here: { $link }
