//! Appeals: by the author, in time, once; decided by another body and another person.

use api_types::endpoint::{APPEAL_DECISION, PROJECT, PROPOSAL_APPEAL, path};
use api_types::project::Project;
use api_types::proposal::Appeal;
use domain::{DutyEnding, DutyKind, Id, ProposalState, Role};
use qatysu_tests::{Resident, TestCity, both};
use serde_json::{Value, json};
use time::Duration;

use crate::season::{APPEALS, REVIEW, REWORK, Season, said, text};

fn project(city: &TestCity, id: Id) -> Project {
    city.visitor().get(&path(PROJECT, &[&id.to_string()])).read()
}

/// A rejected proposal in the review.
fn rejected(city: &TestCity, season: &Season) -> (Resident, Id) {
    let (author, made) = season.submitted(city, "Двор без луж в Аксае");
    season.go(city, REVIEW);
    season.reject(city, made.id);
    (author, made.id)
}

fn appeal(id: Id) -> String {
    path(PROPOSAL_APPEAL, &[&id.to_string()])
}

fn decision(season: &Season, upheld: bool) -> Value {
    json!({ "body_id": season.commission, "upheld": upheld, "reason": text("Земля общая, справка приложена.") })
}

both! {
    fn another_body_overturns(city: &TestCity) {
        let season = Season::open(city);
        let (author, id) = rejected(city, &season);
        let words = json!({ "text": said("Земля общая, вот справка.") });
        city.visitor().post(&appeal(id), &words).problem(401);
        city.resident(season.district).client.post(&appeal(id), &words).refused(403, &["not_owner"]);
        let client = city.token_of(author.account);
        client.post(&appeal(id), &json!({ "text": said("") })).invalid(&[("/text/text", "required")]);
        let filed: Appeal = client.post_once(&appeal(id), "a", &words).status(201).read();
        assert_eq!(client.post_once(&appeal(id), "a", &words).status(201).read::<Appeal>().id, filed.id);
        client.post(&appeal(id), &words).refused(409, &["wrong_state"]);
        let found = project(city, id);
        let duty = found.duties.iter().find(|d| d.kind == DutyKind::DecideAppeal).unwrap();
        assert_eq!(duty.deadline, duty.opened_at + Duration::days(2));
        assert_eq!(duty.body.as_ref().unwrap().ru, "appeal_commission");

        let at = path(APPEAL_DECISION, &[&filed.id.to_string()]);
        client.post(&at, &decision(&season, true)).refused(403, &["role_missing"]);
        // The council member of the district sits in no commission.
        city.token_of(season.council).post(&at, &decision(&season, true)).refused(403, &["role_missing"]);
        let mut wrong = decision(&season, true);
        wrong["body_id"] = json!(season.expert_council);
        city.token_of(season.council).post(&at, &wrong).invalid(&[("/body_id", "unknown")]);
        let commission = city.token_of(season.appeals);
        let decided: Appeal = commission.post(&at, &decision(&season, true)).status(200).read();
        assert_eq!((decided.upheld, decided.body.unwrap().ru.as_str()), (Some(true), "appeal_commission"));
        commission.post(&at, &decision(&season, false)).refused(409, &["wrong_state"]);
        let found = project(city, id);
        assert_eq!((found.brief.state, found.clause, found.fact), (ProposalState::Eligible, None, None));
        let duty = found.duties.iter().find(|d| d.kind == DutyKind::DecideAppeal).unwrap();
        assert_eq!((duty.ending, duty.met), (Some(DutyEnding::Decided), Some(true)));
    }

    fn who_rejected_does_not_decide(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        // One person holds both offices.
        let both = city.test.account("both", &[(Role::Reviewer, None), (Role::CouncilMember, None)]);
        for body in [season.akimat, season.commission] {
            let at = path(api_types::endpoint::BODY_MEMBERS, &[&body.to_string()]);
            city.token_of(season.organiser).post(&at, &json!({ "account_id": both })).status(200);
        }
        season.go(city, REVIEW);
        let review = json!({
            "kind": "formal", "revision": 1, "body_id": season.akimat, "decision": "reject", "clause": "1.1",
            "fact": text("Земля частная."), "reason": text("По правилам."),
        });
        let reviews = path(api_types::endpoint::PROPOSAL_REVIEWS, &[&made.id.to_string()]);
        city.token_of(both).post(&reviews, &review).status(201);
        let words = json!({ "text": said("Земля общая, вот справка.") });
        let filed: Appeal = city.token_of(author.account).post(&appeal(made.id), &words).status(201).read();
        let at = path(APPEAL_DECISION, &[&filed.id.to_string()]);
        city.token_of(both).post(&at, &decision(&season, false)).refused(409, &["same_body"]);
        city.token_of(season.appeals).post(&at, &decision(&season, false)).status(200);
        assert_eq!(project(city, made.id).brief.state, ProposalState::FinallyRejected);
        let again = city.token_of(author.account).post(&appeal(made.id), &words);
        again.refused(409, &["wrong_state"]);
    }

    fn an_appeal_in_the_last_instant_counts_and_one_after_it_does_not(city: &TestCity) {
        let season = Season::open(city);
        let (author, id) = rejected(city, &season);
        season.go(city, REWORK);
        season.go(city, crate::season::RE_REVIEW);
        season.go(city, APPEALS);
        let words = json!({ "text": said("Земля общая, вот справка.") });
        let end = APPEALS + Duration::days(2);
        city.clock().set(end);
        city.token_of(author.account).post(&appeal(id), &words).refused(409, &["deadline_passed", "window_closed"]);
        city.clock().set(end - Duration::microseconds(1));
        let counter = city.token_of(season.clerk).on_behalf_of(author.person);
        let filed: Appeal = counter.post(&appeal(id), &words).status(201).read();
        assert_eq!(filed.clerk.as_deref(), Some("clerk"));
        let found = project(city, id);
        let duty = found.duties.iter().find(|d| d.kind == DutyKind::DecideAppeal).unwrap();
        assert_eq!(duty.deadline, end, "never later than the end of the appeals");
    }
}
