//! The steps of a work's life, each by its use case, with the words that officials and residents find for it.

use api_types::act::ActRecord;
use api_types::contract::{ContractMove, ContractSign, PartInput};
use api_types::defect::{DefectCreate, DefectRepair};
use api_types::duty::{DutyEnd, DutyReopen};
use api_types::ledger::{CarryCreate, LedgerEntryCreate};
use api_types::milestone::{MilestoneCreate, MilestoneDone, MilestoneMove};
use api_types::payment::PaymentCreate;
use api_types::proposal::CommentCreate;
use api_types::verdict::VerdictWrite;
use api_types::work::{WorkAccept, WorkCreate, WorkEventCreate, WorkItemWrite, WorkUpdateCreate};
use domain::work::{Saving, WorkDetail};
use domain::{
    CommentKind, ContractEvent, DutyEnding, EntryKind, Id, Lang, LedgerAccount, LocalText, Money, PhotoSubject,
    UserText, VerdictKind, WorkEvent,
};
use time::{Date, Duration};

use super::building::{Building, Site};
use super::calendar::text;
use super::fates::Step;
use super::people;
use crate::{
    App, Caller, Error, Result, act, comment, contract, defect, duty, ledger, milestone, payment, photo, verdict, work,
    year_end,
};

const SITE_PHOTO: &[u8] = include_bytes!("../../demo/photos/site.png");
const DONE_PHOTO: &[u8] = include_bytes!("../../demo/photos/done.png");
const CRACKED_PHOTO: &[u8] = include_bytes!("../../demo/photos/cracked.png");

/// Builders: none of them exists.
const SUPPLIERS: [&str; 4] =
    ["ЖШС «Үлгі Құрылыс»", "ТОО «Пример-Строй»", "ЖШС «Мысал Жол»", "ТОО «Образец Благоустройства»"];

/// Plays one step of a work on a day.
pub(super) fn play(b: &Building<'_>, site: &Site<'_>, step: Step, day: Date) -> Result<()> {
    let (app, executor) = (&b.stage.app, &site.desk.executor);
    let happen = |input: WorkEventCreate| work::happen(app, executor, site.work()?, &input).map(drop);
    let money = |percent: i64, of: Money| Money(of.0 / 100 * percent);
    match step {
        Step::Plan => plan(app, site),
        Step::Milestones => milestones(app, site),
        Step::Delay => put_off(app, site, day),
        Step::Design => happen(event(WorkEvent::StartDesign)),
        Step::Expertise => {
            let document = Some(format!("Э-{:03} (sample)", 100 + site.place.0 * 10 + site.place.1));
            let detail = WorkDetail { document, published_on: Some(day), ..WorkDetail::default() };
            happen(told(WorkEvent::PassExpertise, detail))
        }
        Step::Tender => {
            let tenders = {
                let mut made = site.made.borrow_mut();
                made.tenders += 1;
                made.tenders
            };
            let document = Some(tender_number(site, tenders));
            let (start_price, closes_on) = (Some(site.amount()?), Some(day + Duration::days(10)));
            let detail =
                WorkDetail { document, start_price, published_on: Some(day), closes_on, ..WorkDetail::default() };
            happen(told(WorkEvent::AnnounceTender, detail))
        }
        Step::FailTender => {
            let detail = WorkDetail { bids: Some(0), ..WorkDetail::default() };
            let reason = text("Бірде-бір өтінім түскен жоқ.", "Не подано ни одной заявки.", "Nobody made a bid.");
            happen(WorkEventCreate { reason: Some(reason), ..told(WorkEvent::FailTender, detail) })
        }
        Step::Award(percent) => {
            let price = money(percent, site.amount()?);
            site.made.borrow_mut().price = price;
            let supplier = Some(supplier(site).to_owned());
            let detail = WorkDetail { supplier, price: Some(price), bids: Some(3), ..WorkDetail::default() };
            happen(told(WorkEvent::Award, detail))
        }
        Step::Sign => sign(b, site, day),
        Step::Start => happen(event(WorkEvent::Start)),
        Step::Tell(percent) => tell(app, site, percent),
        Step::Deliver(percent) => {
            let part =
                Some(text("Негізгі бөлігі тапсырылды.", "Сдана основная часть.", "The main part is handed over."));
            happen(told(WorkEvent::DeliverPart, WorkDetail { percent: Some(percent), part, ..WorkDetail::default() }))
        }
        Step::Pay(percent) => pay(b, site, percent, day),
        Step::Finish => {
            move_contract(app, site, ContractEvent::Complete, None)?;
            reach_milestones(app, site, day)?;
            happen(event(WorkEvent::Complete))
        }
        Step::Accept => accept(app, site, day, 1),
        Step::Settle => move_contract(app, site, ContractEvent::Settle, None),
        Step::Surrender => surrender(b, site),
        Step::Confirm(count) => (0..count).try_for_each(|n| confirm(b, site, n)),
        Step::Dispute => dispute(b, site),
        Step::Answer => answer(app, site),
        Step::Defer => {
            let reason = text(
                "Жер астындағы су құбыры келесі жылы ауыстырылады; содан кейін саламыз.",
                "Водопровод под участком заменят в следующем году; строить будем после.",
                "The water main below is replaced next year; we build after that.",
            );
            let fiscal_year = Some(site.past.fiscal_year + 1);
            happen(WorkEventCreate { reason: Some(reason), fiscal_year, ..event(WorkEvent::Defer) })
        }
        Step::Reduce => {
            let amount = money(10, site.amount()?);
            let savings = vec![Saving { envelope_id: site.envelope, amount }];
            let part = Some(text("Қосымша қоршау салынбайды.", "Без дополнительного ограждения.", "No extra fence."));
            let reason = text(
                "Тұрғындар жиналысында қоршаудан бас тартылды.",
                "На собрании жители отказались от ограждения.",
                "At a meeting the residents did without the fence.",
            );
            let detail = WorkDetail { part, savings, ..WorkDetail::default() };
            happen(WorkEventCreate { reason: Some(reason), ..told(WorkEvent::Reduce, detail) })?;
            // From the reduced scope it goes to tender again.
            Ok(())
        }
        Step::Terminate => {
            let reason = text(
                "Мердігер мерзімді екі рет бұзды.",
                "Подрядчик дважды сорвал сроки.",
                "The builder missed the dates twice.",
            );
            move_contract(app, site, ContractEvent::Terminate, Some(reason))
        }
        Step::Cancel => {
            let reason = text(
                "Сол жерді метро салу үшін қала алды.",
                "Участок отошёл городу под строительство метро.",
                "The city needs the land for the metro.",
            );
            happen(WorkEventCreate { reason: Some(reason), ..event(WorkEvent::Cancel) })
        }
        Step::Carry => carry(b, site, day),
        Step::Claim => claim(app, site, day),
        Step::Repair => {
            let repair = text("Төсем қайта төселді.", "Покрытие уложено заново.", "The surface was laid anew.");
            let id = site.made.borrow().defect.ok_or(Error::NotFound("defect"))?;
            defect::repair(app, executor, id, &DefectRepair { repaired_on: day, repair })?;
            accept(app, site, day, 2)
        }
        Step::Ask => ask(b, site),
        Step::Reply => reply(app, site),
        Step::Reopen => reopen(b, site),
    }
}

fn event(event: WorkEvent) -> WorkEventCreate {
    WorkEventCreate { event, reason: None, fiscal_year: None, due_on: None, detail: None }
}

fn told(of: WorkEvent, detail: WorkDetail) -> WorkEventCreate {
    WorkEventCreate { detail: Some(detail), ..event(of) }
}

/// A code that is unique in the sample.
fn code(site: &Site<'_>) -> String {
    format!("{}-{}-{}", site.past.fiscal_year, site.desk.code, site.place.1 + 1)
}

fn tender_number(site: &Site<'_>, n: usize) -> String {
    format!("Т-{}/{n} (sample)", code(site))
}

fn supplier(site: &Site<'_>) -> &'static str {
    SUPPLIERS[(site.place.0 + site.place.1) % SUPPLIERS.len()]
}

/// A grown-up resident of the work's district; the first one is left to the visitor.
fn resident<'a>(b: &'a Building<'_>, site: &Site<'_>, n: usize) -> Result<&'a Caller> {
    let all = b.residents.get(site.place.0).map(|r| r.callers.as_slice()).unwrap_or_default();
    let others = people::grown_up(all.len()).saturating_sub(1).max(1);
    all.get(1 + (n + site.place.1 * 17) % others).ok_or_else(|| Error::Broken("a district without residents".into()))
}

fn plan(app: &App, site: &Site<'_>) -> Result<()> {
    let items = site.items.iter().map(|item| WorkItemWrite { ballot_item_id: item.id, amount: item.cost }).collect();
    let name = site.items.first().map(|item| item.name.clone()).ok_or(Error::NotFound("item"))?;
    let input = WorkCreate {
        name,
        description: None,
        body_id: site.desk.akimat,
        items,
        fiscal_year: site.past.fiscal_year,
        due_on: site.due_on,
    };
    let made = work::create(app, &site.desk.executor, site.past.cycle, &input)?;
    site.made.borrow_mut().work = Some(made.brief.id);
    Ok(())
}

fn milestones(app: &App, site: &Site<'_>) -> Result<()> {
    let names = [
        (text("Жоба құжаттары", "Проектные документы", "Design documents"), Duration::days(60)),
        (text("Жабдық жеткізілді", "Оборудование доставлено", "Equipment delivered"), Duration::days(25)),
        (text("Құрылыс аяқталды", "Строительство завершено", "Building finished"), Duration::ZERO),
    ];
    for (name, before) in names {
        let due_on = (site.due_on - before).max(app.now().date() + Duration::days(1));
        let input = MilestoneCreate { name, body_id: None, due_on };
        let made = milestone::create(app, &site.desk.executor, site.work()?, &input)?;
        site.made.borrow_mut().milestones.push(made.id);
    }
    Ok(())
}

fn put_off(app: &App, site: &Site<'_>, day: Date) -> Result<()> {
    let last = site.made.borrow().milestones.last().copied().ok_or(Error::NotFound("milestone"))?;
    let reason = text(
        "Жабдық шекарада тұрып қалды, жеткізуші кешіктірді.",
        "Оборудование задержалось на границе, поставщик опоздал.",
        "The equipment was held up at the border; the supplier was late.",
    );
    let due_on = site.due_on.max(day) + Duration::days(12);
    milestone::put_off(app, &site.desk.executor, last, &MilestoneMove { due_on, reason }).map(drop)
}

fn reach_milestones(app: &App, site: &Site<'_>, day: Date) -> Result<()> {
    let all = site.made.borrow().milestones.clone();
    for id in all {
        milestone::reach(app, &site.desk.executor, id, &MilestoneDone { done_on: day })?;
    }
    Ok(())
}

fn sign(b: &Building<'_>, site: &Site<'_>, day: Date) -> Result<()> {
    let (app, price) = (&b.stage.app, site.made.borrow().price);
    let part = PartInput { work_id: site.work()?, envelope_id: None, amount: price };
    let input = ContractSign {
        cycle_id: site.past.cycle,
        body_id: site.desk.akimat,
        number: format!("Д-{} (sample)", code(site)),
        subject: site.items.first().map(|item| item.name.clone()).ok_or(Error::NotFound("item"))?,
        supplier: supplier(site).to_owned(),
        supplier_bin: None,
        signed_on: day,
        starts_on: day,
        ends_on: site.due_on.max(day),
        warranty_months: 36,
        parts: vec![part],
    };
    let file = contract::sign(app, &site.desk.executor, &input)?;
    site.made.borrow_mut().contract = Some(file.contract.id);
    move_contract(app, site, ContractEvent::Activate, None)
}

fn move_contract(app: &App, site: &Site<'_>, event: ContractEvent, reason: Option<LocalText>) -> Result<()> {
    let input = ContractMove { event, reason, act_id: None };
    contract::step(app, &site.desk.executor, site.contract()?, &input).map(drop)
}

fn tell(app: &App, site: &Site<'_>, percent: u8) -> Result<()> {
    let words = match percent {
        100 => text(
            "Жұмыс аяқталды, қабылдауға дайын.",
            "Работы завершены, готовы к приёмке.",
            "Finished, ready to be accepted.",
        ),
        p if p >= 55 => text(
            "Негізі дайын, жабдық қойылып жатыр.",
            "Основание готово, ставим оборудование.",
            "The base is ready, equipment is being put up.",
        ),
        _ => text(
            "Алаң дайындалды, негізі құйылып жатыр.",
            "Площадка подготовлена, заливаем основание.",
            "The ground is prepared, the base is being cast.",
        ),
    };
    let (executor, id) = (&site.desk.executor, site.work()?);
    let news = work::tell(app, executor, id, &WorkUpdateCreate { text: words, percent: Some(percent) })?;
    let (file, alt) = if percent == 100 {
        (DONE_PHOTO, text("Дайын алаң (үлгі сурет)", "Готовая площадка (рисунок)", "The finished place (drawing)"))
    } else {
        (SITE_PHOTO, text("Құрылыс алаңы (үлгі сурет)", "Стройплощадка (рисунок)", "The building site (drawing)"))
    };
    photo::add(app, executor, PhotoSubject::Update, news.id, &alt, file).map(drop)
}

fn pay(b: &Building<'_>, site: &Site<'_>, percent: i64, day: Date) -> Result<()> {
    let (price, paid) = {
        let made = site.made.borrow();
        (made.price, made.paid)
    };
    let rest = Money(price.0 - paid.0);
    let amount = if percent == 0 { rest } else { Money(price.0 / 100 * percent) };
    let input = PaymentCreate {
        work_id: site.work()?,
        envelope_id: None,
        amount,
        paid_on: day,
        document: format!("П-{}-{} (sample)", code(site), day),
        note: None,
    };
    payment::create(&b.stage.app, &b.office.finance, site.contract()?, &input)?;
    site.made.borrow_mut().paid = Money(paid.0 + amount.0);
    Ok(())
}

fn accept(app: &App, site: &Site<'_>, day: Date, time: usize) -> Result<()> {
    let input = WorkAccept {
        body_id: site.desk.akimat,
        act_number: format!("А-{}/{time} (sample)", code(site)),
        act_date: day,
        act_title: text("Жұмысты қабылдау актісі", "Акт приёмки работ", "Act of acceptance"),
        supervisor: text(
            "Техникалық қадағалау (үлгі)",
            "Технический надзор (пример)",
            "Technical supervision (sample)",
        ),
        maintainer: text(
            "Ауданның абаттандыру қызметі",
            "Служба благоустройства района",
            "The district's maintenance service",
        ),
        warranty_months: 36,
    };
    work::accept(app, &site.desk.executor, site.work()?, &input).map(drop)
}

fn surrender(b: &Building<'_>, site: &Site<'_>) -> Result<()> {
    let amount = Money(site.amount()?.0 - site.made.borrow().price.0);
    let note =
        text("Шарт бағасы сметадан төмен.", "Цена договора ниже сметы.", "The contract costs less than the estimate.");
    let entry = LedgerEntryCreate {
        kind: EntryKind::Surrender,
        from: None,
        to_envelope_id: None,
        fiscal_year: site.past.fiscal_year,
        amount,
        act_id: None,
        note: Some(note),
    };
    ledger::post(&b.stage.app, &b.office.finance, site.envelope, &entry).map(drop)
}

fn confirm(b: &Building<'_>, site: &Site<'_>, n: usize) -> Result<()> {
    let words = ["Барлығы жақсы жасалған, рақмет!", "Сделали хорошо, дети довольны.", "Жақсы болды."];
    let lang = if n % 3 == 1 { Lang::Ru } else { Lang::Kk };
    let text = UserText { lang, text: words[n % words.len()].to_owned() };
    let input = VerdictWrite { kind: VerdictKind::Confirm, text };
    verdict::give(&b.stage.app, resident(b, site, 5 + n)?, site.work()?, &input).map(drop)
}

fn dispute(b: &Building<'_>, site: &Site<'_>) -> Result<()> {
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

fn answer(app: &App, site: &Site<'_>) -> Result<()> {
    let id = site.made.borrow().disputes.last().copied().ok_or(Error::NotFound("duty"))?;
    let note = text(
        "Мердігер 20 шаршы метр төсемді кепілдік бойынша ауыстырды, құны төленбеді.",
        "Подрядчик по гарантии заменил 20 м² покрытия, за это не платили.",
        "The builder replaced 20 m² of surface under warranty; nothing was paid for it.",
    );
    let input = DutyEnd { ending: DutyEnding::Done, clause: None, note };
    duty::end(app, &site.desk.executor, id, &input).map(drop)
}

fn carry(b: &Building<'_>, site: &Site<'_>, day: Date) -> Result<()> {
    let (app, finance) = (&b.stage.app, &b.office.finance);
    let title = text(
        "Пайдаланылмаған қаражатты келесі жылға көшіру туралы (үлгі құжат)",
        "О переносе неиспользованных средств на следующий год (пример документа)",
        "On carrying unused money to the next year (sample document)",
    );
    let number = format!("М-{} (sample)", code(site));
    let record = ActRecord { body_id: b.office.maslikhat, cycle_id: site.past.cycle, number, date: day, title };
    let act_id = act::record(app, finance, &record)?.id;
    let amount = {
        let made = site.made.borrow();
        Money(made.price.0 - made.paid.0)
    };
    let input = CarryCreate {
        fiscal_year: site.past.fiscal_year,
        account: LedgerAccount::Committed,
        work_id: None,
        contract_id: Some(site.contract()?),
        amount,
        act_id,
        note: None,
    };
    year_end::decide(app, finance, site.envelope, &input).map(drop)
}

fn claim(app: &App, site: &Site<'_>, day: Date) -> Result<()> {
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

fn ask(b: &Building<'_>, site: &Site<'_>) -> Result<()> {
    let words = "Когда продолжатся работы? Уже месяц никого нет.";
    let text = UserText { lang: Lang::Ru, text: words.to_owned() };
    let input = CommentCreate { kind: CommentKind::Question, parent_id: None, text };
    let made = comment::create(&b.stage.app, resident(b, site, 40)?, proposal(site)?, &input)?;
    site.made.borrow_mut().question = Some(made.id);
    Ok(())
}

fn reply(app: &App, site: &Site<'_>) -> Result<()> {
    let words = "Работы возобновятся, как только поступит плитка; точную дату поставщик не назвал.";
    let text = UserText { lang: Lang::Ru, text: words.to_owned() };
    let parent_id = site.made.borrow().question;
    let input = CommentCreate { kind: CommentKind::OfficialAnswer, parent_id, text };
    comment::create(app, &site.desk.executor, proposal(site)?, &input).map(drop)
}

fn reopen(b: &Building<'_>, site: &Site<'_>) -> Result<()> {
    let app = &b.stage.app;
    let question = site.made.borrow().question;
    let owed = app.store.read(|c| store::duty::of_cycle(c, site.past.cycle))?;
    let owed = owed.into_iter().find(|row| Some(row.subject_id) == question).ok_or(Error::NotFound("duty"))?;
    let reason = "Ответа на вопрос «когда» нет.".to_owned();
    duty::reopen(app, resident(b, site, 40)?, owed.id, &DutyReopen { reason }).map(drop)
}
