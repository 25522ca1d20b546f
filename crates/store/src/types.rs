//! How domain values are stored.
//!
//! Rows hold the domain's own types, and reading gives them as they are: the SQL types of [`sql`] are ours, so the orphan
//! rule allows diesel's traits on foreign types. Only one trait stays forbidden, the one that makes a value an
//! expression; so a value that goes into a query is wrapped at that place: `cycle::id.eq(Sql(id))`, on a nullable column
//! `Sql(Some(id))`. [`row!`](crate::row) does it for whole rows.

use crate::conn::{MultiBackend, MultiRawValue};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow, Queryable};
use diesel::expression::{AsExpression, TypedExpressionType};
use diesel::internal::derives::as_expression::Bound;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, HasSqlType, SqlType, Text, Timestamptz};
use diesel::sqlite::Sqlite;
use domain::{Code as _, Id, LocalText, Moment, Money, UserText};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::fmt::Debug;
use std::io::Write;
use time::OffsetDateTime;

/// The SQL types that diesel does not have for both engines.
#[allow(missing_docs)] // one line of doc each below; the derives add undocumented items
pub mod sql {
    use diesel::query_builder::QueryId;
    use diesel::sql_types::{SqlOrd, SqlType};

    /// `uuid`; SQLite: 16 bytes.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
    pub struct Uid;

    /// `timestamptz`; SQLite: microseconds since 1970 UTC.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Long"))]
    pub struct Instant;

    /// `jsonb`; SQLite: text.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(postgres_type(oid = 3802, array_oid = 3807), sqlite_type(name = "Text"))]
    pub struct Json;

    /// The text of a `domain::Code`.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(postgres_type(oid = 25, array_oid = 1009), sqlite_type(name = "Text"))]
    pub struct Code;

    /// Money in minor units (`bigint`). Sum it with `sql::<Nullable<BigInt>>("CAST(sum(cost) AS BIGINT)")`.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(postgres_type(oid = 20, array_oid = 1016), sqlite_type(name = "Long"))]
    pub struct Amount;

    impl SqlOrd for Uid {}
    impl SqlOrd for Instant {}
    impl SqlOrd for Amount {}
}

/// A value on its way into a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql<T>(pub T);

impl<T, ST: SqlType + TypedExpressionType> AsExpression<ST> for Sql<T> {
    type Expression = Bound<ST, Self>;
    fn as_expression(self) -> Self::Expression {
        Bound::new(self)
    }
}

impl<T: ToSql<ST, DB>, ST, DB: Backend> ToSql<ST, DB> for Sql<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

/// Any serde type in a JSON column.
#[derive(Debug, Clone, PartialEq, Eq, Default, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Json)]
pub struct Json<T>(pub T);

impl<T> std::ops::Deref for Json<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// The enum of engines knows the SQL type and passes the value on to the engine in use.
macro_rules! on_both {
    ($(@[$($generics:tt)+])? $ty:ty as $st:ty) => {
        impl $(<$($generics)+>)? ToSql<$st, MultiBackend> for $ty {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((<$st>::default(), self));
                Ok(IsNull::No)
            }
        }
        impl $(<$($generics)+>)? FromSql<$st, MultiBackend> for $ty {
            fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
                value.from_sql::<$ty, $st>()
            }
        }
    };
}

/// What `#[derive(Queryable)]` would write, for a type of another crate.
macro_rules! queryable {
    ($ty:ty as $st:ty) => {
        impl<DB: Backend> Queryable<$st, DB> for $ty
        where
            Self: FromSql<$st, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
    };
}

macro_rules! sql_types {
    ($($st:ty),+) => { $(
        impl HasSqlType<$st> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$st>(lookup)
            }
        }
    )+ };
}

sql_types!(sql::Uid, sql::Instant, sql::Json, sql::Code, sql::Amount);

// Ids.
on_both!(Id as sql::Uid);
impl ToSql<sql::Uid, Pg> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<diesel::sql_types::Uuid, Pg>::to_sql(self, out)
    }
}
impl FromSql<sql::Uid, Pg> for Id {
    fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        FromSql::<diesel::sql_types::Uuid, Pg>::from_sql(value)
    }
}
impl ToSql<sql::Uid, Sqlite> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}
impl FromSql<sql::Uid, Sqlite> for Id {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_slice(&<Vec<u8> as FromSql<diesel::sql_types::Binary, Sqlite>>::from_sql(value)?)?)
    }
}

// Instants.
on_both!(OffsetDateTime as sql::Instant);
impl ToSql<sql::Instant, Pg> for Moment {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamptz, Pg>::to_sql(self, out)
    }
}
impl FromSql<sql::Instant, Pg> for Moment {
    fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        FromSql::<Timestamptz, Pg>::from_sql(value)
    }
}
impl ToSql<sql::Instant, Sqlite> for Moment {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(i64::try_from(self.unix_timestamp_nanos().div_euclid(1_000))?);
        Ok(IsNull::No)
    }
}
impl FromSql<sql::Instant, Sqlite> for Moment {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?;
        Ok(Self::from_unix_timestamp_nanos(i128::from(micros) * 1_000)?)
    }
}

// Money.
queryable!(Money as sql::Amount);
on_both!(Money as sql::Amount);
impl ToSql<sql::Amount, Pg> for Money {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<BigInt, Pg>::to_sql(&self.0, out)
    }
}
impl ToSql<sql::Amount, Sqlite> for Money {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        ToSql::<BigInt, Sqlite>::to_sql(&self.0, out)
    }
}
impl FromSql<sql::Amount, Pg> for Money {
    fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <i64 as FromSql<BigInt, Pg>>::from_sql(value).map(Self)
    }
}
impl FromSql<sql::Amount, Sqlite> for Money {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <i64 as FromSql<BigInt, Sqlite>>::from_sql(value).map(Self)
    }
}

// JSON.
fn jsonb(value: &impl Serialize, out: &mut Output<'_, '_, Pg>) -> serialize::Result {
    out.write_all(&[1])?; // the version of PostgreSQL's binary form
    serde_json::to_writer(out, value)?;
    Ok(IsNull::No)
}

fn from_jsonb<T: DeserializeOwned>(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<T> {
    match value.as_bytes() {
        [1, json @ ..] => Ok(serde_json::from_slice(json)?),
        _ => Err("not version 1 of jsonb".into()),
    }
}

macro_rules! json {
    ($(@[$($generics:tt)+])? $ty:ty, |$v:ident| $inner:expr, $wrap:expr) => {
        on_both!($(@[$($generics)+])? $ty as sql::Json);
        impl $(<$($generics)+>)? ToSql<sql::Json, Pg> for $ty {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                let $v = self;
                jsonb($inner, out)
            }
        }
        impl $(<$($generics)+>)? FromSql<sql::Json, Pg> for $ty {
            fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                from_jsonb(value).map($wrap)
            }
        }
        impl $(<$($generics)+>)? ToSql<sql::Json, Sqlite> for $ty {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                let $v = self;
                out.set_value(serde_json::to_string($inner)?);
                Ok(IsNull::No)
            }
        }
        impl $(<$($generics)+>)? FromSql<sql::Json, Sqlite> for $ty {
            fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
                Ok(serde_json::from_str(&text).map($wrap)?)
            }
        }
    };
}

json!(@[T: Debug + Serialize + DeserializeOwned + Send + Sync + 'static] Json<T>, |v| &v.0, Json);
json!(Value, |v| v, |v| v);
queryable!(LocalText as sql::Json);
json!(LocalText, |v| v, |v| v);
queryable!(UserText as sql::Json);
json!(UserText, |v| v, |v| v);

// Codes: every enum of the domain that a column holds.
macro_rules! codes {
    ($($ty:ident),+ $(,)?) => { $(
        queryable!(domain::$ty as sql::Code);
        on_both!(domain::$ty as sql::Code);
        impl ToSql<sql::Code, Pg> for domain::$ty {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.code().as_bytes())?;
                Ok(IsNull::No)
            }
        }
        impl ToSql<sql::Code, Sqlite> for domain::$ty {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.code());
                Ok(IsNull::No)
            }
        }
        impl FromSql<sql::Code, Pg> for domain::$ty {
            fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(std::str::from_utf8(value.as_bytes())?.parse()?)
            }
        }
        impl FromSql<sql::Code, Sqlite> for domain::$ty {
            fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(<String as FromSql<Text, Sqlite>>::from_sql(value)?.parse()?)
            }
        }
    )+ };
}

codes!(
    BallotItemState,
    BodyKind,
    Channel,
    CommentKind,
    ContestState,
    ContractEvent,
    ContractState,
    Currency,
    DutyEnding,
    DutyKind,
    EntryKind,
    ItemOutcome,
    Lang,
    LedgerAccount,
    Phase,
    PhotoSubject,
    ProgrammeKind,
    ProofLevel,
    ProposalState,
    Registration,
    ReportKind,
    ReportState,
    ReviewDecision,
    ReviewKind,
    Role,
    Selection,
    Stage,
    VerdictKind,
    WorkEvent,
    WorkState,
);
