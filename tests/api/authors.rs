//! Authors beside the first one: asked, and answering themselves; "one author, one application" counts for all.

use api_types::author::{AuthorInvitation, AuthorInvitationList, MyInvitationList};
use api_types::endpoint::{
    ME_INVITATION, ME_INVITATIONS, ME_NOTIFICATIONS, ME_PROPOSAL, PROJECT, PROPOSAL, PROPOSAL_AUTHORSHIP,
    PROPOSAL_INVITATIONS, PROPOSAL_SUBMIT, PROPOSALS, path,
};
use api_types::notification::NotificationPage;
use api_types::project::Project;
use api_types::proposal::ProposalReceipt;
use domain::Id;
use domain::notification::NotificationKind;
use qatysu_tests::{Client, Resident, both};
use serde_json::{Value, json};

use crate::season::{Season, tick};

fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

/// Accounts of test residents have their person's id as address.
fn email(resident: &Resident) -> Value {
    json!({ "email": format!("{}@example.kz", resident.person.simple()) })
}

fn open(client: &Client) -> Vec<Id> {
    client.get(ME_INVITATIONS).read::<MyInvitationList>().items.iter().map(|i| i.id).collect()
}

both! {
    fn who_is_asked_answers_and_is_named(city: &TestCity) {
        let season = Season::open(city);
        let (author, friend) = (city.resident(season.district), city.resident(season.district));
        let made: ProposalReceipt =
            author.client.post(PROPOSALS, &season.draft("Двор без луж в Аксае")).status(201).read();
        let invitations = at(PROPOSAL_INVITATIONS, made.id);
        city.visitor().post(&invitations, &email(&friend)).problem(401);
        friend.client.post(&invitations, &email(&friend)).problem(404);
        author.client.post(&invitations, &json!({})).invalid(&[("/email", "required")]);
        author.client.post(&invitations, &json!({ "email": "friend" })).invalid(&[("/email", "email")]);
        let asked: AuthorInvitation = author.client.post_once(&invitations, "k", &email(&friend)).status(201).read();
        let again: AuthorInvitation = author.client.post_once(&invitations, "k", &email(&friend)).status(201).read();
        assert_eq!(again.id, asked.id);
        author.client.post(&invitations, &email(&friend)).refused(409, &["already_invited"]);
        // An address without an account is answered alike.
        tick(city);
        author.client.post(&invitations, &json!({ "email": "nobody@example.kz" })).status(201);
        // Two are asked and the rules allow three authors.
        author.client.post(&invitations, &json!({ "email": "more@example.kz" })).refused(409, &["too_many_authors"]);
        friend.client.get(&invitations).problem(404);

        let told: NotificationPage = friend.client.get(ME_NOTIFICATIONS).read();
        assert_eq!(told.items[0].kind, NotificationKind::AuthorInvited);
        let mine: MyInvitationList = friend.client.get(ME_INVITATIONS).read();
        assert_eq!((mine.items[0].id, mine.items[0].project.id), (asked.id, made.id));
        assert_eq!(mine.items[0].invited_by, "Айгерім Сериккызы");
        author.client.post(&at(ME_INVITATION, asked.id), &json!({ "accept": true })).problem(404);
        friend.client.get(&at(ME_PROPOSAL, made.id)).problem(404);
        friend.client.post(&at(ME_INVITATION, asked.id), &json!({ "accept": true })).status(204);
        friend.client.post(&at(ME_INVITATION, asked.id), &json!({ "accept": true })).problem(404);
        assert!(open(&friend.client).is_empty());
        let list: AuthorInvitationList = author.client.get(&invitations).read();
        assert_eq!(list.items.iter().map(|i| (i.accepted, i.email.is_some())).collect::<Vec<_>>(), [(Some(true), false), (None, true)]);
        let told: NotificationPage = author.client.get(ME_NOTIFICATIONS).read();
        assert_eq!(told.items.iter().map(|n| n.kind).collect::<Vec<_>>(), [NotificationKind::AuthorJoined]);

        // Both may go on with it, whoever had the form open before, and both are named.
        author.client.put_if(&at(PROPOSAL, made.id), "\"1\"", &season.draft("Двор без луж и с лавками в Аксае")).status(200);
        friend.client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).status(200);
        let project: Project = city.visitor().get(&at(PROJECT, made.id)).read();
        assert_eq!(project.authors.len(), 2);
        author.client.post(&invitations, &json!({ "email": "late@example.kz" })).refused(409, &["wrong_state", "too_many_authors"]);
        friend.client.delete(&at(PROPOSAL_AUTHORSHIP, made.id)).refused(409, &["wrong_state"]);
        city.run_jobs();
    }

    fn one_application_counts_for_every_author(city: &TestCity) {
        let season = Season::open(city);
        let (busy, _) = season.submitted(city, "Сквер у школы в Аксае");
        let author = city.resident(season.district);
        tick(city);
        let made: ProposalReceipt =
            author.client.post(PROPOSALS, &season.draft("Двор без луж в Аксае")).status(201).read();
        let invitations = at(PROPOSAL_INVITATIONS, made.id);
        let ask = |who: &Resident| -> AuthorInvitation { author.client.post(&invitations, &email(who)).status(201).read() };
        // Who has an application cannot join another one.
        let asked = ask(&busy);
        busy.client.post(&at(ME_INVITATION, asked.id), &json!({ "accept": true })).refused(409, &["own_application_exists"]);
        busy.client.post(&at(ME_INVITATION, asked.id), &json!({ "accept": false })).status(204);
        // Who joined a draft and then submits another one takes the application away from it.
        let friend = city.resident(season.district);
        let asked = ask(&friend);
        friend.client.post(&at(ME_INVITATION, asked.id), &json!({ "accept": true })).status(204);
        let own: ProposalReceipt = friend.client.post(PROPOSALS, &season.draft("Корт у дома в Аксае")).status(201).read();
        friend.client.post(&at(PROPOSAL_SUBMIT, own.id), &json!({})).status(200);
        author.client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).refused(409, &["own_application_exists"]);
        friend.client.delete(&at(PROPOSAL_AUTHORSHIP, made.id)).status(204);
        author.client.delete(&at(PROPOSAL_AUTHORSHIP, made.id)).refused(409, &["last_author"]);
        author.client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).status(200);
        let project: Project = city.visitor().get(&at(PROJECT, made.id)).read();
        assert_eq!(project.authors.len(), 1);
        city.run_jobs();
    }

    fn at_the_counter_a_resident_is_asked_and_answers_through_a_clerk(city: &TestCity) {
        let season = Season::open(city);
        let (author, person) = (city.resident(season.district), city.resident(season.district).person);
        let made: ProposalReceipt =
            author.client.post(PROPOSALS, &season.draft("Двор без луж в Аксае")).status(201).read();
        let invitations = at(PROPOSAL_INVITATIONS, made.id);
        author.client.post(&invitations, &json!({ "resident_id": Id::new_v4() })).problem(404);
        author.client.post(&invitations, &json!({ "resident_id": author.person })).refused(409, &["already_author"]);
        author.client.post(&invitations, &json!({ "resident_id": person })).status(201);
        let counter = city.token_of(season.clerk).on_behalf_of(person);
        let asked = open(&counter);
        assert_eq!(asked.len(), 1);
        counter.post(&at(ME_INVITATION, asked[0]), &json!({ "accept": true })).status(204);
        let project: Project = author.client.get(&at(ME_PROPOSAL, made.id)).read();
        assert_eq!(project.authors.len(), 2);
        city.run_jobs();
    }
}
