//! The writer.

use std::io::{self, Write};

use super::{Election, Table};

/// Writes a file. What [`super::read`] read with `keep_votes` is written back so that it reads the same;
/// an election without kept votes is written from its merged ballots, see [`super::public_election`].
///
/// # Errors
/// Whatever the output says.
pub fn write(election: &Election, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "META\nkey;value")?;
    for entry in &election.meta {
        write_row(&mut out, [entry.key.as_str(), &entry.value])?;
    }
    writeln!(out, "PROJECTS")?;
    write_table(&mut out, &election.projects)?;
    writeln!(out, "VOTES")?;
    match &election.votes {
        Some(votes) => write_table(&mut out, votes),
        None => write_table(&mut out, &super::export::vote_table(&election.instance, &election.profile)),
    }
}

fn write_table(out: &mut impl Write, table: &Table) -> io::Result<()> {
    write_row(out, table.columns.iter().map(String::as_str))?;
    table.rows.iter().try_for_each(|row| write_row(out, row.iter()))
}

fn write_row<'a>(out: &mut impl Write, cells: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.write_all(b";")?;
        }
        // A leading quote and a line end would be read as something else; a lone section name in the first cell too, but
        // no id and no key is one of those words alone in its row.
        if cell.contains([';', '"', '\n', '\r']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}
