//! Open data of published reports.

use std::collections::HashMap;

use api_types::export::ReportRecord;
use api_types::report::Figures;
use domain::ledger::money::YearMoney;
use domain::{Id, Money};
use store::Conn;
use store::cycle::Cycle;

use crate::{Error, Result, report};

pub(super) const REPORTS: [&str; 40] = [
    "id",
    "cycle_id",
    "cycle",
    "fiscal_years",
    "kind",
    "district",
    "project",
    "published_at",
    "hash",
    "text_kk",
    "text_ru",
    "text_en",
    "figures_at",
    "currency",
    "submitted",
    "on_ballot",
    "voters",
    "funded",
    "promised_minor",
    "contracted_minor",
    "paid_minor",
    "works",
    "works_accepted",
    "works_late",
    "works_deferred",
    "works_cancelled",
    "works_in_warranty_repair",
    "confirms",
    "disputes",
    "duties_due",
    "duties_met",
    "duties_overdue",
    "money_announced_minor",
    "money_approved_minor",
    "money_committed_minor",
    "money_paid_minor",
    "money_saved_minor",
    "money_surrendered_minor",
    "money_lapsed_minor",
    "money_carried_minor",
];

/// The city's, the districts', the projects'; drafts are not public.
pub(super) fn reports(c: &mut Conn, cycle: &Cycle) -> Result<Vec<ReportRecord>> {
    let districts: HashMap<Id, String> = store::district::all(c)?.into_iter().map(|d| (d.id, d.code)).collect();
    let years: Vec<String> = cycle.fiscal_years.0.iter().map(ToString::to_string).collect();
    let mut records = Vec::new();
    for (brief, text, figures) in report::published(c, cycle.id)? {
        let Figures { at, currency, money, works, .. } = figures;
        let broken = || Error::Broken("a published report without date or hash, or whose money does not fit".into());
        let sum = |of: fn(&YearMoney) -> Money| Money::sum(money.iter().map(of)).ok_or_else(broken);
        records.push(ReportRecord {
            id: brief.id,
            cycle_id: cycle.id,
            cycle: cycle.code.clone(),
            fiscal_years: years.join(" "),
            kind: brief.kind,
            district: brief.district_id.and_then(|id| districts.get(&id).cloned()),
            project: brief.project,
            published_at: brief.published_at.ok_or_else(broken)?,
            hash: brief.hash.ok_or_else(broken)?,
            text_kk: text.kk,
            text_ru: text.ru,
            text_en: text.en,
            figures_at: at,
            currency,
            submitted: figures.submitted,
            on_ballot: figures.on_ballot,
            voters: figures.voters,
            funded: figures.funded,
            promised_minor: figures.promised,
            contracted_minor: figures.contracted,
            paid_minor: figures.paid,
            works: works.total,
            works_accepted: works.accepted,
            works_late: works.late,
            works_deferred: works.deferred,
            works_cancelled: works.cancelled,
            works_in_warranty_repair: works.in_warranty_repair,
            confirms: figures.confirms,
            disputes: figures.disputes,
            duties_due: figures.duties_due,
            duties_met: figures.duties_met,
            duties_overdue: figures.duties_overdue,
            money_announced_minor: sum(|year| year.announced)?,
            money_approved_minor: sum(|year| year.approved)?,
            money_committed_minor: sum(|year| year.committed)?,
            money_paid_minor: sum(|year| year.paid)?,
            money_saved_minor: sum(|year| year.saved)?,
            money_surrendered_minor: sum(|year| year.surrendered)?,
            money_lapsed_minor: sum(|year| year.lapsed)?,
            money_carried_minor: sum(|year| year.carried)?,
        });
    }
    Ok(records)
}
