//! Rows: a struct per table, and the queries that every table has.

/// Declares the row of a table as a struct with the domain's own types, readable and writable as a whole:
/// `row! { /// Doc. City in city { id: Id, name: LocalText } }`. The fields are the table's columns, all of them.
///
/// It writes what diesel's derives would, with each value wrapped in [`Sql`](crate::types::Sql). A row is inserted with
/// all its columns, so that many rows are one statement on SQLite too.
#[macro_export]
macro_rules! row {
    ($(#[$m:meta])* $Row:ident in $table:ident { $($(#[$fm:meta])* $field:ident: $ty:ty),+ $(,)? }) => {
        $(#[$m])*
        #[derive(Debug, Clone, PartialEq, diesel::Queryable, diesel::Selectable)]
        #[diesel(table_name = $crate::schema::$table)]
        #[allow(missing_docs)] // a column's name says it, or a comment beside the field does
        pub struct $Row { $($(#[$fm])* pub $field: $ty),+ }

        impl<'a> diesel::Insertable<$crate::schema::$table::table> for &'a $Row {
            type Values = <(
                $(diesel::dsl::Eq<$crate::schema::$table::$field, $crate::types::Sql<&'a $ty>>,)+
            ) as diesel::Insertable<$crate::schema::$table::table>>::Values;
            fn values(self) -> Self::Values {
                use diesel::ExpressionMethods as _;
                ($($crate::schema::$table::$field.eq($crate::types::Sql(&self.$field)),)+).values()
            }
        }

        impl diesel::internal::derives::insertable::UndecoratedInsertRecord<$crate::schema::$table::table> for &$Row {}

        impl<'a> diesel::AsChangeset for &'a $Row {
            type Target = $crate::schema::$table::table;
            type Changeset = <(
                $(diesel::dsl::Eq<$crate::schema::$table::$field, $crate::types::Sql<&'a $ty>>,)+
            ) as diesel::AsChangeset>::Changeset;
            fn as_changeset(self) -> Self::Changeset {
                use diesel::ExpressionMethods as _;
                ($($crate::schema::$table::$field.eq($crate::types::Sql(&self.$field)),)+).as_changeset()
            }
        }
    };
}

/// Most rows of one statement: the engines allow 32,766 and 65,535 values.
pub(crate) const CHUNK: usize = 500;

/// `inserts!(insert, insert_all: City in city)`: a function that inserts one row, and one for many.
macro_rules! inserts {
    ($one:ident, $many:ident: $Row:ident in $table:ident) => {
        #[doc = concat!("Inserts a row of `", stringify!($table), "`.")]
        pub fn $one(c: &mut $crate::conn::Conn, row: &$Row) -> $crate::error::Result<()> {
            diesel::insert_into($crate::schema::$table::table).values(row).execute(c)?;
            Ok(())
        }

        #[doc = concat!("Inserts rows of `", stringify!($table), "`, in chunks.")]
        pub fn $many(c: &mut $crate::conn::Conn, rows: &[$Row]) -> $crate::error::Result<()> {
            for rows in rows.chunks($crate::row::CHUNK) {
                $crate::on!(c, |c| diesel::insert_into($crate::schema::$table::table).values(rows).execute(c))?;
            }
            Ok(())
        }
    };
}

/// `finds!(find: City in city)`: a function that finds a row by its id.
macro_rules! finds {
    ($find:ident: $Row:ident in $table:ident) => {
        #[doc = concat!("The row of `", stringify!($table), "` with this id.")]
        pub fn $find(c: &mut $crate::conn::Conn, id: domain::Id) -> $crate::error::Result<Option<$Row>> {
            use $crate::schema::$table::{id as column, table};
            let found = table.filter(column.eq($crate::types::Sql(id))).select($Row::as_select()).first(c);
            Ok(found.optional()?)
        }
    };
}

/// `updates!(update: Duty in duty)`: a function that writes a changed row back, by its id.
macro_rules! updates {
    ($update:ident: $Row:ident in $table:ident) => {
        #[doc = concat!("Writes the row of `", stringify!($table), "` back, all columns; false when it is gone.")]
        pub fn $update(c: &mut $crate::conn::Conn, row: &$Row) -> $crate::error::Result<bool> {
            use $crate::schema::$table::{id as column, table};
            Ok(diesel::update(table.filter(column.eq($crate::types::Sql(row.id)))).set(row).execute(c)? == 1)
        }
    };
}

/// `versions!(update: Cycle in cycle)`: the same for rows with a `version`, which shows lost updates.
macro_rules! versions {
    ($update:ident: $Row:ident in $table:ident) => {
        #[doc = concat!("Writes the row of `", stringify!($table), "` back, all columns, and counts its `version` up.")]
        ///
        /// False, and nothing is written, when the row in the database no longer has the version of this one.
        pub fn $update(c: &mut $crate::conn::Conn, row: &mut $Row) -> $crate::error::Result<bool> {
            use $crate::schema::$table::{id, table, version};
            let read = row.version;
            row.version += 1;
            let mine = table.filter(id.eq($crate::types::Sql(row.id))).filter(version.eq(read));
            let written = diesel::update(mine).set(&*row).execute(c)? == 1;
            if !written {
                row.version = read;
            }
            Ok(written)
        }
    };
}

/// Loads rows and keeps others from changing them until the transaction ends: `locked!(tx, for_share, Cycle, query)`.
/// SQLite needs no locks, it has one writer.
macro_rules! locked {
    ($tx:expr, $how:ident, $Row:ident, $query:expr) => {
        match &mut **$tx {
            $crate::conn::Conn::Postgres(c) => $query.select($Row::as_select()).$how().load::<$Row>(c),
            $crate::conn::Conn::Sqlite(c) => $query.select($Row::as_select()).load::<$Row>(c),
        }
    };
}

/// `locks!(lock: Proposal in proposal)`: a function that finds a row by its id and locks it for a change.
macro_rules! locks {
    ($lock:ident: $Row:ident in $table:ident) => {
        #[doc = concat!("The row of `", stringify!($table), "` with this id, locked until the transaction ends.")]
        pub fn $lock(tx: &mut $crate::store::Tx, id: domain::Id) -> $crate::error::Result<Option<$Row>> {
            use $crate::schema::$table::{id as column, table};
            let row = table.filter(column.eq($crate::types::Sql(id)));
            Ok($crate::row::locked!(tx, for_update, $Row, row)?.pop())
        }
    };
}

pub(crate) use {finds, inserts, locked, locks, updates, versions};
