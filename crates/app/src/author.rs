//! Authors beside the first one. Nobody is made an author: who is asked answers, and "one author, one application" counts for all.

use std::collections::HashMap;

use api_types::author::{AuthorInvitation, AuthorInvite, InvitationAnswer, MyInvitation};
use domain::notification::NotificationKind;
use domain::proposal::{check_joining, check_leaving};
use domain::{Id, Operation, RefusalCode, Refusals, ResidentAction};
use serde_json::json;
use store::author::AuthorInvitation as Row;
use store::proposal::ProposalAuthor;
use store::{Conn, Tx};

use crate::account::parse_email;
use crate::proposal::{self, step};
use crate::{App, Caller, Error, Faults, Result, audit, idempotency, notification, project};

/// Asks somebody to become an author too. Whether an address has an account is not told.
///
/// # Errors
/// `NotFound`, also for a resident; `Denied`; `Invalid`; `Refused` with every reason, `already_invited` among them.
pub fn invite(app: &App, caller: &Caller, proposal_id: Id, input: &AuthorInvite) -> Result<AuthorInvitation> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<AuthorInvitation> {
        let at = step::load(tx, &actor, proposal_id)?;
        let time = at.permit(tx, &actor, Operation::ManageAuthors)?;
        let (email, resident) = asked(&input)?;
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            return Ok(to_dto(store::author::find_invitation(tx, earlier)?.ok_or(Error::NotFound("invitation"))?));
        }
        let rules = at.rules(tx)?.proposals;
        let authors = store::proposal::authors(tx, &[proposal_id])?;
        let earlier = store::author::invitations_of(tx, proposal_id)?;
        let open = || earlier.iter().filter(|row| row.answered_at.is_none());
        let known = resident.is_some() && authors.iter().any(|a| a.person_id == resident);
        let mut refusals = Refusals::none();
        refusals.also(check_joining(&rules, at.row.state, authors.len() + open().count(), known, 0));
        refusals
            .require(!open().any(|row| (row.person_id, &row.email) == (resident, &email)), RefusalCode::AlreadyInvited);
        refusals.also(time.or(()));
        refusals.or(())?;
        if let Some(person) = resident {
            let city = at.city(tx)?;
            store::person::find_current(tx, person)?
                .filter(|p| p.city_id == city)
                .ok_or(Error::NotFound("resident"))?;
        }
        let row = Row {
            id,
            proposal_id,
            person_id: resident,
            email,
            invited_by: step::public_name(tx, &actor)?,
            created_at: tx.now(),
            answered_at: None,
            accepted: None,
        };
        store::author::insert_invitation(tx, &row)?;
        let account = match (&row.email, resident) {
            (Some(email), _) => store::account::find_by_email(tx, email)?,
            (None, Some(person)) => store::account::find_by_person(tx, person)?,
            (None, None) => None,
        };
        if let Some(account) = account {
            notification::tell(tx, account.id, NotificationKind::AuthorInvited, json!({ "proposal": proposal_id }))?;
        }
        audit::record(tx, &actor, "author_invited", "proposal", proposal_id, Some(at.row.district_id), json!({}));
        Ok(to_dto(row))
    })
}

/// An address or a resident, one of them.
fn asked(input: &AuthorInvite) -> Result<(Option<String>, Option<Id>)> {
    let mut faults = Faults::new();
    let email = input.email.as_ref().and_then(|email| faults.take(parse_email(email, "/email"))).map(|e| e.key());
    faults.require(input.email.is_some() || input.resident_id.is_some(), "/email", "required");
    faults.require(input.email.is_none() || input.resident_id.is_none(), "/resident_id", "duplicate");
    faults.check()?;
    Ok((email, input.resident_id))
}

/// Who was asked to join one's proposal; for its authors.
///
/// # Errors
/// `Denied` for visitors; `NotFound`, also for what somebody else wrote.
pub fn invitations(app: &App, caller: &Caller, proposal_id: Id) -> Result<Vec<AuthorInvitation>> {
    proposal::see_own(caller)?;
    app.store.read(|c| -> Result<_> {
        if !step::is_author(c, caller, proposal_id)? {
            return Err(Error::NotFound("proposal"));
        }
        Ok(store::author::invitations_of(c, proposal_id)?.into_iter().map(to_dto).collect())
    })
}

/// What the caller (or the resident a clerk acts for) is asked to join.
///
/// # Errors
/// `Denied` for visitors.
pub fn mine(app: &App, caller: &Caller) -> Result<Vec<MyInvitation>> {
    proposal::see_own(caller)?;
    app.store.read(|c| -> Result<_> {
        let rows = addressed_to(c, caller)?;
        let ids: Vec<Id> = rows.iter().map(|row| row.proposal_id).collect();
        let mut projects: HashMap<Id, _> = project::refs(c, &ids)?;
        let dto = |row: Row| {
            let Row { id, proposal_id, person_id: _, email: _, invited_by, created_at, answered_at: _, accepted: _ } =
                row;
            Some(MyInvitation { id, project: projects.remove(&proposal_id)?, invited_by, created_at })
        };
        Ok(rows.into_iter().filter_map(dto).collect())
    })
}

/// Accepts or declines. Who accepts may propose here, has no other application, and supports the proposal no longer.
///
/// # Errors
/// `NotFound`, also for what somebody else is asked; `Denied`; `Refused` with every reason.
pub fn answer(app: &App, caller: &Caller, id: Id, input: &InvitationAnswer) -> Result<()> {
    proposal::see_own(caller)?;
    let (actor, accept) = (caller.clone(), input.accept);
    app.store.write(app.now(), move |tx| -> Result<()> {
        let missing = || Error::NotFound("invitation");
        let found = addressed_to(tx, &actor)?.into_iter().find(|row| row.id == id).ok_or_else(missing)?;
        let at = step::load_for_join(tx, &actor, found.proposal_id)?;
        // Somebody may have answered while this waited for the proposal.
        let mut row =
            store::author::lock_invitation(tx, id)?.filter(|r| r.answered_at.is_none()).ok_or_else(missing)?;
        if accept {
            join(tx, &actor, &at)?;
        }
        (row.person_id, row.email) = (actor.actor.person, None);
        (row.answered_at, row.accepted) = (Some(tx.now()), Some(accept));
        store::author::update_invitation(tx, &row)?;
        let action = if accept { "author_joined" } else { "author_declined" };
        audit::record(tx, &actor, action, "proposal", at.row.id, Some(at.row.district_id), json!({}));
        Ok(())
    })
}

/// Leaves the authors of a proposal that they may still change.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused` with every reason, `last_author` among them.
pub fn leave(app: &App, caller: &Caller, proposal_id: Id) -> Result<()> {
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<()> {
        let at = step::load(tx, &actor, proposal_id)?;
        let time = at.permit(tx, &actor, Operation::ManageAuthors)?;
        let authors = store::proposal::authors(tx, &[proposal_id])?;
        let mut refusals = Refusals::none();
        refusals.also(check_leaving(at.row.state, authors.len()));
        refusals.also(time.or(()));
        refusals.or(())?;
        let person = actor.actor.person.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;
        store::author::remove(tx, proposal_id, person)?;
        step::touch(tx, &at.cycle, at.row.state);
        audit::record(tx, &actor, "author_left", "proposal", proposal_id, Some(at.row.district_id), json!({}));
        Ok(())
    })
}

fn join(tx: &mut Tx, actor: &Caller, at: &step::Step) -> Result<()> {
    let time = at.permit(tx, actor, Operation::JoinProposal)?;
    let person = actor.actor.person.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;
    let rules = at.rules(tx)?;
    let authors = store::proposal::authors(tx, &[at.row.id])?;
    let others = proposal::applications(tx, &at.row, person)?;
    let mut refusals = Refusals::none();
    refusals.also(check_joining(&rules.proposals, at.row.state, authors.len(), at.owner, others));
    refusals.also(time.or(()));
    let district = at.row.district_id;
    refusals.0.extend(step::eligibility(tx, actor, &at.cycle, &rules, ResidentAction::Propose, district)?.0);
    refusals.or(())?;
    let author = ProposalAuthor {
        proposal_id: at.row.id,
        ordinal: authors.iter().map(|a| a.ordinal).max().unwrap_or(0) + 1,
        account_id: actor.clerk().is_none().then_some(actor.account_id).flatten(),
        person_id: Some(person),
        name: step::public_name(tx, actor)?,
    };
    store::proposal::insert_author(tx, &author)?;
    if store::support::remove(tx, at.row.id, person)? {
        store::proposal::add_supports(tx, at.row.id, -1)?;
    }
    // The version stays: who has the form open goes on writing.
    step::touch(tx, &at.cycle, at.row.state);
    let told = json!({ "proposal": at.row.id });
    notification::tell_authors(tx, author.account_id, at.row.id, NotificationKind::AuthorJoined, &told)
}

/// Open questions to the caller: by address only for who holds the account, not for the resident at the counter.
fn addressed_to(c: &mut Conn, caller: &Caller) -> Result<Vec<Row>> {
    let account = if caller.on_behalf_of.is_some() { None } else { store::account::find(c, caller.account()?)? };
    Ok(store::author::open_for(c, caller.actor.person, account.as_ref().map(|a| a.email.as_str()))?)
}

fn to_dto(row: Row) -> AuthorInvitation {
    let Row { id, proposal_id: _, person_id: _, email, invited_by: _, created_at, answered_at: _, accepted } = row;
    AuthorInvitation { id, email, created_at, accepted }
}
