//! What many ask for in the programmes beside the city's budget: made of kinds and places, so that the queue of a review is as
//! long as a real one. Two neighbours ask for one playground, one of them with lamps: they can be merged and the lamps split off.

use std::collections::BTreeMap;

use domain::{Lang, LocalText};

use super::calendar::text;
use super::content::{Fate, Story};
use super::places::Spot;

/// The first number of the crowd: the authors before it have written stories of their own.
const FIRST: usize = 40;
/// Number of the visitor's own proposal; only its place in the calendar depends on it.
const YOURS: usize = 60;
/// Number of the proposal to the programme that still takes some.
const FRESH: usize = 62;

/// A kind of proposal: its category, what in Kazakh and Russian, why in both, quantities by item of the price list.
struct Kind {
    category: &'static str,
    what: [&'static str; 2],
    why: [&'static str; 2],
    needs: &'static [(&'static str, i64)],
}

const fn kind(
    category: &'static str,
    what: [&'static str; 2],
    why: [&'static str; 2],
    needs: &'static [(&'static str, i64)],
) -> Kind {
    Kind { category, what, why, needs }
}

const PLAYGROUND: Kind = kind(
    "playgrounds",
    ["Шағын балалар алаңы", "Небольшая детская площадка"],
    [
        "Алаңдағы әткеншек былтыр алып тасталды, содан бері кішкентайлар ойнайтын жер жоқ. Жұмсақ төсемі бар шағын алаң сұраймыз.",
        "Качели сняли в прошлом году, с тех пор малышам негде играть. Просим небольшую площадку с мягким покрытием.",
    ],
    &[("play37", 1), ("rubber", 120), ("bench", 4)],
);
const PLAYGROUND_WITH_LAMPS: Kind = kind(
    "playgrounds",
    ["Ойын алаңы мен шамдар", "Игровая площадка и фонари"],
    [
        "Балаларға алаң керек, бірақ кешке ол жер қараңғы. Алаңды да, оған апаратын жолдың шамдарын да сұраймын.",
        "Детям нужна площадка, но вечером там темно. Прошу и площадку, и фонари вдоль дорожки к ней.",
    ],
    &[("play712", 1), ("rubber", 160), ("lamp", 6), ("cable", 80)],
);

/// One for each further place of a district.
const KINDS: [Kind; 11] = [
    kind(
        "sports",
        ["Воркаут алаңы", "Воркаут-площадка"],
        [
            "Жастар тартылуға балалардың әткеншегін пайдаланады. Белтемір мен брустары бар бір кешен жеткілікті.",
            "Подтягиваются на детских качелях. Хватит одного комплекса с турниками и брусьями.",
        ],
        &[("workout", 1), ("rubber", 90), ("bench", 2)],
    ),
    kind(
        "sports",
        ["Стритбол сақинасы", "Кольцо для стритбола"],
        [
            "Доппен ойнайтындар жиналатын жер жоқ. Екі сақина мен тегіс төсем болса, аула жанданар еді.",
            "Играть в мяч негде. Два кольца и ровное покрытие оживили бы двор.",
        ],
        &[("hoop", 2), ("asphalt", 260), ("fence", 60)],
    ),
    kind(
        "sports",
        ["Скейт бұрышы", "Скейт-уголок"],
        [
            "Скейтпен жүретіндер баспалдақ пен жиектасты сындырады. Үш модуль қойылса, олардың өз орны болады.",
            "Скейтеры портят ступени и бордюры. Три модуля — и у них будет своё место.",
        ],
        &[("skate", 3), ("asphalt", 300), ("lamp", 2)],
    ),
    kind(
        "courtyards",
        ["Шахмат үстелдері", "Шахматные столы"],
        [
            "Үлкендер мен балалар кешке бірге ойнағысы келеді. Төрт үстел, жанына көлеңкелі орындықтар.",
            "По вечерам хочется играть всем возрастом. Четыре стола и скамейки в тени.",
        ],
        &[("chess", 4), ("bench", 6), ("pergola", 1)],
    ),
    kind(
        "cycling",
        ["Велосипед тұрағы", "Велопарковка"],
        [
            "Велосипедтер баспалдақ торына байланып тұр. Жиырма орындық тұрақ пен бейнекамера керек.",
            "Велосипеды пристёгнуты к перилам. Нужна парковка на двадцать мест под камерой.",
        ],
        &[("bike", 20), ("canopy", 1), ("camera", 2)],
    ),
    kind(
        "parks",
        ["Оқу бұрышы", "Читальный уголок"],
        [
            "Сабақтан кейін далада отырып оқитын жер жоқ. Күрке, үстел және кітап алмасатын сөре сұраймыз.",
            "После уроков негде посидеть с книгой. Просим беседку, столы и полку для обмена книгами.",
        ],
        &[("gazebo", 1), ("table", 3), ("board", 1), ("solar", 2)],
    ),
    kind(
        "parks",
        ["Жазғы сахна", "Летняя сцена"],
        [
            "Мектеп пен үйірмелер өнерін көрсететін ашық алаң жоқ. Шағын сахна мен елу орын жеткілікті.",
            "Школе и кружкам негде выступить. Хватит небольшой сцены и пятидесяти мест.",
        ],
        &[("stage", 1), ("amphi", 50), ("lamp", 4)],
    ),
    kind(
        "courtyards",
        ["Қабырғаға сурет", "Роспись стены"],
        [
            "Трансформатор қабырғасы жыл сайын боялып, жыл сайын бүлінеді. Аула балалары сурет салғысы келеді.",
            "Стену подстанции каждый год красят и каждый год портят. Дети двора хотят её расписать.",
        ],
        &[("mural", 90), ("flower", 30)],
    ),
    kind(
        "greening",
        ["Мектеп оқушыларының алма бағы", "Яблоневый сад школьников"],
        [
            "Әр сынып өз ағашын егіп, күтеді. Отыз көшет пен тамшылатып суару керек.",
            "Каждый класс посадит своё дерево и будет ухаживать. Нужны тридцать саженцев и капельный полив.",
        ],
        &[("apple", 30), ("drip", 200), ("soil", 20)],
    ),
    kind(
        "access",
        ["Ауыз су бұрқағы мен пандус", "Питьевой фонтан и пандус"],
        [
            "Жаттығудан кейін су ішетін жер жоқ, ал алаңға арбамен кіру мүмкін емес.",
            "После тренировки негде попить, а на площадку не заехать на коляске.",
        ],
        &[("drink", 1), ("ramp", 1), ("rail", 12)],
    ),
    kind(
        "lighting",
        ["Күн панельді шамдар", "Фонари на солнечных панелях"],
        [
            "Үйірмеден қайтқанда жол қараңғы. Он шам қойылса, ата-аналар тыныш болады.",
            "С кружков дети идут в темноте. Десять фонарей — и родители спокойны.",
        ],
        &[("solar", 10), ("bollard", 4)],
    ),
];

const YOUR_KIND: Kind = kind(
    "sports",
    ["Памп-трек", "Памп-трек"],
    [
        "Велосипед пен самокат тебетін балалар жолға шығып кетеді. Шағын памп-трек оларды қауіпсіз жерге жинайды.",
        "Дети на велосипедах и самокатах выезжают на дорогу. Небольшой памп-трек соберёт их в безопасном месте.",
    ],
    &[("pump", 1), ("bench", 4), ("bin", 2)],
);
const FRESH_KIND: Kind = kind(
    "courtyards",
    ["Аулаға көлеңке мен орындық", "Тень и скамейки во двор"],
    [
        "Жазда аулада отыратын көлеңке жоқ, орындықтар сынған. Екі пергола мен он орындық қойсақ дейміз.",
        "Летом во дворе нет тени, скамейки сломаны. Хотим две перголы и десять скамеек.",
    ],
    &[("pergola", 2), ("bench", 10), ("tree", 12)],
);

/// The stories of district `d` with their numbers.
pub(super) fn stories(d: usize, spots: &[Spot]) -> Vec<(usize, Story)> {
    let mut all = Vec::new();
    let Some(first) = spots.first() else { return all };
    // Neighbours: the same place, two authors.
    let kinds = [&PLAYGROUND, &PLAYGROUND_WITH_LAMPS].into_iter().zip([first, first]);
    let kinds = kinds.chain(KINDS.iter().zip(spots.iter().skip(1).cycle()));
    for (k, (kind, spot)) in kinds.enumerate() {
        let lang = if k < 2 || (k + d).is_multiple_of(2) { Lang::Kk } else { Lang::Ru };
        all.push((FIRST + k, story(kind, spot, lang, Fate::Checked)));
    }
    let last = spots.last().unwrap_or(first);
    all.push((YOURS, rejected(story(&YOUR_KIND, last, Lang::Kk, Fate::Yours))));
    all.push((FRESH, story(&FRESH_KIND, first, if d.is_multiple_of(2) { Lang::Kk } else { Lang::Ru }, Fate::Fresh)));
    all
}

fn story(kind: &Kind, spot: &Spot, lang: Lang, fate: Fate) -> Story {
    let at = usize::from(lang != Lang::Kk);
    Story {
        fate,
        category: kind.category.to_owned(),
        lang,
        lat: spot.lat,
        lon: spot.lon,
        address: spot.name(lang).to_owned(),
        label: None,
        title: format!("{}: {}", kind.what[at], spot.name(lang)),
        body: kind.why[at].to_owned(),
        translation: None,
        estimate: kind.needs.iter().map(|(code, n)| ((*code).to_owned(), *n)).collect::<BTreeMap<_, _>>(),
        first: None,
        returned: None,
        clause: None,
        fact: None,
        appeal: None,
        decision: None,
        with: None,
        reason: None,
        said: Vec::new(),
    }
}

/// The council rejected it, on a fact that its author can contest.
fn rejected(story: Story) -> Story {
    let fact: LocalText = text(
        "Кадастр картасында бұл учаске жеке меншік болып көрсетілген.",
        "На кадастровой карте участок указан как частный.",
        "The cadastral map shows the plot as private.",
    );
    Story { clause: Some("1.1".to_owned()), fact: Some(fact), ..story }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::demo::{calendar, content::Content, places};

    #[test]
    fn a_hundred_wait_for_the_departments_and_all_meet_the_rules() {
        let content = Content::read().unwrap();
        let day = time::macros::date!(2026 - 11 - 24);
        let rules = calendar::second_rules(day).unwrap();
        let cap = rules.caps[0].limit().unwrap();
        let (mut titles, mut checked) = (HashSet::new(), 0);
        for (d, spots) in places::read(&content).unwrap().iter().enumerate() {
            let stories = stories(d, spots);
            for (number, story) in &stories {
                assert!(titles.insert(story.title.clone()), "{}", story.title);
                assert!(rules.categories.iter().any(|c| c.id == story.category), "{}", story.category);
                let estimate = content.estimate(&story.estimate, story.lang, day, "x").unwrap();
                assert!(estimate.check(Some(cap)).is_ok(), "{}", story.title);
                assert!((FIRST..=FRESH).contains(number));
                checked += usize::from(story.fate == Fate::Checked);
            }
            assert_eq!(stories.iter().filter(|(_, s)| s.fate == Fate::Yours).count(), 1);
        }
        assert_eq!(checked, 104);
    }
}
