//! The ballot box: what was voted, by pseudonym.

use crate::prelude::*;
use domain::Choices;

row! {
    /// A ballot. The pseudonym is an HMAC under a key that is not in the database; on imported ones it is random.
    OpenBallot in open_ballot {
        pseudonym: Vec<u8>,
        contest_id: Id,
        commitment: Vec<u8>,
        nonce: Vec<u8>,
        choices: Json<Choices>,
        component: Option<String>,
    }
}

inserts!(insert, insert_all: OpenBallot in open_ballot);

/// How many ballots a contest has.
pub fn count(c: &mut Conn, contest_id: Id) -> Result<i64> {
    Ok(open_ballot::table.filter(open_ballot::contest_id.eq(Sql(contest_id))).count().get_result(c)?)
}

/// The choices of all ballots of a contest, in the order of their pseudonyms, which tells nothing.
pub fn choices(c: &mut Conn, contest_id: Id) -> Result<Vec<Choices>> {
    let rows: Vec<Json<Choices>> = open_ballot::table
        .filter(open_ballot::contest_id.eq(Sql(contest_id)))
        .order(open_ballot::pseudonym)
        .select(open_ballot::choices)
        .load(c)?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The same of one component of the count.
pub fn choices_of(c: &mut Conn, contest_id: Id, component: &str) -> Result<Vec<Choices>> {
    let rows: Vec<Json<Choices>> = open_ballot::table
        .filter(open_ballot::contest_id.eq(Sql(contest_id)))
        .filter(open_ballot::component.eq(component))
        .order(open_ballot::pseudonym)
        .select(open_ballot::choices)
        .load(c)?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Whether the box holds a ballot with this pseudonym and commitment.
pub fn holds(c: &mut Conn, pseudonym: &[u8; 32], commitment: &[u8; 32]) -> Result<bool> {
    let same = open_ballot::table
        .filter(open_ballot::pseudonym.eq(pseudonym.to_vec()))
        .filter(open_ballot::commitment.eq(commitment.to_vec()));
    Ok(same.count().get_result::<i64>(c)? > 0)
}
