//! Who may do what residents do: age, registration, district, document, proof level, as of a day. Rules are data.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Code, Id, ProofLevel, Refusal, RefusalCode, Refusals, Registration, ResidentAction, codes};

codes! {
    /// Which document proves who a resident is.
    pub DocumentKind "document-kind" {
        IdentityCard = "identity_card", Passport = "passport", ResidencePermit = "residence_permit",
        StatelessCertificate = "stateless_certificate", ForeignPassport = "foreign_passport",
    }
}

codes! {
    /// Where the action's object may lie.
    pub DistrictRule "district-rule" {
        /// Only in the district of one's own registration.
        Own = "own",
        /// Anywhere in the city.
        Any = "any",
        /// One district of one's own choice.
        Chosen = "chosen",
    }
}

/// Who may do one action. An empty list accepts everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EligibilityRule {
    /// The action.
    pub action: ResidentAction,
    /// Full years of age on the day that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_age: Option<u8>,
    /// Accepted kinds of registration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registrations: Vec<Registration>,
    /// Where.
    pub district: DistrictRule,
    /// Accepted documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentKind>,
    /// Least proof of identity.
    pub proof: ProofLevel,
    /// The day on which age and registration count; none means the day of the action.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub as_of: Option<Date>,
}

/// What the register knows about a resident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resident {
    /// From the register, never from the IIN's digits.
    pub birth_date: Date,
    /// Kind of registration.
    pub registration: Registration,
    /// District of registration.
    pub district: Option<Id>,
    /// First day of this registration.
    pub registered_since: Option<Date>,
    /// Document seen or on file.
    pub document: Option<DocumentKind>,
    /// How well the resident is known.
    pub proof: ProofLevel,
}

/// Full years between a birth and a day. Who was born on 29 February turns a year older on 1 March.
pub fn age_on(birth: Date, day: Date) -> i32 {
    let had_birthday = (u8::from(day.month()), day.day()) >= (u8::from(birth.month()), birth.day());
    day.year() - birth.year() - i32::from(!had_birthday)
}

/// Whether a resident may do the rule's action on something in `target` (none: the whole city). `today` is the day
/// of the action in the cycle's zone.
///
/// # Errors
/// Every unmet condition: `not_eligible_age` (detail: the minimum), `not_eligible_registration`,
/// `not_eligible_district`, `not_eligible_document`, `proof_level_too_low` (detail: the level needed).
pub fn eligible(rule: &EligibilityRule, resident: &Resident, target: Option<Id>, today: Date) -> Result<(), Refusals> {
    let day = rule.as_of.unwrap_or(today);
    let mut refusals = Refusals::none();
    if let Some(minimum) = rule.minimum_age {
        let old_enough = age_on(resident.birth_date, day) >= i32::from(minimum);
        refusals.require(old_enough, Refusal::with(RefusalCode::NotEligibleAge, minimum));
    }
    if !rule.registrations.is_empty() {
        let registered = rule.registrations.contains(&resident.registration)
            && (resident.registration == Registration::None
                || resident.registered_since.is_none_or(|since| since <= day));
        refusals.require(registered, RefusalCode::NotEligibleRegistration);
    }
    if rule.district == DistrictRule::Own && target.is_some() {
        refusals.require(resident.district == target, RefusalCode::NotEligibleDistrict);
    }
    if !rule.documents.is_empty() {
        let shown = resident.document.is_some_and(|d| rule.documents.contains(&d));
        refusals.require(shown, RefusalCode::NotEligibleDocument);
    }
    refusals.require(resident.proof >= rule.proof, Refusal::with(RefusalCode::ProofLevelTooLow, rule.proof.code()));
    refusals.or(())
}

/// The rule for an action among a rule version's rules.
///
/// # Errors
/// `action_not_open` when the rules give it to nobody.
pub fn rule_for(rules: &[EligibilityRule], action: ResidentAction) -> Result<&EligibilityRule, Refusals> {
    rules
        .iter()
        .find(|rule| rule.action == action)
        .ok_or_else(|| Refusal::with(RefusalCode::ActionNotOpen, action.code()).into())
}

#[cfg(test)]
mod tests;
