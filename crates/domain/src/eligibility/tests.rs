use time::macros::date;

use super::*;

const HOME: Id = Id::from_u128(1);
const AWAY: Id = Id::from_u128(2);
const TODAY: Date = date!(2025 - 10 - 27);

fn resident() -> Resident {
    Resident {
        birth_date: date!(2000 - 05 - 17),
        registration: Registration::Permanent,
        district: Some(HOME),
        registered_since: Some(date!(2020 - 01 - 01)),
        document: Some(DocumentKind::IdentityCard),
        proof: ProofLevel::Register,
    }
}

fn vote() -> EligibilityRule {
    EligibilityRule {
        action: ResidentAction::Vote,
        minimum_age: Some(18),
        registrations: vec![Registration::Permanent],
        district: DistrictRule::Own,
        documents: vec![],
        proof: ProofLevel::Register,
        as_of: None,
    }
}

fn refused(rule: &EligibilityRule, resident: &Resident, target: Option<Id>) -> String {
    eligible(rule, resident, target, TODAY).unwrap_err().to_string()
}

#[test]
fn ages() {
    for (birth, day, age) in [
        (date!(2007 - 10 - 27), TODAY, 18),
        (date!(2007 - 10 - 28), TODAY, 17),
        (date!(2004 - 02 - 29), date!(2022 - 02 - 28), 17),
        (date!(2004 - 02 - 29), date!(2022 - 03 - 01), 18),
        (date!(2004 - 02 - 29), date!(2024 - 02 - 29), 20),
        (date!(2030 - 01 - 01), TODAY, -5),
    ] {
        assert_eq!(age_on(birth, day), age, "{birth} on {day}");
    }
}

#[test]
fn who_may_vote() {
    assert_eq!(eligible(&vote(), &resident(), Some(HOME), TODAY), Ok(()));
    assert_eq!(eligible(&vote(), &resident(), None, TODAY), Ok(()), "a vote of the whole city is everybody's own");
    assert_eq!(refused(&vote(), &resident(), Some(AWAY)), "not_eligible_district");
    let nobody = Resident {
        birth_date: date!(2010 - 01 - 01),
        registration: Registration::Temporary,
        district: None,
        registered_since: None,
        document: None,
        proof: ProofLevel::Account,
    };
    assert_eq!(
        refused(&vote(), &nobody, Some(HOME)),
        "not_eligible_age: 18, not_eligible_registration, not_eligible_district, proof_level_too_low: register",
        "everything at once"
    );
}

#[test]
fn registration_counts_as_of_a_day() {
    let newcomer = Resident { registered_since: Some(date!(2025 - 10 - 01)), ..resident() };
    assert_eq!(eligible(&vote(), &newcomer, Some(HOME), TODAY), Ok(()));
    let rule = EligibilityRule { as_of: Some(date!(2025 - 09 - 01)), ..vote() };
    assert_eq!(refused(&rule, &newcomer, Some(HOME)), "not_eligible_registration");
    // Age counts on that day too.
    let young = Resident { birth_date: date!(2007 - 10 - 01), ..resident() };
    assert_eq!(eligible(&vote(), &young, Some(HOME), TODAY), Ok(()));
    assert_eq!(refused(&rule, &young, Some(HOME)), "not_eligible_age: 18");
}

#[test]
fn documents_and_cities_without_conditions() {
    let rule = EligibilityRule { documents: vec![DocumentKind::ResidencePermit], ..vote() };
    assert_eq!(refused(&rule, &resident(), Some(HOME)), "not_eligible_document");
    // Paris: no condition of age or nationality, an arrondissement of one's own choice.
    let paris = EligibilityRule {
        minimum_age: None,
        registrations: vec![],
        district: DistrictRule::Chosen,
        proof: ProofLevel::Account,
        ..vote()
    };
    let anybody =
        Resident { registration: Registration::None, district: None, proof: ProofLevel::Account, ..resident() };
    assert_eq!(eligible(&paris, &anybody, Some(AWAY), TODAY), Ok(()));
    assert_eq!(rule_for(&[vote()], ResidentAction::Support).unwrap_err().to_string(), "action_not_open: support");
}
