//! Accounts: registering, who I am, and the administrators' view.

use domain::{Id, Lang, Moment, ProofLevel, Registration};
use serde::{Deserialize, Serialize};

use crate::role::RoleGrant;

/// A text that must not be printed: a password, a code, a token. Its Debug hides it, its schema is write-only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Password, max_length = 1024))]
#[serde(transparent)]
pub struct SecretText(pub String);

impl std::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Registers an account. The answer is the same whether the address was free or not; the mail says which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", derive(validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct AccountRegister {
    /// E-mail address: the sign-in name.
    #[cfg_attr(feature = "openapi", schema(max_length = 254, example = "aigerim@example.kz"))]
    pub email: String,
    /// Password, 12 to 128 characters; no other rule but that it is not one everybody tries.
    pub password: SecretText,
    /// Name shown beside proposals and comments, 1 to 80 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80, example = "Айгерім С."))]
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 80)))]
    pub display_name: String,
    /// Language of mails.
    pub lang: Lang,
}

/// Changes what an account says of itself; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", derive(validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct MeUpdate {
    /// Name shown in public, 1 to 80 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 80)))]
    pub display_name: Option<String>,
    /// Language of mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
}

/// Changes the password; all other sessions end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password in force.
    pub current: SecretText,
    /// The new one, 12 to 128 characters.
    pub new: SecretText,
}

/// Becomes a resident of the register by IIN and the printed one-time code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonClaim {
    /// Individual identification number, 12 digits. Never stored as it is.
    pub iin: SecretText,
    /// Code from the letter, with or without dashes; usable once.
    pub code: SecretText,
}

/// Who I am.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Account.
    pub id: Id,
    /// E-mail address.
    pub email: String,
    /// Name shown in public.
    pub display_name: String,
    /// Language of mails.
    pub lang: Lang,
    /// My entry in the register; none until the account becomes a resident.
    pub person: Option<MyPerson>,
    /// Roles I hold.
    pub roles: Vec<RoleGrant>,
    /// Bodies I am a member of.
    pub bodies: Vec<Id>,
}

/// My entry in the register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyPerson {
    /// Identifier.
    pub id: Id,
    /// City whose register it is.
    pub city_id: Id,
    /// District of registration.
    pub district_id: Id,
    /// Given name, then family name.
    pub name: String,
    /// Kind of registration.
    pub registration: Registration,
    /// How well the city knows that it is me.
    pub proof: ProofLevel,
}

/// An account as administrators see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Identifier.
    pub id: Id,
    /// E-mail address.
    pub email: String,
    /// Name shown in public.
    pub display_name: String,
    /// Language of mails.
    pub lang: Lang,
    /// Whether it is linked with a resident of the register.
    pub resident: bool,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: Moment,
    /// Since when it cannot sign in.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub disabled_at: Option<Moment>,
}

/// A page of accounts, by e-mail address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPage {
    /// Accounts.
    pub items: Vec<Account>,
    /// Cursor of the page that follows.
    pub next: Option<String>,
}
