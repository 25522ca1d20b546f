use super::*;

const HERE: Id = Id::from_u128(1);
const THERE: Id = Id::from_u128(2);

fn holder(role: Role, district: Option<Id>) -> Actor {
    Actor { account: Some(Id::from_u128(9)), grants: vec![Grant { role, district }], ..Actor::anonymous() }
}

fn reasons(actor: &Actor, operation: Operation, scope: Scope) -> String {
    authorise(actor, operation, &scope).unwrap_err().to_string()
}

#[test]
fn a_no_says_what_is_missing() {
    let review = Scope { district: Some(HERE), phase: Some(Phase::Review), owner: false };
    assert_eq!(reasons(&Actor::anonymous(), Operation::Review, review), "sign_in: sign_in_required");
    assert_eq!(reasons(&holder(Role::Clerk, None), Operation::Review, review), "forbidden: role_missing");
    assert_eq!(reasons(&holder(Role::Reviewer, Some(THERE)), Operation::Review, review), "forbidden: wrong_district");
    assert_eq!(reasons(&holder(Role::Admin, None), Operation::CastBallot, review), "forbidden: not_a_resident");
    let resident = Actor { person: Some(Id::from_u128(8)), ..holder(Role::Clerk, None) };
    assert_eq!(reasons(&resident, Operation::Withdraw, review), "forbidden: not_owner");
    let voting = Scope { phase: Some(Phase::Voting), ..review };
    assert_eq!(reasons(&holder(Role::Reviewer, None), Operation::Review, voting), "phase: not_in_phase: voting");
    // Who is not known as a resident cannot be an author: that comes first, whoever wrote the proposal.
    assert_eq!(reasons(&holder(Role::Clerk, None), Operation::Withdraw, review), "forbidden: not_a_resident");
    let own = Scope { owner: true, ..review };
    assert_eq!(reasons(&holder(Role::Clerk, None), Operation::Withdraw, own), "forbidden: not_a_resident");
    // Outside any cycle a phase-bound operation is denied, never allowed by default.
    assert_eq!(reasons(&resident, Operation::CastBallot, Scope::default()), "phase: not_in_phase");
}

#[test]
fn a_city_role_reaches_every_row_and_a_district_role_its_own() {
    let scope = |district| Scope { district, phase: Some(Phase::Review), owner: false };
    let city = holder(Role::Reviewer, None);
    let district = holder(Role::Reviewer, Some(HERE));
    for row in [Some(HERE), Some(THERE), None] {
        assert!(authorise(&city, Operation::Review, &scope(row)).is_ok());
        assert_eq!(authorise(&district, Operation::Review, &scope(row)).is_ok(), row == Some(HERE));
    }
}

#[test]
fn a_clerk_acts_for_a_resident_and_is_named_beside() {
    let clerk = holder(Role::Clerk, Some(HERE));
    let (person, here) =
        (Id::from_u128(8), Scope { district: Some(HERE), phase: Some(Phase::Proposals), owner: false });
    let permit = authorise(&clerk, Operation::ActForResident, &here).unwrap();
    let acting = clerk.on_behalf_of(&permit, person).unwrap();
    let support = authorise(&acting, Operation::Support, &here).unwrap();
    assert_eq!((support.person(), support.clerk(), support.account()), (Some(person), clerk.account, clerk.account));
    assert_eq!(support.channel(), Channel::Counter);
    // Neither the vote nor the clerk's own roles go with it, and another permit does not do.
    let voting = Scope { phase: Some(Phase::Voting), ..here };
    assert_eq!(reasons(&acting, Operation::CastBallot, voting), "forbidden: not_on_behalf");
    assert_eq!(reasons(&acting, Operation::Translate, here), "forbidden: not_on_behalf");
    assert!(clerk.on_behalf_of(&support, person).is_none());
}

#[test]
fn what_the_calendar_does_is_nobodys_and_never_counted_as_a_residents() {
    let results = Scope { district: None, phase: Some(Phase::Results), owner: false };
    let permit = authorise(&Actor::system(), Operation::CountBallots, &results).unwrap();
    assert_eq!((permit.account(), permit.person(), permit.clerk()), (None, None, None));
    assert_eq!(permit.channel(), Channel::Desk, "residents come by web, counter or app");
}

#[test]
fn the_admin_of_accounts_and_roles_does_nothing_else() {
    let admin = holder(Role::Admin, None);
    let allowed: Vec<_> = Operation::ALL
        .iter()
        .filter(|&&operation| {
            Phase::ALL.iter().any(|&phase| {
                authorise(&admin, operation, &Scope { district: Some(HERE), phase: Some(phase), owner: false }).is_ok()
            })
        })
        .collect();
    use Operation as O;
    assert_eq!(allowed, [&O::ViewMe, &O::ConfirmIdentity, &O::ViewDesk, &O::ManageAccounts, &O::GrantRole]);
}
