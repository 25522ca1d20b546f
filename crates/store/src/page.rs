//! Pages of long lists, by keyset: a page begins after the last row of the one before, however the list grows.

use domain::Id;

/// Which page of a list is wanted. `K` is the sort key; with UUIDv7 ids the id is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seek<K = Id> {
    /// The key of the last row of the page before; none for the first page.
    pub after: Option<K>,
    /// Most rows of the page.
    pub limit: u16,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, K = Id> {
    /// The rows.
    pub items: Vec<T>,
    /// The key to seek the next page with; none on the last page.
    pub next: Option<K>,
}

impl<K> Seek<K> {
    /// The first page.
    pub fn first(limit: u16) -> Self {
        Self { after: None, limit }
    }

    /// The `LIMIT` of the query: one row more than the page, which shows that there is a next one.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Makes the page from the rows of a query with `LIMIT` [`fetch`](Self::fetch).
    pub fn page<T>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> K) -> Page<T, K> {
        let more = rows.len() > usize::from(self.limit);
        rows.truncate(usize::from(self.limit));
        let next = if more { rows.last().map(key) } else { None };
        Page { items: rows, next }
    }
}
