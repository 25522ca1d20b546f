//! What residents say of a work, and what the office says to them: verdicts, disputes, questions, defects.

use api_types::defect::DefectCreate;
use api_types::duty::{DutyEnd, DutyReopen};
use api_types::proposal::CommentCreate;
use api_types::verdict::VerdictWrite;
use domain::{CommentKind, DutyEnding, Id, Lang, PhotoSubject, UserText, VerdictKind};
use time::Date;

use super::building::{Building, Site};
use super::calendar::text;
use super::people;
use crate::{App, Caller, Error, Result, comment, defect, duty, photo, verdict};

const CRACKED_PHOTO: &[u8] = include_bytes!("../../demo/photos/cracked.png");

/// A grown-up resident of the work's district; the first one is left to the visitor.
fn resident<'a>(b: &'a Building<'_>, site: &Site<'_>, n: usize) -> Result<&'a Caller> {
    let all = b.residents.get(site.place.0).map(|r| r.callers.as_slice()).unwrap_or_default();
    let others = people::grown_up(all.len()).saturating_sub(1).max(1);
    all.get(1 + (n + site.place.1 * 17) % others).ok_or_else(|| Error::Broken("a district without residents".into()))
}

/// The n-th resident confirms what was built.
pub(super) fn confirm(b: &Building<'_>, site: &Site<'_>, n: usize) -> Result<()> {
    let words = ["Барлығы жақсы жасалған, рақмет!", "Сделали хорошо, дети довольны.", "Жақсы болды."];
    let lang = if n % 3 == 1 { Lang::Ru } else { Lang::Kk };
    let text = UserText { lang, text: words[n % words.len()].to_owned() };
    let input = VerdictWrite { kind: VerdictKind::Confirm, text };
    verdict::give(&b.stage.app, resident(b, site, 5 + n)?, site.work()?, &input).map(drop)
}

/// A resident disputes it, with a photo.
pub(super) fn dispute(b: &Building<'_>, site: &Site<'_>) -> Result<()> {
    let app = &b.stage.app;
    let n = site.made.borrow().disputes.len();
    let by = resident(b, site, 20 + n)?;
    let (lang, words) = [
        (Lang::Ru, "Покрытие уже треснуло, а по акту всё принято. Посмотрите на фото."),
        (Lang::Kk, "Төсем тағы жарылды, ортасында шұңқыр бар. Суретке қараңыз."),
    ][n % 2];
    let input = VerdictWrite { kind: VerdictKind::Dispute, text: UserText { lang, text: words.to_owned() } };
    let made = verdict::give(app, by, site.work()?, &input)?;
    let alt = text("Жарылған төсем (үлгі сурет)", "Треснувшее покрытие (рисунок)", "A cracked surface (drawing)");
    photo::add(app, by, PhotoSubject::Verdict, made.id, &alt, CRACKED_PHOTO)?;
    let owed = made.duty.ok_or_else(|| Error::Broken("a dispute without its duty".into()))?;
    site.made.borrow_mut().disputes.push(owed.id);
    Ok(())
}

/// The office answers the last dispute.
pub(super) fn answer(app: &App, site: &Site<'_>) -> Result<()> {
    let id = site.made.borrow().disputes.last().copied().ok_or(Error::NotFound("duty"))?;
    let note = text(
        "Мердігер 20 шаршы метр төсемді кепілдік бойынша ауыстырды, құны төленбеді.",
        "Подрядчик по гарантии заменил 20 м² покрытия, за это не платили.",
        "The builder replaced 20 m² of surface under warranty; nothing was paid for it.",
    );
    let input = DutyEnd { ending: DutyEnding::Done, clause: None, note };
    duty::end(app, &site.desk.executor, id, &input).map(drop)
}

/// A defect is found within the warranty.
pub(super) fn claim(app: &App, site: &Site<'_>, day: Date) -> Result<()> {
    let words = text(
        "Қыстан кейін төсем көтеріліп кетті.",
        "После зимы покрытие вздулось.",
        "After the winter the surface has risen.",
    );
    let executor = &site.desk.executor;
    let made = defect::report(app, executor, site.work()?, &DefectCreate { text: words, found_on: day })?;
    let alt = text("Көтерілген төсем (үлгі сурет)", "Вздувшееся покрытие (рисунок)", "The risen surface (drawing)");
    photo::add(app, executor, PhotoSubject::Defect, made.id, &alt, CRACKED_PHOTO)?;
    site.made.borrow_mut().defect = Some(made.id);
    Ok(())
}

fn proposal(site: &Site<'_>) -> Result<Id> {
    site.items.first().map(|item| item.proposal).ok_or(Error::NotFound("item"))
}

/// A resident asks when it goes on.
pub(super) fn ask(b: &Building<'_>, site: &Site<'_>) -> Result<()> {
    let words = "Когда продолжатся работы? Уже месяц никого нет.";
    let text = UserText { lang: Lang::Ru, text: words.to_owned() };
    let input = CommentCreate { kind: CommentKind::Question, parent_id: None, text };
    let made = comment::create(&b.stage.app, resident(b, site, 40)?, proposal(site)?, &input)?;
    site.made.borrow_mut().question = Some(made.id);
    Ok(())
}

/// The office answers without a date.
pub(super) fn reply(app: &App, site: &Site<'_>) -> Result<()> {
    let words = "Работы возобновятся, как только поступит плитка; точную дату поставщик не назвал.";
    let text = UserText { lang: Lang::Ru, text: words.to_owned() };
    let parent_id = site.made.borrow().question;
    let input = CommentCreate { kind: CommentKind::OfficialAnswer, parent_id, text };
    comment::create(app, &site.desk.executor, proposal(site)?, &input).map(drop)
}

/// The resident asks again.
pub(super) fn reopen(b: &Building<'_>, site: &Site<'_>) -> Result<()> {
    let app = &b.stage.app;
    let question = site.made.borrow().question;
    let owed = app.store.read(|c| store::duty::of_cycle(c, site.past.cycle))?;
    let owed = owed.into_iter().find(|row| Some(row.subject_id) == question).ok_or(Error::NotFound("duty"))?;
    let reason = "Ответа на вопрос «когда» нет.".to_owned();
    duty::reopen(app, resident(b, site, 40)?, owed.id, &DutyReopen { reason }).map(drop)
}
