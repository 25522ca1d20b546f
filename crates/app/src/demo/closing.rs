//! How the cycle of two years ago ended: survey, reports, closing.

use api_types::cycle::TransitionRequest;
use api_types::report::ReportCreate;
use api_types::survey::{SurveyAnswer, SurveyWrite};
use domain::cycle::CycleEvent;
use domain::{Question, QuestionAnswer, QuestionKind, ReportKind};
use time::Duration;

use super::building::Building;
use super::calendar::text;
use super::past::Past;
use crate::{App, Caller, Result, report, survey, transition};

/// A step of the closed cycle as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    OpenReports,
    Survey,
    AnswerSurvey,
    /// All but one district.
    DistrictReports,
    /// The last district's, after its deadline.
    LateReport,
    CityReport,
    Close,
}

/// When, in thousandths of the second fiscal year.
pub(super) const STEPS: [(u16, Step); 7] = [
    (1260, Step::OpenReports),
    (1262, Step::Survey),
    (1270, Step::AnswerSurvey),
    (1300, Step::DistrictReports),
    (1440, Step::LateReport),
    (1445, Step::CityReport),
    (1460, Step::Close),
];

/// Plays a step.
pub(super) fn play(b: &Building<'_>, past: &Past, step: Step) -> Result<()> {
    let (app, organiser) = (&b.stage.app, &b.office.organiser);
    let fire = |event| {
        let input = TransitionRequest { event, reason: None, act_id: None, new_end: None };
        transition::fire(app, organiser, past.cycle, &input).map(drop)
    };
    match step {
        Step::OpenReports => fire(CycleEvent::OpenReports),
        Step::Survey => ask(app, organiser, past),
        Step::AnswerSurvey => answer(b, past),
        Step::DistrictReports => {
            let districts = b.office.desks.iter().take(7);
            districts.into_iter().try_for_each(|desk| publish(app, &desk.executor, past, Some(desk.district)))
        }
        Step::LateReport => {
            let last = b.office.desks.iter().skip(7);
            last.into_iter().try_for_each(|desk| publish(app, &desk.executor, past, Some(desk.district)))
        }
        Step::CityReport => publish(app, organiser, past, None),
        Step::Close => fire(CycleEvent::Close),
    }
}

fn publish(app: &App, by: &Caller, past: &Past, district_id: Option<domain::Id>) -> Result<()> {
    let words = if district_id.is_some() {
        text(
            "Тұрғындар таңдаған жобалардың көбі уақытында аяқталды. Кешіккендердің себебі әр жобаның бетінде жазылған.",
            "Большинство проектов, выбранных жителями, завершено в срок. Причины задержек указаны на странице каждого проекта.",
            "Most of the projects that residents chose were finished in time. The reasons for delays are on each project's page.",
        )
    } else {
        text(
            "Қала бойынша уәде етілген жұмыстардың барлығы дерлік орындалды; бір аудандағы шарт бұзылды, қалған қаражат күйіп кетті.",
            "По городу выполнены почти все обещанные работы; в одном районе договор расторгнут, остаток средств сгорел.",
            "Nearly all works promised in the city were delivered; in one district a contract was terminated and the rest of the money lapsed.",
        )
    };
    let kind = if district_id.is_some() { ReportKind::District } else { ReportKind::City };
    let input = ReportCreate { cycle_id: past.cycle, kind, district_id, project: None, text: words };
    let draft = report::create(app, by, &input)?;
    report::publish(app, by, draft.brief.id, draft.brief.version).map(drop)
}

fn ask(app: &App, organiser: &Caller, past: &Past) -> Result<()> {
    let question = |id: &str, kind, kk: &str, ru: &str, en: &str| Question {
        id: id.to_owned(),
        text: text(kk, ru, en),
        kind,
        options: Vec::new(),
    };
    let input = SurveyWrite {
        title: text("Тұрғындар сауалнамасы", "Опрос жителей", "Residents' survey"),
        questions: vec![
            question(
                "quality",
                QuestionKind::Scale,
                "Салынған нысандардың сапасына қанағаттанасыз ба?",
                "Довольны ли вы качеством построенного?",
                "Are you satisfied with the quality of what was built?",
            ),
            question(
                "openness",
                QuestionKind::Scale,
                "Әкімдік жұмыс барысы туралы жеткілікті айтты ма?",
                "Достаточно ли акимат рассказывал о ходе работ?",
                "Did the akimat tell enough about the works?",
            ),
            question(
                "again",
                QuestionKind::YesNo,
                "Қайта қатысасыз ба?",
                "Будете ли вы участвовать снова?",
                "Will you take part again?",
            ),
        ],
        opens_at: app.now(),
        closes_at: app.now() + Duration::days(30),
    };
    survey::put(app, organiser, past.cycle, &input).map(drop)
}

fn answer(b: &Building<'_>, past: &Past) -> Result<()> {
    for (d, residents) in b.residents.iter().enumerate() {
        for (n, resident) in residents.callers.iter().skip(10).take(8 + d).enumerate() {
            let choice = |question: &str, choice: usize| QuestionAnswer {
                question: question.to_owned(),
                choice: choice.min(5) as u8,
            };
            let answers = vec![
                choice("quality", 5 - (n + d) % 3),
                choice("openness", 4 - (n * 2 + d) % 4 + usize::from(n % 5 == 0)),
                choice("again", 1 + usize::from(n % 6 == 5)),
            ];
            survey::answer(&b.stage.app, resident, past.cycle, &SurveyAnswer { answers })?;
        }
    }
    Ok(())
}
