//! `docs/machines.md` draws the tables; this test fails when it drifts. `UPDATE_DOCS=1` writes it anew.

use std::fmt::Write;

use domain::cycle::CYCLE_TABLE;
use domain::machine::Row;
use domain::permission::{PERMISSION_TABLE, Who};
use domain::{Code, Phase, ballot_item, contest, contract, defect, proposal, stage_of, work};

use crate::table::project_file;

const HEAD: &str = "# State machines and permissions

Drawn from the tables in `crates/domain` by `UPDATE_DOCS=1 cargo test -p domain --test oracle drawings`; a test fails
when this page and the tables differ. What they *must* say stands in `tests/fixtures/machines/` and
`tests/fixtures/permissions.csv`, written by hand.

";

/// A machine as a state diagram; an event that keeps the state is a loop.
fn machine<S: Code + PartialEq, E: Code>(title: &str, first: S, table: &[Row<S, E>]) -> String {
    let mut out = format!("## {title}\n\n```mermaid\nstateDiagram-v2\n    [*] --> {}\n", first.code());
    for row in table {
        for from in row.from {
            let to = row.to.unwrap_or(*from);
            writeln!(out, "    {} --> {}: {}", from.code(), to.code(), row.event.code()).unwrap();
        }
    }
    for state in S::ALL {
        if !table.iter().any(|row| row.from.contains(state)) {
            writeln!(out, "    {} --> [*]", state.code()).unwrap();
        }
    }
    out + "```\n\n"
}

/// The cycle: regular events drawn, exceptions and guards in a table.
fn cycle() -> String {
    let mut out = "## Cycle\n\n```mermaid\nstateDiagram-v2\n    [*] --> setup\n".to_owned();
    let mut stages: Vec<(domain::Stage, Vec<&str>)> = Vec::new();
    for &phase in Phase::ALL {
        match stages.iter_mut().find(|(stage, _)| *stage == stage_of(phase)) {
            Some((_, phases)) => phases.push(phase.code()),
            None => stages.push((stage_of(phase), vec![phase.code()])),
        }
    }
    for (stage, phases) in stages {
        writeln!(out, "    state \"{stage}\" as stage_{stage} {{\n        {}\n    }}", phases.join("\n        "))
            .unwrap();
    }
    for row in CYCLE_TABLE.iter().filter(|row| row.from.len() == 1) {
        let to = row.to.unwrap_or(row.from[0]);
        writeln!(out, "    {} --> {}: {}", row.from[0].code(), to.code(), row.event.code()).unwrap();
    }
    out += "    closed --> [*]\n    cancelled --> [*]\n```\n\n| event | in | then | who | guards | also |\n|---|---|---|---|---|---|\n";
    for row in CYCLE_TABLE {
        let list = |codes: Vec<&str>| {
            if codes.is_empty() { "–".to_owned() } else { codes.join(", ") }
        };
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            row.event,
            list(row.from.iter().map(|p| p.code()).collect()),
            row.to.map_or("stays", |p| p.code()),
            row.operation,
            list(row.guards.iter().map(|g| g.code()).collect()),
            list(row.effects.iter().map(|e| e.code()).collect()),
        )
        .unwrap();
    }
    out + "\n"
}

fn who(who: &Who) -> String {
    match who {
        Who::Account => "account".to_owned(),
        Who::Resident => "resident".to_owned(),
        Who::Author => "author".to_owned(),
        Who::Owner => "owner".to_owned(),
        Who::Holder(role) => role.code().to_owned(),
        Who::CityHolder(role) => format!("{} of the city", role.code()),
        Who::Official => "any role".to_owned(),
        Who::System => "calendar and jobs".to_owned(),
    }
}

/// The ledger: between which accounts an entry moves money.
fn ledger() -> String {
    let mut out = "## Ledger\n\nKinds of entries between accounts; (act): it names an act. A reversal goes the other way.\n\n```mermaid\nflowchart LR\n".to_owned();
    for &kind in domain::EntryKind::ALL {
        let act = if domain::ledger::needs_act(kind) { " (act)" } else { "" };
        for (from, to) in domain::ledger::moves(kind) {
            writeln!(out, "    {from} -->|{kind}{act}| {to}").unwrap();
        }
    }
    out + "```\n\n"
}

fn permissions() -> String {
    let mut out = "## Permissions\n\n| operation | who | phases | by a clerk too |\n|---|---|---|---|\n".to_owned();
    for row in PERMISSION_TABLE {
        let holders: Vec<String> = row.who.iter().map(who).collect();
        let phases: Vec<&str> = row.phases.iter().map(|p| p.code()).collect();
        let phases = if phases.is_empty() { "any".to_owned() } else { phases.join(", ") };
        let counter = if row.counter { "yes" } else { "" };
        writeln!(out, "| {} | {} | {phases} | {counter} |", row.operation, holders.join(", ")).unwrap();
    }
    out
}

#[test]
fn the_page_shows_the_tables() {
    let page = [
        HEAD.to_owned(),
        cycle(),
        machine("Proposal", domain::ProposalState::Draft, proposal::PROPOSAL_TABLE),
        machine("Contest", domain::ContestState::Prepared, contest::CONTEST_TABLE),
        machine("Ballot item", domain::BallotItemState::Listed, ballot_item::BALLOT_ITEM_TABLE),
        machine("Work", domain::WorkState::Planned, work::WORK_TABLE),
        machine("Defect", domain::DefectState::Owed, defect::DEFECT_TABLE),
        machine("Contract", domain::ContractState::Signed, contract::CONTRACT_TABLE),
        ledger(),
        permissions(),
    ]
    .concat();
    let path = project_file("docs/machines.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/machines.md differs from the tables: run with UPDATE_DOCS=1 and commit it");
}

#[test]
fn every_operation_has_one_row() {
    for &operation in domain::Operation::ALL {
        assert_eq!(PERMISSION_TABLE.iter().filter(|row| row.operation == operation).count(), 1, "{operation}");
    }
}
