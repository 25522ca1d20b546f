//! Duties end by what was owed, not by saying so.

use api_types::duty::DutyPage;
use api_types::endpoint::{CYCLE_DUTIES, DUTY_END, ME_DUTIES, PROPOSAL_COMMENTS, path};
use domain::{DutyKind, Id};
use qatysu_tests::both;
use serde_json::json;

use crate::season::{REVIEW, Season, said, text};

both! {
    fn words_end_neither_a_review_nor_a_question(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let question = json!({ "kind": "question", "text": said("Когда начнут?") });
        let question = author.client.post(&path(PROPOSAL_COMMENTS, &[&made.id.to_string()]), &question).status(201).value();
        season.go(city, REVIEW);
        let at = |id: Id| path(DUTY_END, &[&id.to_string()]);
        let council = city.token_of(season.council);
        let mine: DutyPage = council.get(ME_DUTIES).read();
        let review = mine.items.iter().find(|duty| duty.kind == DutyKind::ReviewProposal).unwrap().id;
        let note = text("Проверили, всё в порядке.");
        for ending in ["done", "decided", "removed"] {
            council.post(&at(review), &json!({ "ending": ending, "note": note })).refused(409, &["ends_by_act"]);
        }
        let declined = json!({ "ending": "declined", "clause": "4.2", "note": note });
        council.post(&at(review), &declined).refused(409, &["ends_by_act"]);
        city.token_of(author.account).post(&at(review), &declined).refused(403, &["role_missing"]);
        // The answer ends a question, or a clause that gives none.
        let reviewer = city.token_of(season.reviewer);
        let asked: Id = question["duty"]["id"].as_str().unwrap().parse().unwrap();
        reviewer.post(&at(asked), &json!({ "ending": "done", "note": note })).refused(409, &["ends_by_act"]);
        reviewer.post(&at(asked), &json!({ "ending": "declined", "note": note })).refused(409, &["clause_required"]);
        reviewer.post(&at(asked), &declined).status(200);
        reviewer.post(&at(asked), &declined).refused(409, &["wrong_state"]);
        let open: DutyPage = city.visitor().get(&format!("{}?open=true", path(CYCLE_DUTIES, &[&season.cycle.to_string()]))).read();
        assert!(open.items.iter().any(|duty| duty.id == review) && open.items.iter().all(|duty| duty.id != asked));
        city.run_jobs();
    }
}
