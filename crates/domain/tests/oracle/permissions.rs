//! Every (operation × role × scope × phase) is answered as `tests/fixtures/permissions.csv` says.

use domain::{Actor, Code, DeniedKind, Grant, Id, Operation, Phase, Role, Scope, authorise};

use crate::table::Oracle;

const HERE: Id = Id::from_u128(1);
const ELSEWHERE: Id = Id::from_u128(2);
const ACCOUNT: Id = Id::from_u128(3);
const PERSON: Id = Id::from_u128(4);
const SCOPES: [&str; 5] = ["own_district", "other_district", "city", "city_wide", "own"];

fn account() -> Actor {
    Actor { account: Some(ACCOUNT), ..Actor::anonymous() }
}

/// The actor that a cell means: nothing but the named role, held where the scope says.
fn actor(role: &str, scope: &str) -> Actor {
    let district = match scope {
        "own_district" | "city_wide" => Some(HERE),
        "other_district" | "own" => Some(ELSEWHERE),
        _ => None,
    };
    match role {
        "anonymous" => Actor::anonymous(),
        "system" => Actor::system(),
        "account" => account(),
        "resident" => Actor { person: Some(PERSON), ..account() },
        "clerk_for_resident" => {
            let clerk = Actor { grants: vec![Grant { role: Role::Clerk, district: None }], ..account() };
            let permit = authorise(&clerk, Operation::ActForResident, &Scope::default()).unwrap();
            clerk.on_behalf_of(&permit, PERSON).unwrap()
        }
        role => Actor { grants: vec![Grant { role: Role::parse(role).unwrap(), district }], ..account() },
    }
}

#[test]
fn every_cell() {
    let mut oracle = Oracle::read("permissions.csv", &["operation", "role", "scope", "phase", "allow"]);
    let roles = ["anonymous", "account", "resident", "clerk_for_resident", "system"];
    let roles: Vec<&str> = roles.into_iter().chain(Role::ALL.iter().map(|role| role.code())).collect();
    let phases: Vec<Option<Phase>> = Phase::ALL.iter().copied().map(Some).chain([None]).collect();
    let mut cells = 0;
    let mut wrong = Vec::new();
    for &operation in Operation::ALL {
        for &role in &roles {
            for scope in SCOPES {
                for &phase in &phases {
                    let key = [operation.code(), role, scope, phase.map_or("none", |p| p.code())];
                    let wanted = oracle.answer(&key);
                    let row = Scope { district: (scope != "city_wide").then_some(HERE), phase, owner: scope == "own" };
                    let found = match authorise(&actor(role, scope), operation, &row) {
                        Ok(permit) => {
                            assert_eq!(permit.operation(), operation);
                            "yes"
                        }
                        Err(denied) => {
                            assert!(!denied.refusals.is_empty());
                            match denied.kind {
                                DeniedKind::SignIn => "sign_in",
                                DeniedKind::Forbidden => "forbidden",
                                DeniedKind::Phase => "not_in_phase",
                            }
                        }
                    };
                    if found != wanted {
                        wrong.push(format!("{}: {found}, not {wanted}", key.join(",")));
                    }
                    cells += 1;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells of {cells} differ, such as {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
    oracle.all_used();
}
