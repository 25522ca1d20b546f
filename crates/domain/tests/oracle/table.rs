//! Hand-written tables with wildcards: the row with the fewest `*` decides a cell.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// A file of the project, named from its root.
pub fn project_file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// A hand-written table: key columns, then one column of answers.
pub struct Oracle {
    name: String,
    rows: Vec<Vec<String>>,
    used: BTreeSet<usize>,
}

impl Oracle {
    /// Reads `tests/fixtures/<name>` and checks its header.
    pub fn read(name: &str, header: &[&str]) -> Self {
        let mut reader = csv::Reader::from_path(project_file("tests/fixtures").join(name)).unwrap();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), header, "{name}");
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Self { name: name.to_owned(), rows, used: BTreeSet::new() }
    }

    /// The answer for one cell: of the rows that match, exactly one has the fewest wildcards.
    pub fn answer(&mut self, key: &[&str]) -> String {
        let matching = |row: &&Vec<String>| row.iter().zip(key).all(|(have, want)| have == "*" || have == want);
        let stars = |row: &Vec<String>| row.iter().filter(|cell| *cell == "*").count();
        let fewest = self.rows.iter().filter(matching).map(stars).min();
        let fewest = fewest.unwrap_or_else(|| panic!("{}: no row for {key:?}", self.name));
        let winners: Vec<usize> =
            (0..self.rows.len()).filter(|&i| matching(&&self.rows[i]) && stars(&self.rows[i]) == fewest).collect();
        assert_eq!(winners.len(), 1, "{}: {key:?} is decided by rows {winners:?}", self.name);
        self.used.insert(winners[0]);
        self.rows[winners[0]][key.len()].clone()
    }

    /// Every row decided some cell: none is misspelt or dead.
    pub fn all_used(&self) {
        let unused: Vec<_> =
            (0..self.rows.len()).filter(|i| !self.used.contains(i)).map(|i| self.rows[i].join(",")).collect();
        assert!(unused.is_empty(), "{}: rows that decide nothing: {unused:?}", self.name);
    }
}

#[test]
#[should_panic(expected = "is decided by rows")]
fn two_equally_specific_rows_are_an_error() {
    let rows = [["a", "*", "x"], ["*", "b", "y"]].map(|row| row.map(str::to_owned).to_vec());
    Oracle { name: "test".to_owned(), rows: rows.to_vec(), used: BTreeSet::new() }.answer(&["a", "b"]);
}

#[test]
#[should_panic(expected = "no row for")]
fn an_uncovered_cell_is_an_error() {
    Oracle { name: "test".to_owned(), rows: vec![], used: BTreeSet::new() }.answer(&["a", "b"]);
}
