//! Proposals: drafted, submitted, supported, withdrawn, merged, split, translated; by residents and through a clerk.

use api_types::endpoint::{
    ME_PROPOSAL, ME_PROPOSALS, ME_SUPPORTS, PROJECT, PROPOSAL, PROPOSAL_MERGE, PROPOSAL_SPLIT, PROPOSAL_SUBMIT,
    PROPOSAL_SUPPORT, PROPOSAL_TRANSLATION, PROPOSAL_WITHDRAW, PROPOSALS, path,
};
use api_types::project::{Project, ProjectPage};
use api_types::proposal::{ProposalReceipt, SupportCount};
use domain::{Channel, Id, ProposalState};
use qatysu_tests::both;
use serde_json::json;

use crate::season::{REVIEW, Season, said, tick};

fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

both! {
    fn a_draft_is_its_author_s_alone_until_it_is_submitted(city: &TestCity) {
        let season = Season::open(city);
        let (author, other) = (city.resident(season.district), city.resident(season.district));
        let draft = season.draft("Двор без луж в Аксае");
        city.visitor().post(PROPOSALS, &draft).problem(401);
        let reply = author.client.post_once(PROPOSALS, "first", &draft).status(201);
        let location = reply.header("location").unwrap().to_owned();
        let made: ProposalReceipt = reply.read();
        assert_eq!((made.state, made.number.clone(), made.version), (ProposalState::Draft, None, 1));
        assert_eq!(location, at(ME_PROPOSAL, made.id));
        let again = author.client.post_once(PROPOSALS, "first", &draft).status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.read::<ProposalReceipt>().id, made.id);

        city.visitor().get(&at(PROJECT, made.id)).problem(404);
        other.client.get(&at(ME_PROPOSAL, made.id)).problem(404);
        other.client.put(&at(PROPOSAL_SUPPORT, made.id), &json!({})).problem(404);
        let mine = author.client.get(&at(ME_PROPOSAL, made.id)).status(200);
        let etag = mine.etag();
        let mine: Project = mine.read();
        assert_eq!(mine.revision.cost.0, 1_400 * 950_000 * 112 / 100);
        assert_eq!(mine.channel, Channel::App, "tokens are for applications");

        let mut better = draft.clone();
        better["title"] = json!("Двор без луж и с лавками в Аксае");
        author.client.put(&at(PROPOSAL, made.id), &better).problem(428);
        author.client.put_if(&at(PROPOSAL, made.id), "\"9\"", &better).problem(412);
        other.client.put_if(&at(PROPOSAL, made.id), &etag, &better).problem(404);
        let edited = author.client.put_if(&at(PROPOSAL, made.id), &etag, &better).status(200);
        assert_eq!(edited.etag(), "\"2\"");

        let submitted: ProposalReceipt = author.client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).status(200).read();
        assert_eq!(submitted.number.as_deref(), Some("ALM-26-0001"));
        let project: Project = city.visitor().get(&path(PROJECT, &["alm-26-0001"])).read();
        assert_eq!((project.brief.id, project.revisions.clone(), project.history.len()), (made.id, vec![1], 1));
        assert_eq!(project.brief.title.text, "Двор без луж и с лавками в Аксае");
        author.client.put_if(&at(PROPOSAL, made.id), "\"3\"", &better).refused(409, &["wrong_state"]);
        author.client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).refused(409, &["wrong_state"]);
        other.client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).refused(403, &["not_owner"]);

        // One author, one application; the draft may lie there.
        tick(city);
        let second: ProposalReceipt = author.client.post(PROPOSALS, &season.draft("Ещё один двор в Аксае")).status(201).read();
        author.client.post(&at(PROPOSAL_SUBMIT, second.id), &json!({})).refused(409, &["own_application_exists"]);
        let list: ProjectPage = author.client.get(ME_PROPOSALS).read();
        assert_eq!(list.items.iter().map(|p| p.id).collect::<Vec<_>>(), [second.id, made.id]);
        let (_, next) = season.submitted(city, "Сквер у школы в Аксае");
        assert_eq!(next.number.as_deref(), Some("ALM-26-0002"));
        city.run_jobs();
    }

    fn everything_wrong_is_said_at_once(city: &TestCity) {
        let season = Season::open(city);
        let author = city.resident(season.district).client;
        let mut draft = season.draft("Двор");
        draft["body"] = json!("скрытый \u{202E}текст, который поворачивает всё вокруг");
        draft["estimate"]["lines"][0]["unit_price"] = json!(-5);
        draft["estimate"]["lines"][0]["item"] = json!(" ");
        author.post(PROPOSALS, &draft).invalid(&[
            ("/title", "too_short"),
            ("/body", "strange_characters"),
            ("/estimate/lines/0/item", "required"),
            ("/estimate/lines/0/unit_price", "not_positive"),
        ]);
        let mut huge = season.draft("Двор, который стоит больше всего");
        huge["estimate"]["lines"][0]["unit_price"] = json!(i64::MAX);
        author.post(PROPOSALS, &huge).invalid(&[("/estimate", "too_large")]);
        let mut elsewhere = season.draft("Двор в неизвестном районе");
        elsewhere["district_id"] = json!(Id::new_v4());
        author.post(PROPOSALS, &elsewhere).invalid(&[("/district_id", "unknown")]);
        elsewhere["cycle_id"] = json!(Id::new_v4());
        author.post(PROPOSALS, &elsewhere).problem(404);
        let mut odd = season.draft("Двор без запятых и лишних полей");
        odd["state"] = json!("eligible");
        author.post(PROPOSALS, &odd).problem(400);

        // What the rules demand is asked when it is submitted: all of it.
        let square = json!({ "type": "Polygon", "coordinates": [[[10, 10], [11, 10], [11, 11], [10, 10]]] });
        let district = season.district;
        city.test.app.store.write(city.now(), move |tx| -> store::Result<()> {
            let mut row = store::district::find(tx, district)?.unwrap();
            row.boundary = Some(square.clone());
            store::district::update(tx, &row).map(drop)
        }).unwrap();
        let mut bold = season.draft("Дворец 🏰 для всех жителей Аксая, قصر");
        bold["category"] = json!("palaces");
        bold["estimate"]["lines"] = json!([]);
        let made: ProposalReceipt = author.post(PROPOSALS, &bold).status(201).read();
        author
            .post(&at(PROPOSAL_SUBMIT, made.id), &json!({}))
            .refused(409, &["unknown_category", "estimate_missing", "outside_district"]);
        bold["category"] = json!("parks");
        bold["place"] = json!(null);
        bold["estimate"]["lines"] = json!([{ "item": "Дворец", "unit": "шт.", "quantity_milli": 1000, "unit_price": 100_000_000_000_i64 }]);
        author.put_if(&at(PROPOSAL, made.id), "\"1\"", &bold).status(200);
        let refused = author.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).refused(409, &["cap_exceeded"]);
        assert!(refused.blockers[0].value.is_some(), "the cap is named");
        city.run_jobs();
    }

    fn wrong_people_and_wrong_times_are_told_apart(city: &TestCity) {
        let season = Season::open(city);
        let draft = season.draft("Двор без луж в Аксае");
        city.token_of(season.organiser).post(PROPOSALS, &draft).refused(403, &["not_a_resident"]);
        let author = city.resident(season.district);
        let made: ProposalReceipt = author.client.post(PROPOSALS, &draft).status(201).read();
        city.clock().set(REVIEW - time::Duration::microseconds(1));
        let client = city.token_of(author.account);
        client.put_if(&at(PROPOSAL, made.id), "\"1\"", &draft).status(200);
        // The closing instant is late, although no job has run; an empty form is late too, and said so.
        city.clock().set(REVIEW);
        client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).refused(409, &["window_closed"]);
        client.post(PROPOSALS, &draft).refused(409, &["window_closed"]);
        city.run_jobs();
        client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).refused(409, &["not_in_phase"]);
        client.post(PROPOSALS, &draft).refused(409, &["not_in_phase"]);
        client.put(&at(PROPOSAL_SUPPORT, made.id), &json!({})).refused(409, &["wrong_state", "own_proposal", "not_in_phase"]);
    }

    fn residents_support_others_once(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let support = at(PROPOSAL_SUPPORT, made.id);
        city.visitor().put(&support, &json!({})).problem(401);
        author.client.put(&support, &json!({})).refused(409, &["own_proposal"]);
        let neighbour = city.resident(season.other_district).client;
        let count: SupportCount = neighbour.put(&support, &json!({})).read();
        assert_eq!(count.supports, 1);
        neighbour.put(&support, &json!({})).refused(409, &["already_supported"]);
        assert_eq!(neighbour.get(ME_SUPPORTS).value()["items"], json!([made.id]));
        neighbour.delete(&support).status(204);
        neighbour.delete(&support).status(204);
        let project: Project = city.visitor().get(&at(PROJECT, made.id)).read();
        assert_eq!(project.brief.supports, 0);
        city.run_jobs();
    }

    fn a_clerk_acts_for_who_comes_to_the_counter(city: &TestCity) {
        let season = Season::open(city);
        let (person, other) = (city.resident(season.district).person, city.resident(season.district).person);
        let clerk = city.token_of(season.clerk);
        let counter = clerk.clone().on_behalf_of(person);
        let draft = season.draft("Скамейки вдоль всего бульвара");
        clerk.post(PROPOSALS, &draft).refused(403, &["not_a_resident"]);
        let made: ProposalReceipt = counter.post(PROPOSALS, &draft).status(201).read();
        clerk.clone().on_behalf_of(other).post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).problem(404);
        counter.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).status(200);
        let project: Project = city.visitor().get(&at(PROJECT, made.id)).read();
        assert_eq!((project.channel, project.clerk.as_deref()), (Channel::Counter, Some("clerk")));
        assert_eq!(project.authors, ["Айгерім Сериккызы"]);
        // Two residents through one clerk are two supporters.
        let support = at(PROPOSAL_SUPPORT, season.submitted(city, "Двор без луж в Аксае").1.id);
        counter.put(&support, &json!({})).status(200);
        let count: SupportCount = clerk.on_behalf_of(other).put(&support, &json!({})).read();
        assert_eq!(count.supports, 2);
        counter.put(&support, &json!({})).refused(409, &["already_supported"]);
        city.run_jobs();
    }

    fn numbers_given_out_at_once_are_different_and_without_gaps(city: &TestCity) {
        let season = Season::open(city);
        let authors = city.residents(season.district, 8);
        let submit = |author: &qatysu_tests::Resident| {
            let made: ProposalReceipt = author.client.post(PROPOSALS, &season.draft("Двор без луж в Аксае")).status(201).read();
            let made: ProposalReceipt = author.client.post(&at(PROPOSAL_SUBMIT, made.id), &json!({})).status(200).read();
            made.number.unwrap()
        };
        let mut numbers: Vec<String> = std::thread::scope(|scope| {
            let all: Vec<_> = authors.iter().map(|author| scope.spawn(|| submit(author))).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        numbers.sort();
        let expected: Vec<String> = (1..=8).map(|n| format!("ALM-26-000{n}")).collect();
        assert_eq!(numbers, expected);
        // So are supporters counted that come at once.
        let first = city.visitor().get(&path(PROJECT, &["ALM-26-0001"])).read::<Project>();
        let fans = city.residents(season.district, 8);
        std::thread::scope(|scope| {
            for fan in &fans {
                scope.spawn(|| fan.client.put(&at(PROPOSAL_SUPPORT, first.brief.id), &json!({})).status(200));
            }
        });
        let project: Project = city.visitor().get(&at(PROJECT, first.brief.id)).read();
        assert_eq!(project.brief.supports, 8);
        city.run_jobs();
    }

    fn authors_take_back_with_a_reason(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let other = city.resident(season.district).client;
        other.post(&at(PROPOSAL_WITHDRAW, made.id), &json!({ "reason": said("Передумал") })).refused(403, &["not_owner"]);
        author.client.post(&at(PROPOSAL_WITHDRAW, made.id), &json!({ "reason": said(" ") })).invalid(&[("/reason/text", "required")]);
        author.client.post(&at(PROPOSAL_WITHDRAW, made.id), &json!({ "reason": said("Двор уже делают") })).status(200);
        author.client.post(&at(PROPOSAL_WITHDRAW, made.id), &json!({ "reason": said("Ещё раз") })).refused(409, &["wrong_state"]);
        let project: Project = city.visitor().get(&at(PROJECT, made.id)).read();
        assert_eq!(project.brief.state, ProposalState::Withdrawn);
        assert_eq!(project.history.iter().find(|e| e.event == "withdraw").unwrap().text.as_ref().unwrap().ru, "Двор уже делают");
        // The application is free again.
        let again: ProposalReceipt = author.client.post(PROPOSALS, &season.draft("Другой двор в Аксае")).status(201).read();
        author.client.post(&at(PROPOSAL_SUBMIT, again.id), &json!({})).status(200);
        city.run_jobs();
    }

    fn two_become_one_and_nobody_is_forgotten(city: &TestCity) {
        let season = Season::open(city);
        let (one, first) = season.submitted(city, "Двор без луж в Аксае");
        let (two, second) = season.submitted(city, "Ремонт того же двора в Аксае");
        let friends = city.residents(season.district, 2);
        for (friend, id) in [(0, first.id), (0, second.id), (1, first.id)] {
            friends[friend].client.put(&at(PROPOSAL_SUPPORT, id), &json!({})).status(200);
        }
        two.client.put(&at(PROPOSAL_SUPPORT, first.id), &json!({})).status(200);
        let merge = |id: Id, into: Id| {
            let body = json!({ "into": into, "reason": said("Один и тот же двор") });
            city.token_of(season.reviewer).post(&at(PROPOSAL_MERGE, id), &body)
        };
        one.client.post(&at(PROPOSAL_MERGE, first.id), &json!({ "into": second.id, "reason": said("Моё") })).refused(403, &["role_missing"]);
        merge(first.id, first.id).refused(409, &["merge_target"]);
        merge(first.id, Id::new_v4()).problem(404);
        merge(first.id, second.id).status(200);
        merge(first.id, second.id).refused(409, &["wrong_state"]);
        let gone: Project = city.visitor().get(&at(PROJECT, first.id)).read();
        assert_eq!(gone.brief.state, ProposalState::Merged);
        assert_eq!(gone.merged_into.unwrap().id, second.id);
        let stays: Project = city.visitor().get(&at(PROJECT, second.id)).read();
        assert_eq!(stays.authors.len(), 2, "both authors are credited");
        assert_eq!(stays.brief.supports, 2, "each friend once, no author");
        assert_eq!(stays.merged_from[0].id, first.id);
        city.run_jobs();
    }

    fn a_part_gets_a_number_of_its_own(city: &TestCity) {
        let season = Season::open(city);
        let (author, whole) = season.submitted(city, "Двор и спортплощадка в Аксае");
        let reviewer = city.token_of(season.reviewer);
        let same = json!({ "part": season.draft("Двор и спортплощадка в Аксае"), "reason": said("Два объекта") });
        reviewer.post(&at(PROPOSAL_SPLIT, whole.id), &same).refused(409, &["split_parts"]);
        let mut short = same.clone();
        short["part"]["title"] = json!("Корт");
        reviewer.post(&at(PROPOSAL_SPLIT, whole.id), &short).invalid(&[("/part/title", "too_short")]);
        let mut part = season.draft("Спортплощадка в Аксае отдельно");
        part["category"] = json!("sports");
        let split = json!({ "part": part, "reason": said("Два объекта") });
        author.client.post(&at(PROPOSAL_SPLIT, whole.id), &split).refused(403, &["role_missing"]);
        let made: ProposalReceipt = reviewer.post_once(&at(PROPOSAL_SPLIT, whole.id), "k", &split).status(201).read();
        let again: ProposalReceipt = reviewer.post_once(&at(PROPOSAL_SPLIT, whole.id), "k", &split).status(201).read();
        assert_eq!(made.id, again.id);
        assert_eq!((made.number.as_deref(), made.state), (Some("ALM-26-0002"), ProposalState::Submitted));
        let project: Project = author.client.get(&at(ME_PROPOSAL, made.id)).read();
        assert_eq!(project.split_from.unwrap().id, whole.id);
        assert_eq!(project.authors.len(), 1);
        let whole: Project = city.visitor().get(&at(PROJECT, whole.id)).read();
        assert_eq!(whole.history.iter().find(|e| e.event == "split_off").unwrap().other.as_ref().unwrap().id, made.id);
        city.run_jobs();
    }

    fn translations_are_marked_and_searched(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let translation = json!({ "lang": "kk", "title": "Ақсайдағы шалшықсыз аула", "body": "Аулада асфальт бұзылған." });
        author.client.put(&at(PROPOSAL_TRANSLATION, made.id), &translation).refused(403, &["role_missing"]);
        let reviewer = city.token_of(season.reviewer);
        let wrong = json!({ "lang": "ru", "title": "", "body": "x" });
        reviewer.put(&at(PROPOSAL_TRANSLATION, made.id), &wrong).invalid(&[("/lang", "duplicate"), ("/title", "required")]);
        reviewer.put(&at(PROPOSAL_TRANSLATION, made.id), &translation).status(200);
        reviewer.put(&at(PROPOSAL_TRANSLATION, made.id), &translation).status(200);
        let project: Project = city.visitor().get(&at(PROJECT, made.id)).read();
        assert_eq!(project.brief.titles[0].text, "Ақсайдағы шалшықсыз аула");
        assert_eq!(project.revision.translations.len(), 1);
        city.run_jobs();
    }
}
