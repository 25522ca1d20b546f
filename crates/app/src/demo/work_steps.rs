//! The steps of a work's life, each by its use case, with the words that officials and residents find for it.

use api_types::defect::DefectRepair;
use api_types::milestone::{MilestoneCreate, MilestoneDone, MilestoneMove};
use api_types::work::{WorkAccept, WorkCreate, WorkEventCreate, WorkItemWrite, WorkUpdateCreate};
use domain::work::{Saving, WorkDetail};
use domain::{ContractEvent, Money, PhotoSubject, WorkEvent};
use time::{Date, Duration};

use super::building::{Building, Site};
use super::calendar::text;
use super::fates::Step;
use super::work_money::{carry, move_contract, pay, sign, surrender};
use super::work_people::{answer, ask, claim, confirm, dispute, reopen, reply};
use crate::{App, Error, Result, defect, milestone, photo, work};

const SITE_PHOTO: &[u8] = include_bytes!("../../demo/photos/site.png");
const DONE_PHOTO: &[u8] = include_bytes!("../../demo/photos/done.png");

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
        Step::Run => move_contract(app, site, ContractEvent::Activate, None),
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
pub(super) fn code(site: &Site<'_>) -> String {
    format!("{}-{}-{}", site.past.fiscal_year, site.desk.code, site.place.1 + 1)
}

fn tender_number(site: &Site<'_>, n: usize) -> String {
    format!("Т-{}/{n} (sample)", code(site))
}

/// Who builds it.
pub(super) fn supplier(site: &Site<'_>) -> &'static str {
    SUPPLIERS[(site.place.0 + site.place.1) % SUPPLIERS.len()]
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
