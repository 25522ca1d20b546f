//! Open data of a whole cycle, one subject to a file, each as JSON, JSON Lines and CSV; and the audit log's public part.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, get};
use api_types::export::{
    AppealExport, AppealRecord, AuditExport, AuditRecord, BallotItemExport, BallotItemRecord, CommentExport,
    CommentRecord, ContestExport, ContestRecord, ContractExport, ContractRecord, DutyExport, DutyRecord,
    EnvelopeExport, EnvelopeRecord, EventExport, EventRecord, LedgerExport, LedgerRecord, MilestoneExport,
    MilestoneRecord, OfficialActExport, OfficialActRecord, PaymentExport, PaymentRecord, ReportExport, ReportRecord,
    ReviewExport, ReviewRecord, RevisionExport, RevisionRecord, TransitionExport, TransitionRecord, VerdictExport,
    VerdictRecord, WorkExport, WorkRecord,
};
use api_types::project::{ProjectExport, ProjectRecord};
use app::export::{Format, Part, Subject};
use bytes::Bytes;
use domain::Id;
use futures_util::stream;
use serde::Deserialize;
use store::project::Position;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::extract::Query;
use crate::problem::Answer;
use crate::state::Api;

/// Of which cycle.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ExportQuery {
    /// The cycle.
    cycle: Id,
}

/// Three routes for a subject: one JSON document, JSON Lines, CSV.
macro_rules! files {
    ($(
        $Subject:ident $Document:ident $Record:ident
        $json:ident $json_path:tt $json_says:tt, $lines:ident $lines_path:tt $lines_says:tt, $csv:ident $csv_path:tt $csv_says:tt;
    )+) => {
        /// Registers the routes.
        pub fn configure(cfg: &mut ServiceConfig) {
            $(cfg.service($json).service($lines).service($csv);)+
            cfg.service(export_audit_json).service(export_audit_lines).service(export_audit_csv);
        }
        $(
            #[doc = $json_says]
            #[utoipa::path(tag = "exports", params(ExportQuery),
                responses((status = 200, description = "The file.", body = $Document)))]
            #[get($json_path)]
            pub async fn $json(api: Api, query: Query<ExportQuery>) -> Answer {
                of_cycle(api, query.0.cycle, Subject::$Subject, Format::Json).await
            }

            #[doc = $lines_says]
            #[utoipa::path(tag = "exports", params(ExportQuery),
                responses((status = 200, description = "The file.", content_type = "application/jsonl", body = $Record)))]
            #[get($lines_path)]
            pub async fn $lines(api: Api, query: Query<ExportQuery>) -> Answer {
                of_cycle(api, query.0.cycle, Subject::$Subject, Format::JsonLines).await
            }

            #[doc = $csv_says]
            #[utoipa::path(tag = "exports", params(ExportQuery),
                responses((status = 200, description = "The file.", content_type = "text/csv; charset=utf-8", body = String)))]
            #[get($csv_path)]
            pub async fn $csv(api: Api, query: Query<ExportQuery>) -> Answer {
                of_cycle(api, query.0.cycle, Subject::$Subject, Format::Csv).await
            }
        )+
    };
}

files! {
    Projects ProjectExport ProjectRecord
        export_projects_json "/api/v1/exports/projects.json" "All projects of a cycle as one JSON document.",
        export_projects_lines "/api/v1/exports/projects.jsonl" "All projects of a cycle as JSON Lines: one object per line.",
        export_projects_csv "/api/v1/exports/projects.csv" "All projects of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Duties DutyExport DutyRecord
        export_duties_json "/api/v1/exports/duties.json" "All duties of a cycle as one JSON document.",
        export_duties_lines "/api/v1/exports/duties.jsonl" "All duties of a cycle as JSON Lines: one object per line.",
        export_duties_csv "/api/v1/exports/duties.csv" "All duties of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    BallotItems BallotItemExport BallotItemRecord
        export_ballot_items_json "/api/v1/exports/ballot-items.json" "All ballot items, with what the votes gave them, of a cycle as one JSON document.",
        export_ballot_items_lines "/api/v1/exports/ballot-items.jsonl" "All ballot items, with what the votes gave them, of a cycle as JSON Lines: one object per line.",
        export_ballot_items_csv "/api/v1/exports/ballot-items.csv" "All ballot items, with what the votes gave them, of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Ledger LedgerExport LedgerRecord
        export_ledger_json "/api/v1/exports/ledger.json" "All ledger entries of a cycle as one JSON document.",
        export_ledger_lines "/api/v1/exports/ledger.jsonl" "All ledger entries of a cycle as JSON Lines: one object per line.",
        export_ledger_csv "/api/v1/exports/ledger.csv" "All ledger entries of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Revisions RevisionExport RevisionRecord
        export_revisions_json "/api/v1/exports/revisions.json" "All revisions of the projects of a cycle as one JSON document.",
        export_revisions_lines "/api/v1/exports/revisions.jsonl" "All revisions of the projects of a cycle as JSON Lines: one object per line.",
        export_revisions_csv "/api/v1/exports/revisions.csv" "All revisions of the projects of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Events EventExport EventRecord
        export_events_json "/api/v1/exports/events.json" "The history of all projects of a cycle as one JSON document.",
        export_events_lines "/api/v1/exports/events.jsonl" "The history of all projects of a cycle as JSON Lines: one object per line.",
        export_events_csv "/api/v1/exports/events.csv" "The history of all projects of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Reviews ReviewExport ReviewRecord
        export_reviews_json "/api/v1/exports/reviews.json" "All reviews of a cycle as one JSON document.",
        export_reviews_lines "/api/v1/exports/reviews.jsonl" "All reviews of a cycle as JSON Lines: one object per line.",
        export_reviews_csv "/api/v1/exports/reviews.csv" "All reviews of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Comments CommentExport CommentRecord
        export_comments_json "/api/v1/exports/comments.json" "All comments, questions and official answers of a cycle as one JSON document.",
        export_comments_lines "/api/v1/exports/comments.jsonl" "All comments, questions and official answers of a cycle as JSON Lines: one object per line.",
        export_comments_csv "/api/v1/exports/comments.csv" "All comments, questions and official answers of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Appeals AppealExport AppealRecord
        export_appeals_json "/api/v1/exports/appeals.json" "All appeals of a cycle as one JSON document.",
        export_appeals_lines "/api/v1/exports/appeals.jsonl" "All appeals of a cycle as JSON Lines: one object per line.",
        export_appeals_csv "/api/v1/exports/appeals.csv" "All appeals of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Envelopes EnvelopeExport EnvelopeRecord
        export_envelopes_json "/api/v1/exports/envelopes.json" "The balances of all envelopes of a cycle as one JSON document.",
        export_envelopes_lines "/api/v1/exports/envelopes.jsonl" "The balances of all envelopes of a cycle as JSON Lines: one object per line.",
        export_envelopes_csv "/api/v1/exports/envelopes.csv" "The balances of all envelopes of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Acts OfficialActExport OfficialActRecord
        export_acts_json "/api/v1/exports/acts.json" "All official documents of a cycle as one JSON document.",
        export_acts_lines "/api/v1/exports/acts.jsonl" "All official documents of a cycle as JSON Lines: one object per line.",
        export_acts_csv "/api/v1/exports/acts.csv" "All official documents of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Contests ContestExport ContestRecord
        export_contests_json "/api/v1/exports/contests.json" "All contests of a cycle with their figures as one JSON document.",
        export_contests_lines "/api/v1/exports/contests.jsonl" "All contests of a cycle with their figures as JSON Lines: one object per line.",
        export_contests_csv "/api/v1/exports/contests.csv" "All contests of a cycle with their figures as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Payments PaymentExport PaymentRecord
        export_payments_json "/api/v1/exports/payments.json" "All payments of a cycle as one JSON document.",
        export_payments_lines "/api/v1/exports/payments.jsonl" "All payments of a cycle as JSON Lines: one object per line.",
        export_payments_csv "/api/v1/exports/payments.csv" "All payments of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Contracts ContractExport ContractRecord
        export_contracts_json "/api/v1/exports/contracts.json" "All contracts of a cycle as one JSON document.",
        export_contracts_lines "/api/v1/exports/contracts.jsonl" "All contracts of a cycle as JSON Lines: one object per line.",
        export_contracts_csv "/api/v1/exports/contracts.csv" "All contracts of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Reports ReportExport ReportRecord
        export_reports_json "/api/v1/exports/reports.json" "All published reports of a cycle with their frozen figures as one JSON document.",
        export_reports_lines "/api/v1/exports/reports.jsonl" "All published reports of a cycle with their frozen figures as JSON Lines: one object per line.",
        export_reports_csv "/api/v1/exports/reports.csv" "All published reports of a cycle with their frozen figures as CSV: UTF-8, a header line, amounts in minor units.";
    Works WorkExport WorkRecord
        export_works_json "/api/v1/exports/works.json" "All works of a cycle as one JSON document.",
        export_works_lines "/api/v1/exports/works.jsonl" "All works of a cycle as JSON Lines: one object per line.",
        export_works_csv "/api/v1/exports/works.csv" "All works of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Milestones MilestoneExport MilestoneRecord
        export_milestones_json "/api/v1/exports/milestones.json" "All milestones of works of a cycle as one JSON document.",
        export_milestones_lines "/api/v1/exports/milestones.jsonl" "All milestones of works of a cycle as JSON Lines: one object per line.",
        export_milestones_csv "/api/v1/exports/milestones.csv" "All milestones of works of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Verdicts VerdictExport VerdictRecord
        export_verdicts_json "/api/v1/exports/verdicts.json" "All verdicts of residents on works of a cycle as one JSON document.",
        export_verdicts_lines "/api/v1/exports/verdicts.jsonl" "All verdicts of residents on works of a cycle as JSON Lines: one object per line.",
        export_verdicts_csv "/api/v1/exports/verdicts.csv" "All verdicts of residents on works of a cycle as CSV: UTF-8, a header line, amounts in minor and in major units.";
    Transitions TransitionExport TransitionRecord
        export_transitions_json "/api/v1/exports/transitions.json" "All steps of a cycle itself as one JSON document.",
        export_transitions_lines "/api/v1/exports/transitions.jsonl" "All steps of a cycle itself as JSON Lines: one object per line.",
        export_transitions_csv "/api/v1/exports/transitions.csv" "All steps of a cycle itself as CSV: UTF-8, a header line, amounts in minor and in major units.";
}

/// The public part of the audit log as one JSON document. What was done and when, and the chain; never by whom.
#[utoipa::path(tag = "exports", responses((status = 200, description = "The file.", body = AuditExport)))]
#[get("/api/v1/exports/audit.json")]
pub async fn export_audit_json(api: Api) -> Answer {
    audit(api, Format::Json).await
}

/// The public part of the audit log as JSON Lines: one object per line. What was done and when, and the chain; never by whom.
#[utoipa::path(tag = "exports", responses((status = 200, description = "The file.", content_type = "application/jsonl", body = AuditRecord)))]
#[get("/api/v1/exports/audit.jsonl")]
pub async fn export_audit_lines(api: Api) -> Answer {
    audit(api, Format::JsonLines).await
}

/// The public part of the audit log as CSV: UTF-8, a header line. What was done and when, and the chain; never by whom.
#[utoipa::path(tag = "exports", responses((status = 200, description = "The file.", content_type = "text/csv; charset=utf-8", body = String)))]
#[get("/api/v1/exports/audit.csv")]
pub async fn export_audit_csv(api: Api) -> Answer {
    audit(api, Format::Csv).await
}

async fn of_cycle(api: Api, cycle: Id, subject: Subject, format: Format) -> Answer {
    let name = format!("{}-{cycle}", subject.name());
    stream_parts(api, &name, format, move |app, after| app::export::part(app, cycle, subject, format, after)).await
}

async fn audit(api: Api, format: Format) -> Answer {
    stream_parts(api, "audit", format, move |app, after| app::export::audit_part(app, format, after)).await
}

/// Where a file goes on.
enum Rest {
    /// These bytes are next, then the part after this position.
    Ready(Vec<u8>, Option<Position>),
    /// The part after this position is to be read.
    After(Position),
    /// That was all.
    Over,
}

/// Streams a file part by part: a problem while there is no byte yet, a broken connection afterwards.
async fn stream_parts(
    api: Api,
    name: &str,
    format: Format,
    part: impl Fn(&app::App, Option<Position>) -> app::Result<Part> + Copy + Send + 'static,
) -> Answer {
    let (media_type, ending) = match format {
        Format::Json => ("application/json", "json"),
        Format::JsonLines => ("application/jsonl", "jsonl"),
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
    };
    let first = api.blocking(move |app| part(app, None)).await?;
    let start = Rest::Ready(first.bytes, first.next);
    let body = stream::unfold(start, move |rest| {
        let api = api.clone();
        async move {
            let (bytes, next) = match rest {
                Rest::Ready(bytes, next) => (Ok(bytes), next),
                Rest::After(after) => match api.blocking(move |app| part(app, Some(after))).await {
                    Ok(part) => (Ok(part.bytes), part.next),
                    Err(failure) => (Err(std::io::Error::other(failure.code.to_string())), None),
                },
                Rest::Over => return None,
            };
            let rest = next.map_or(Rest::Over, Rest::After);
            Some((bytes.map(Bytes::from), rest))
        }
    });
    let disposition = format!("attachment; filename=\"{name}.{ending}\"");
    Ok(HttpResponse::Ok().content_type(media_type).insert_header((CONTENT_DISPOSITION, disposition)).streaming(body))
}
