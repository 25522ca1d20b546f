//! Photos: what they show is kept, where they were taken is not.

use api_types::endpoint::{
    DEFECT_PHOTOS, PHOTO, PHOTO_REMOVE, UPDATE_PHOTOS, VERDICT_PHOTOS, WORK_DEFECTS, WORK_UPDATES,
};
use api_types::photo::Photo;
use api_types::verdict::Verdict;
use api_types::work::WorkUpdate;
use domain::{Id, WorkState};
use qatysu_tests::delivery::{Delivery, at, text};
use qatysu_tests::{Client, Reply, both};
use serde_json::json;
use ureq::http::Method;

const HOME: &[u8] = b"43.238949 N, 76.889709 E";

fn chunk(kind: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    [&u32::try_from(payload.len()).unwrap().to_be_bytes()[..], kind, payload, b"crc."].concat()
}

/// A PNG of this size that says where it was taken.
fn png(width: u32, height: u32, data: usize) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let parts = [chunk(b"IHDR", &header), chunk(b"tEXt", HOME), chunk(b"IDAT", &vec![7; data]), chunk(b"IEND", b"")];
    [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
}

fn send(client: &Client, path: &str, media: &str, bytes: Vec<u8>) -> Reply {
    client.send(Method::POST, &format!("{path}?alt=%D0%A1%D0%B2%D0%B5%D1%82"), &[("Content-Type", media)], bytes)
}

fn tells(bytes: &[u8]) -> bool {
    bytes.windows(HOME.len()).any(|window| window == HOME)
}

both! {
    fn a_photo_is_kept_without_its_place_and_removed_with_a_reason(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        let news: WorkUpdate = d.executor.post(&at(WORK_UPDATES, work), &json!({ "text": text("Свет") })).status(201).read();
        let to = at(UPDATE_PHOTOS, news.id);
        assert!(tells(&png(640, 480, 9)));
        let reply = send(&d.member, &to, "image/png", png(640, 480, 9)).status(201);
        let location = reply.header("location").unwrap().to_owned();
        let photo: Photo = reply.read();
        assert_eq!((photo.width, photo.height, photo.media_type.as_str()), (640, 480, "image/png"));
        assert_eq!((photo.alt.ru.as_str(), location), ("Свет", at(PHOTO, photo.id)));
        let file = city.visitor().get(&at(PHOTO, photo.id)).status(200);
        assert_eq!(file.header("content-type"), Some("image/png"));
        assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert!(!tells(&file.body));
        city.visitor().with("If-None-Match", &file.etag()).get(&at(PHOTO, photo.id)).status(304);
        assert_eq!(d.read(city, work).updates[0].photos, std::slice::from_ref(&photo));
        let reason = json!({ "reason": text("Видны лица детей") });
        d.executor.post(&at(PHOTO_REMOVE, photo.id), &reason).refused(403, &["role_missing"]);
        let gone: Photo = d.moderator.post(&at(PHOTO_REMOVE, photo.id), &reason).status(200).read();
        assert_eq!(gone.removed_reason.map(|r| r.ru).as_deref(), Some("Видны лица детей"));
        city.visitor().get(&at(PHOTO, photo.id)).problem(404);
        assert!(d.read(city, work).updates[0].photos[0].removed_reason.is_some(), "the tombstone stays");
        d.moderator.post(&at(PHOTO_REMOVE, photo.id), &reason).refused(409, &["wrong_state"]);
        d.moderator.post(&at(PHOTO_REMOVE, Id::new_v4()), &reason).problem(404);
        city.run_jobs();
    }

    fn what_is_no_photo_is_refused(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        let news: WorkUpdate = d.executor.post(&at(WORK_UPDATES, work), &json!({ "text": text("Свет") })).status(201).read();
        let to = at(UPDATE_PHOTOS, news.id);
        send(&d.executor, &to, "image/png", b"<svg onload=alert(1)>".to_vec()).invalid(&[("", "not_an_image")]);
        send(&d.executor, &to, "image/png", png(60_000, 60_000, 9)).invalid(&[("", "image_too_big")]);
        send(&d.executor, &to, "image/svg+xml", png(6, 6, 9)).problem(415);
        send(&d.executor, &to, "image/gif", png(6, 6, 9)).problem(415);
        send(&d.executor, &to, "image/png", png(6, 6, 5 * 1024 * 1024)).problem(413);
        d.executor.send(Method::POST, &to, &[("Content-Type", "image/png")], png(6, 6, 9)).problem(400);
        let empty = format!("{to}?alt=%20");
        d.executor.send(Method::POST, &empty, &[("Content-Type", "image/png")], png(6, 6, 9))
            .invalid(&[("/alt/kk", "required"), ("/alt/ru", "required")]);
        send(&city.visitor(), &to, "image/png", png(6, 6, 9)).problem(401);
        send(&city.resident(d.district).client, &to, "image/png", png(6, 6, 9)).refused(403, &["role_missing"]);
        send(&d.executor, &at(UPDATE_PHOTOS, Id::new_v4()), "image/png", png(6, 6, 9)).problem(404);
        for _ in 0..10 {
            // What is in it decides, not what it is called.
            let photo: Photo = send(&d.executor, &to, "image/jpeg", png(6, 6, 9)).status(201).read();
            assert_eq!(photo.media_type, "image/png");
        }
        send(&d.executor, &to, "image/png", png(6, 6, 9)).refused(409, &["too_many_photos"]);
        city.run_jobs();
    }

    fn verdicts_and_defects_show_what_their_authors_saw(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        d.jump(city, work, WorkState::Completed);
        let (resident, other) = (city.resident(d.district).client, city.resident(d.district).client);
        let verdict: Verdict = Delivery::verdict(&resident, work, "dispute", "Фонарь не горит, вот фото").status(200).read();
        let to = at(VERDICT_PHOTOS, verdict.id);
        send(&other, &to, "image/png", png(6, 6, 9)).refused(403, &["not_owner"]);
        send(&d.executor, &to, "image/png", png(6, 6, 9)).refused(403, &["not_a_resident"]);
        send(&resident, &to, "image/png", png(6, 6, 9)).status(201);
        d.accept(work, "А-1", "2026-03-02").status(200);
        let found = json!({ "text": text("Плитка просела"), "found_on": "2026-03-02" });
        let defect = resident.post(&at(WORK_DEFECTS, work), &found).status(201).value();
        let to = at(DEFECT_PHOTOS, defect["id"].as_str().unwrap().parse().unwrap());
        send(&resident, &to, "image/png", png(6, 6, 9)).status(201);
        send(&d.member, &to, "image/png", png(6, 6, 9)).status(201);
        send(&other, &to, "image/png", png(6, 6, 9)).refused(403, &["role_missing"]);
        let read = d.read(city, work);
        assert_eq!((read.verdicts[0].photos.len(), read.defects[0].photos.len()), (1, 2));
        city.run_jobs();
    }
}
