//! What a city's rules say about proposals is enforced: supporters before the review, merging, rework.

use api_types::cycle::Cycle;
use api_types::endpoint::{CYCLE, CYCLE_CALENDAR, PROJECT, PROPOSAL_MERGE, PROPOSAL_SPLIT, PROPOSAL_SUPPORT, path};
use api_types::notification::NotificationPage;
use api_types::project::Project;
use api_types::proposal::ProposalReceipt;
use domain::{Id, Phase, ProposalState};
use qatysu_tests::{TestCity, both};
use serde_json::{Value, json};

use crate::season::{APPEALS, RE_REVIEW, REVIEW, REWORK, Season, said, text};

fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

fn project(city: &TestCity, id: Id) -> Project {
    city.visitor().get(&at(PROJECT, id)).read()
}

/// No rework in the rules, and none in the calendar: the review lasts until the appeals.
fn without_rework(rules: &mut Value) {
    rules["proposals"]["rework"] = json!(false);
    let windows = rules["calendar"]["windows"].as_array_mut().unwrap();
    let end = windows.iter().find(|w| w["phase"] == "re_review").unwrap()["ends"].clone();
    windows.retain(|w| w["phase"] != "rework" && w["phase"] != "re_review");
    windows.iter_mut().find(|w| w["phase"] == "review").unwrap()["ends"] = end;
}

both! {
    fn what_too_few_support_is_not_reviewed(city: &TestCity) {
        let season = Season::open_with(city, |rules| rules["proposals"]["supporters_needed"] = json!(2));
        let (_, liked) = season.submitted(city, "Двор без луж в Аксае");
        let (lonely_author, lonely) = season.submitted(city, "Фонтан, который никому не нужен");
        for friend in city.residents(season.district, 2) {
            friend.client.put(&at(PROPOSAL_SUPPORT, liked.id), &json!({})).status(200);
        }
        city.resident(season.district).client.put(&at(PROPOSAL_SUPPORT, lonely.id), &json!({})).status(200);
        assert_eq!((project(city, lonely.id).supporters_needed, project(city, lonely.id).brief.supports), (2, 1));
        // A part stands on the supporters of the whole.
        let split = json!({ "part": season.draft("Часть двора: спортплощадка"), "reason": said("Два объекта") });
        let part: ProposalReceipt =
            city.token_of(season.reviewer).post(&at(PROPOSAL_SPLIT, liked.id), &split).status(201).read();
        // Both reasons are told: it is too early, and supporters are missing.
        season.review(city, lonely.id, "formal", 1, json!({})).refused(409, &["supporters_missing", "not_in_phase"]);

        season.go(city, REVIEW);
        let gone = project(city, lonely.id);
        assert_eq!((gone.brief.state, gone.clause.as_deref()), (ProposalState::Rejected, Some("not_supported")));
        assert_eq!(gone.history.last().unwrap().event, "expire_support");
        assert!(gone.duties.is_empty(), "nobody owes a review of it");
        let told: NotificationPage =
            city.token_of(lonely_author.account).get("/api/v1/me/notifications").read();
        assert_eq!(told.items[0].state, Some(ProposalState::Rejected));
        season.review(city, lonely.id, "formal", 1, json!({})).refused(409, &["wrong_state"]);
        for id in [liked.id, part.id] {
            assert_eq!(project(city, id).brief.state, ProposalState::Submitted);
            season.review(city, id, "formal", 1, json!({})).status(201);
        }
        assert_eq!(project(city, liked.id).supporters_needed, 0, "it is under review");
    }

    fn rules_changed_in_the_review_hold_up_what_lacks_supporters(city: &TestCity) {
        let season = Season::open(city);
        let (_, made) = season.submitted(city, "Двор без луж в Аксае");
        season.go(city, REVIEW);
        let mut rules: Value = serde_json::from_str(include_str!("../fixtures/rules/almaty.json")).unwrap();
        rules["proposals"]["supporters_needed"] = json!(3);
        let publish = json!({ "document": rules, "reason": text("Решение маслихата") });
        city.token_of(season.organiser).post(&at("/api/v1/cycles/{id}/rules", season.cycle), &publish).status(201);
        let refused = season.review(city, made.id, "formal", 1, json!({})).refused(409, &["supporters_missing"]);
        assert_eq!(refused.blockers[0].count, Some(3));
    }

    fn where_the_rules_know_no_merging_nothing_is_merged(city: &TestCity) {
        let season = Season::open_with(city, |rules| rules["proposals"]["merging"] = json!(false));
        let (_, first) = season.submitted(city, "Двор без луж в Аксае");
        let (_, second) = season.submitted(city, "Ремонт того же двора в Аксае");
        let merge = |id: Id, into: Id| {
            let body = json!({ "into": into, "reason": said("Один и тот же двор") });
            city.token_of(season.reviewer).post(&at(PROPOSAL_MERGE, id), &body)
        };
        merge(first.id, second.id).refused(409, &["merging_not_allowed"]);
        merge(first.id, first.id).refused(409, &["merging_not_allowed", "merge_target"]);
        assert_eq!(project(city, first.id).brief.state, ProposalState::Submitted);
        city.run_jobs();
    }

    fn where_the_rules_know_no_rework_the_review_decides(city: &TestCity) {
        let season = Season::open_with(city, without_rework);
        let (_, made) = season.submitted(city, "Двор без луж в Аксае");
        season.go(city, REVIEW);
        season.review(city, made.id, "formal", 1, json!({ "decision": "return" })).refused(409, &["rework_not_allowed"]);
        assert_eq!(project(city, made.id).brief.state, ProposalState::Submitted, "a refused decision changes nothing");
        // There is no rework to wait for: the review lasts until the appeals.
        for time in [REWORK, RE_REVIEW] {
            season.go(city, time);
            let cycle: Cycle = city.visitor().get(&at(CYCLE, season.cycle)).read();
            assert_eq!(cycle.brief.phase, Phase::Review);
        }
        season.reject(city, made.id);
        season.go(city, APPEALS);
        let cycle: Cycle = city.visitor().get(&at(CYCLE, season.cycle)).read();
        assert_eq!(cycle.brief.phase, Phase::Appeals);
        assert!(cycle.windows.iter().all(|w| w.phase != Phase::Rework && w.phase != Phase::ReReview));
    }

    fn a_calendar_has_dates_for_rework_exactly_where_the_rules_know_it(city: &TestCity) {
        let season = Season::open_with(city, without_rework);
        let boss = city.token_of(season.organiser);
        let almaty: Value = serde_json::from_str(include_str!("../fixtures/rules/almaty.json")).unwrap();
        let calendar = json!({ "calendar": almaty["calendar"], "reason": text("Новые сроки") });
        boss.put(&at(CYCLE_CALENDAR, season.cycle), &calendar).invalid(&[
            ("/calendar/windows/2", "unexpected_window"),
            ("/calendar/windows/3", "unexpected_window"),
        ]);
        let mut half = almaty;
        without_rework(&mut half);
        half["proposals"]["rework"] = json!(true);
        let publish = json!({ "document": half, "reason": text("Новые правила") });
        boss.post(&at("/api/v1/cycles/{id}/rules", season.cycle), &publish)
            .invalid(&[("/document/calendar/windows", "calendar"), ("/document/calendar/windows", "calendar")]);
        city.run_jobs();
    }
}
