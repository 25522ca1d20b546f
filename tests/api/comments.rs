//! The discussion: comments, questions with their duties, official answers, moderation.

use api_types::duty::DutyPage;
use api_types::endpoint::{COMMENT_REMOVE, CYCLE_DUTIES, DUTY_REOPEN, PROJECT, PROPOSAL_COMMENTS, path};
use api_types::project::Project;
use api_types::proposal::{Comment, CommentPage};
use domain::{CommentKind, DutyEnding, Id, Role};
use qatysu_tests::both;
use serde_json::{Value, json};
use time::Duration;

use crate::season::{Season, said, text, tick};

fn comments(id: Id) -> String {
    path(PROPOSAL_COMMENTS, &[&id.to_string()])
}

fn words(kind: &str, parent: Option<Id>, words: &str) -> Value {
    json!({ "kind": kind, "parent_id": parent, "text": said(words) })
}

both! {
    fn a_question_is_owed_an_answer_by_a_day_that_everybody_sees(city: &TestCity) {
        let season = Season::open(city);
        let (_, made) = season.submitted(city, "Двор без луж в Аксае");
        let asker = city.resident(season.other_district);
        let at = comments(made.id);
        city.visitor().post(&at, &words("question", None, "Проедет ли скорая?")).problem(401);
        let question: Comment = asker.client.post_once(&at, "q", &words("question", None, "Проедет ли скорая?")).status(201).read();
        let again: Comment = asker.client.post_once(&at, "q", &words("question", None, "Проедет ли скорая?")).status(201).read();
        assert_eq!(question.id, again.id);
        let duty = question.duty.unwrap();
        assert_eq!(duty.deadline, duty.opened_at + Duration::days(5));
        assert_eq!(duty.body.unwrap().ru, "district_akimat");
        tick(city);
        asker.client.post(&at, &words("comment", Some(question.id), "И пожарная?")).status(201);

        // Overdue in public, and answered late: ended, not met.
        city.clock().set(duty.deadline + Duration::seconds(1));
        let overdue = format!("{}?overdue=true", path(CYCLE_DUTIES, &[&season.cycle.to_string()]));
        let board: DutyPage = city.visitor().get(&overdue).read();
        assert_eq!((board.items.len(), board.items[0].overdue), (1, true));
        let answer = words("official_answer", Some(question.id), "Да, ширина проезда 3,5 метра.");
        let asker_now = city.token_of(asker.account);
        asker_now.post(&at, &answer).refused(403, &["role_missing"]);
        let elsewhere = city.official("elsewhere", &[(Role::Reviewer, Some(season.other_district))]);
        elsewhere.post(&at, &answer).refused(403, &["wrong_district"]);
        let reviewer = city.token_of(season.reviewer);
        reviewer.post(&at, &words("official_answer", None, "Да.")).invalid(&[("/parent_id", "required")]);
        reviewer.post(&at, &words("official_answer", Some(Id::new_v4()), "Да.")).invalid(&[("/parent_id", "unknown")]);
        let answered: Comment = reviewer.post(&at, &answer).status(201).read();
        assert_eq!((answered.author.as_str(), answered.body.unwrap().ru.as_str()), ("reviewer", "district_akimat"));
        let page: CommentPage = city.visitor().get(&at).read();
        let kinds: Vec<_> = page.items.iter().map(|c| c.kind).collect();
        assert_eq!(kinds, [CommentKind::Question, CommentKind::Comment, CommentKind::OfficialAnswer]);
        let duty = page.items[0].duty.clone().unwrap();
        assert_eq!((duty.ending, duty.met), (Some(DutyEnding::Done), Some(false)));

        // The asker alone may say once that it is no answer.
        let reopen = path(DUTY_REOPEN, &[&duty.id.to_string()]);
        let why = json!({ "reason": "Не ответили про скорую." });
        let other = city.resident(season.district);
        other.client.post(&reopen, &why).refused(403, &["not_owner"]);
        asker_now.post(&reopen, &why).status(200);
        reviewer.post(&at, &words("official_answer", Some(question.id), "Проедет.")).status(201);
        asker_now.post(&reopen, &why).refused(409, &["already_reopened"]);
        city.run_jobs();
    }

    fn what_is_removed_leaves_a_tombstone(city: &TestCity) {
        let season = Season::open(city);
        let (_, made) = season.submitted(city, "Двор без луж в Аксае");
        let loud = city.resident(season.district).client;
        let at = comments(made.id);
        let question: Comment = loud.post(&at, &words("question", None, "Купите у меня асфальт?")).status(201).read();
        loud.post(&at, &words("comment", None, " ")).invalid(&[("/text/text", "required")]);
        loud.post(&at, &words("comment", None, &"ы".repeat(5001))).invalid(&[("/text/text", "too_long")]);
        let remove = path(COMMENT_REMOVE, &[&question.id.to_string()]);
        let reason = json!({ "reason": text("Реклама") });
        loud.post(&remove, &reason).refused(403, &["role_missing"]);
        let moderator = city.token_of(season.moderator);
        moderator.post(&remove, &json!({ "reason": { "kk": "", "ru": "Реклама" } })).invalid(&[("/reason/kk", "required")]);
        let left: Comment = moderator.post(&remove, &reason).status(200).read();
        assert_eq!((left.text, left.removed_reason.unwrap().ru), (None, "Реклама".to_owned()));
        assert_eq!(left.duty.unwrap().ending, Some(DutyEnding::Removed), "an ending, never met");
        moderator.post(&remove, &reason).refused(409, &["wrong_state"]);
        let page: CommentPage = city.visitor().get(&at).read();
        assert_eq!((page.items.len(), &page.items[0].text), (1, &None));
        let project: Project = city.visitor().get(&path(PROJECT, &[&made.id.to_string()])).read();
        assert_eq!(project.brief.comments, 0);
        city.run_jobs();
    }

    fn long_discussions_have_pages(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let at = comments(made.id);
        for n in 0..5 {
            tick(city);
            author.client.post(&at, &words("comment", None, &format!("Слово {n}"))).status(201);
        }
        let (mut found, mut next) = (Vec::new(), Some(format!("{at}?limit=2")));
        while let Some(address) = next {
            let page: CommentPage = city.visitor().get(&address).read();
            found.extend(page.items.into_iter().map(|c| c.text.unwrap().text));
            next = page.next.map(|cursor| format!("{at}?limit=2&cursor={cursor}"));
        }
        assert_eq!(found, ["Слово 0", "Слово 1", "Слово 2", "Слово 3", "Слово 4"]);
        city.visitor().get(&comments(Id::new_v4())).problem(404);
        // An account that is no resident reads, and a clerk writes for who has no account.
        city.official("guest", &[]).post(&at, &words("comment", None, "Привет")).refused(403, &["not_a_resident"]);
        let counter = city.token_of(season.clerk).on_behalf_of(city.resident(season.district).person);
        let spoken: Comment = counter.post(&at, &words("comment", None, "Запишите: я за")).status(201).read();
        assert_eq!((spoken.clerk.as_deref(), spoken.author.as_str()), (Some("clerk"), "Айгерім Сериккызы"));
        city.run_jobs();
    }
}
