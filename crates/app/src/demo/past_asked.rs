//! What residents asked for in the past cycles: written in bulk, as how these proposals came about is not played.

use domain::estimate::{Estimate, EstimateLine};
use domain::{Channel, Code, Id, Lang, Money, ProposalEvent, ProposalState};
use store::Tx;
use store::cycle::Cycle;
use store::proposal::{Proposal, ProposalAuthor, ProposalEvent as EventRow, ProposalRevision, ProposalTranslation};

use super::past::Plan;
use super::places::Spot;
use crate::contest::to_json;
use crate::proposal::content::index;
use crate::{Caller, Result, proposal};

/// What was asked for: category, what in Kazakh, Russian and English, why in Kazakh and Russian.
const KINDS: [(&str, [&str; 3], [&str; 2]); 8] = [
    (
        "playgrounds",
        ["Балалар алаңы", "Детская площадка", "Playground"],
        [
            "Ескі алаң тозған, балалар жол жиегінде ойнайды. Жұмсақ төсемі бар жаңа алаң керек.",
            "Старая площадка разрушилась, дети играют у дороги. Нужна новая, с мягким покрытием.",
        ],
    ),
    (
        "lighting",
        ["Көше шамдары", "Уличное освещение", "Street lighting"],
        [
            "Кешке мұнда қараңғы, адамдар қорқады. Үнемді шамдар қою керек.",
            "Вечером здесь темно, людям страшно. Нужны экономичные светильники.",
        ],
    ),
    (
        "pavements",
        ["Жаяу жүргіншілер жолы", "Пешеходная дорожка", "Footpath"],
        [
            "Мектепке баратын балалар жолдың шетімен жүреді. Плитка төселген жол керек.",
            "Дети идут в школу по обочине. Нужна дорожка из плитки.",
        ],
    ),
    (
        "sports",
        ["Спорт алаңы", "Спортивная площадка", "Sports ground"],
        [
            "Жасөспірімдер жаттығатын жер жоқ. Тренажерлер мен шағын футбол алаңы керек.",
            "Подросткам негде заниматься. Нужны тренажёры и поле для мини-футбола.",
        ],
    ),
    (
        "courtyards",
        ["Аула абаттандыру", "Благоустройство двора", "Courtyard"],
        [
            "Аулада орындық та, көлеңке де жоқ. Жолдар мен орындықтарды жаңартайық.",
            "Во дворе нет ни скамеек, ни тени. Обновим дорожки и скамейки.",
        ],
    ),
    (
        "access",
        ["Пандустар мен тұтқалар", "Пандусы и поручни", "Ramps and handrails"],
        [
            "Арбамен бұл баспалдақтан өту мүмкін емес. Пандус пен тұтқа қажет.",
            "С коляской по этой лестнице не пройти. Нужны пандус и поручни.",
        ],
    ),
    (
        "greening",
        ["Ағаштар мен арық", "Деревья и арык", "Trees and a channel"],
        [
            "Арық бітеліп қалған, ағаштар қурап жатыр. Арықты тазалап, көшет отырғызу керек.",
            "Арык забит, деревья сохнут. Нужно очистить арык и посадить саженцы.",
        ],
    ),
    (
        "parks",
        ["Шағын саябақ", "Сквер", "Pocket park"],
        [
            "Бос жер қоқысқа айналды. Онда кішкентай саябақ жасауға болады.",
            "Пустырь стал свалкой. Там можно сделать небольшой сквер.",
        ],
    ),
];

/// The names of what the k-th author of district d asks for, in Kazakh, Russian and English.
pub(super) fn kind(d: usize, k: usize) -> [&'static str; 3] {
    KINDS[(k + d) % KINDS.len()].1
}

/// Writes the proposal of the k-th author of district d as it went on the ballot, in both languages.
pub(super) fn write(
    tx: &mut Tx,
    cycle: &Cycle,
    district: Id,
    (d, k): (usize, usize),
    plan: &Plan,
    spot: &Spot,
    author: &Caller,
) -> Result<(Proposal, ProposalRevision)> {
    let (category, kind, why) = &KINDS[(k + d) % KINDS.len()];
    // Half of the authors write in Kazakh; the other language is a translation.
    let (lang, own, other_lang, other) =
        if (k + d).is_multiple_of(2) { (Lang::Kk, 0, Lang::Ru, 1) } else { (Lang::Ru, 1, Lang::Kk, 0) };
    // The costs of those that win are dealt out anew in each district.
    let funded = plan.funded();
    let cost = plan.costs[if k < funded { (k + d) % funded } else { k }];
    let (id, now) = (tx.new_id(), tx.now());
    let number = proposal::next_number(tx, cycle)?;
    let row = Proposal {
        id,
        cycle_id: cycle.id,
        district_id: district,
        number: Some(number),
        external_id: None,
        category: (*category).to_owned(),
        state: ProposalState::Frozen,
        state_since: now,
        revision: 1,
        channel: Channel::Web,
        clerk_id: None,
        created_by: author.account_id,
        created_at: now,
        submitted_at: Some(now),
        clause: None,
        fact: None,
        merged_into: None,
        split_from: None,
        carried_from: None,
        support_count: 0,
        comment_count: 0,
        version: 1,
        envelope_id: None,
    };
    store::proposal::insert(tx, &row)?;
    let (person_id, account_id) = (author.actor.person, author.account_id);
    let person = person_id.map(|id| store::person::find(tx, id)).transpose()?.flatten();
    let name = person.map(|p| format!("{} {}", p.given_name, p.family_name)).unwrap_or_default();
    store::proposal::insert_author(tx, &ProposalAuthor { proposal_id: id, ordinal: 0, account_id, person_id, name })?;
    // With 12 % VAT it comes to the round sum.
    let line = EstimateLine {
        item: kind[own].to_owned(),
        unit: ["жинақ", "комплект"][own].to_owned(),
        quantity_milli: 1_000,
        unit_price: Money((cost * 10_000_000_000 + 56) / 112),
        price_list: None,
    };
    let day = now.date();
    let estimate = Estimate { lines: vec![line], vat_rate: 1_200, price_date: day, preparer: "Автор".to_owned() };
    let revision = ProposalRevision {
        id: tx.new_id(),
        proposal_id: id,
        number: 1,
        lang,
        title: format!("{}: {}", kind[own], spot.name(lang)),
        body: why[own].to_owned(),
        location: Some(to_json(&spot.place(lang))?),
        estimate: to_json(&estimate)?,
        cost: estimate.total().unwrap_or_default(),
        created_at: now,
        created_by: author.account_id,
    };
    store::proposal::insert_revision(tx, &revision)?;
    let (title, body) = (format!("{}: {}", kind[other], spot.name(other_lang)), why[other].to_owned());
    let translation = ProposalTranslation { revision_id: revision.id, lang: other_lang, title, body, made_by: None };
    store::proposal::insert_translation(tx, &translation)?;
    for (event, from_state, to_state) in [
        (ProposalEvent::Submit, ProposalState::Draft, ProposalState::Submitted),
        (ProposalEvent::Freeze, ProposalState::Eligible, ProposalState::Frozen),
    ] {
        let event = EventRow {
            id: tx.new_id(),
            proposal_id: id,
            event: event.code().to_owned(),
            from_state,
            to_state,
            revision: 1,
            at: now,
            account_id: if event == ProposalEvent::Submit { author.account_id } else { None },
            body_id: None,
            clause: None,
            text: None,
            other_id: None,
            rules_id: cycle.rules_id,
        };
        store::proposal::insert_event(tx, &event)?;
    }
    index(tx, &row)?;
    Ok((row, revision))
}
