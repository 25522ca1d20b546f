//! The register's CSV file: read and checked as a whole before anything is written.
//!
//! `iin,family_name,given_name,birth_date,district,registration,registered_since`, UTF-8, one header line. Faults name the
//! line and the column and never repeat what stands there: the file is full of personal data.

use std::collections::{HashMap, HashSet};

use csv::{ByteRecord, ReaderBuilder};
use domain::{Code, Id, Iin, Registration};
use time::Date;

use crate::secrets::Key;
use crate::{Error, Fault, Result};

/// The columns, in this order.
pub const COLUMNS: [&str; 7] =
    ["iin", "family_name", "given_name", "birth_date", "district", "registration", "registered_since"];
/// Faults that are reported; a file with more is the wrong file.
const MAX_FAULTS: usize = 200;
/// Longest name, in characters.
const MAX_NAME: usize = 100;

/// A resident as the file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, 2 for the first resident.
    pub line: u64,
    /// Keyed HMAC of the IIN.
    pub iin_hmac: Vec<u8>,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Date of birth.
    pub birth_date: Date,
    /// District of registration.
    pub district_id: Id,
    /// Kind of registration.
    pub registration: Registration,
    /// Registered in the district since.
    pub registered_since: Option<Date>,
}

/// Keyed HMAC of an IIN: all that is ever stored of it.
pub fn iin_hmac(key: &Key, iin: &Iin) -> Vec<u8> {
    key.mac(&[b"iin", iin.digits()]).to_vec()
}

/// Reads the whole file. `districts` maps a district's code to its row; `today` bounds the dates.
///
/// # Errors
/// `Invalid` with every fault found (at most 200): pointer `/lines/{line}/{column}`, codes `header_wrong`, `columns_wrong`,
/// `not_utf8`, `required`, `too_long`, `iin_digits`, `iin_check`, `duplicate` (with the other `line`), `date`, `date_in_future`,
/// `unknown`, `unknown_code`, `file_empty`, `too_many_faults`.
pub fn read(bytes: &[u8], key: &Key, districts: &HashMap<String, Id>, today: Date) -> Result<Vec<Row>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut faults = Vec::new();
    let mut rows = Vec::new();
    let mut seen: HashMap<Vec<u8>, u64> = HashMap::new();
    let mut header = false;
    let mut lines = Lines { bytes, counted: 0, line: 1 };
    while reader.read_byte_record(&mut record).map_err(|e| Error::Broken(format!("csv: {e}")))? {
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        if !header {
            header = true;
            if record.iter().map(<[u8]>::trim_ascii).ne(COLUMNS.map(str::as_bytes)) {
                return Err(Error::Invalid(vec![
                    Fault::new("/lines/1", "header_wrong").with("expected", COLUMNS.join(",")),
                ]));
            }
            continue;
        }
        match row(line, &record, key, districts, today) {
            Ok(row) => match seen.insert(row.iin_hmac.clone(), line) {
                Some(first) => faults.push(Fault::new(format!("/lines/{line}/iin"), "duplicate").with("line", first)),
                None => rows.push(row),
            },
            Err(more) => faults.extend(more),
        }
        if faults.len() >= MAX_FAULTS {
            faults.truncate(MAX_FAULTS);
            faults.push(Fault::new("", "too_many_faults").with("max", MAX_FAULTS));
            break;
        }
    }
    if rows.is_empty() && faults.is_empty() {
        faults.push(Fault::new("", "file_empty"));
    }
    if faults.is_empty() { Ok(rows) } else { Err(Error::Invalid(faults)) }
}

/// Counts lines as an editor shows them. The reader's own count begins before the line feed of `\r\n` and before empty lines.
struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins at or after this byte; bytes come in rising order.
    fn of(&mut self, byte: u64) -> u64 {
        let mut start = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.counted, self.bytes.len());
        while self.bytes.get(start).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
            start += 1;
        }
        self.line += self.bytes[self.counted..start].iter().filter(|b| **b == b'\n').count() as u64;
        self.counted = start;
        self.line
    }
}

/// Districts that the file speaks about: residents of others are not missing from it.
pub fn districts(rows: &[Row]) -> HashSet<Id> {
    rows.iter().map(|row| row.district_id).collect()
}

fn row(
    line: u64,
    record: &ByteRecord,
    key: &Key,
    districts: &HashMap<String, Id>,
    today: Date,
) -> std::result::Result<Row, Vec<Fault>> {
    if record.len() != COLUMNS.len() {
        let fault = Fault::new(format!("/lines/{line}"), "columns_wrong")
            .with("expected", COLUMNS.len())
            .with("found", record.len());
        return Err(vec![fault]);
    }
    let mut faults = Vec::new();
    let mut fields = [""; COLUMNS.len()];
    for (i, field) in record.iter().enumerate() {
        match std::str::from_utf8(field) {
            Ok(text) => fields[i] = text.trim(),
            Err(_) => faults.push(fault(line, COLUMNS[i], "not_utf8")),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let [iin, family_name, given_name, birth_date, district, registration, since] = fields;
    let mut keep = |column, result: std::result::Result<(), &'static str>| {
        if let Err(code) = result {
            faults.push(fault(line, column, code));
        }
    };
    let iin = Iin::parse(iin);
    keep(
        "iin",
        iin.as_ref().map(drop).map_err(|f| match f {
            domain::iin::IinFault::Form => "iin_digits",
            domain::iin::IinFault::CheckDigit => "iin_check",
        }),
    );
    keep("family_name", name(family_name, true));
    // Some people have one name only; documents then carry it as the family name.
    keep("given_name", name(given_name, false));
    let birth = date(birth_date, today);
    keep("birth_date", birth.map(drop));
    let district_id = districts.get(district).copied();
    keep("district", district_id.map(drop).ok_or("unknown"));
    let kind = Registration::parse(registration);
    keep("registration", kind.map(drop).ok_or("unknown_code"));
    let registered = if since.is_empty() { Ok(None) } else { date(since, today).map(Some) };
    keep("registered_since", registered.map(drop));
    match (iin, birth, district_id, kind, registered) {
        (Ok(iin), Ok(birth_date), Some(district_id), Some(registration), Ok(registered_since)) if faults.is_empty() => {
            Ok(Row {
                line,
                iin_hmac: iin_hmac(key, &iin),
                family_name: family_name.to_owned(),
                given_name: given_name.to_owned(),
                birth_date,
                district_id,
                registration,
                registered_since,
            })
        }
        _ => Err(faults),
    }
}

fn fault(line: u64, column: &str, code: &'static str) -> Fault {
    Fault::new(format!("/lines/{line}/{column}"), code)
}

fn name(text: &str, required: bool) -> std::result::Result<(), &'static str> {
    if required && text.is_empty() {
        return Err("required");
    }
    if text.chars().count() > MAX_NAME { Err("too_long") } else { Ok(()) }
}

fn date(text: &str, today: Date) -> std::result::Result<Date, &'static str> {
    let day = domain::moment::parse_day(text).ok_or("date")?;
    if day > today { Err("date_in_future") } else { Ok(day) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secrets;
    use time::macros::date;

    const HEADER: &str = "iin,family_name,given_name,birth_date,district,registration,registered_since\n";

    fn read_text(text: impl AsRef<[u8]>) -> Result<Vec<Row>> {
        let key = Secrets::ephemeral().unwrap().iin;
        let districts = HashMap::from([("auezov".to_owned(), Id::nil())]);
        read(text.as_ref(), &key, &districts, date!(2025 - 10 - 30))
    }

    fn faults(text: impl AsRef<[u8]>) -> Vec<(String, String)> {
        match read_text(text) {
            Err(Error::Invalid(faults)) => faults.into_iter().map(|f| (f.pointer, f.code.into_owned())).collect(),
            Err(e) => panic!("{e}"),
            Ok(_) => vec![],
        }
    }

    #[test]
    fn reads_both_kinds_of_check_digit_a_bom_and_an_open_date() {
        let text = format!(
            "\u{feff}{HEADER}000101500001,Сейтқали,Айгерім,1990-02-28,auezov,permanent,2015-01-01\r\n 000101500206 ,Ким,,1980-12-31,auezov,temporary,\r\n"
        );
        let rows = read_text(text).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].line, rows[0].registered_since), (2, Some(date!(2015 - 01 - 01))));
        assert_eq!((rows[1].line, rows[1].registered_since), (3, None));
        assert_eq!(rows[0].iin_hmac.len(), 32);
        assert_ne!(rows[0].iin_hmac, rows[1].iin_hmac);
    }

    #[test]
    fn every_fault_is_named_by_line_and_column_and_no_iin_is_repeated() {
        let text = format!(
            "{HEADER}000101500002,А,Б,1990-02-28,auezov,permanent,\n123,,Б,1990-02-30,nowhere,citizen,2999-01-01\n000101500001,А,Б,1990-02-28,auezov,permanent,\n000101500001,А,Б,1990-02-28,auezov,permanent,\n1,2\n"
        );
        let found = faults(&text);
        let expected = [
            ("/lines/2/iin", "iin_check"),
            ("/lines/3/iin", "iin_digits"),
            ("/lines/3/family_name", "required"),
            ("/lines/3/birth_date", "date"),
            ("/lines/3/district", "unknown"),
            ("/lines/3/registration", "unknown_code"),
            ("/lines/3/registered_since", "date_in_future"),
            ("/lines/5/iin", "duplicate"),
            ("/lines/6", "columns_wrong"),
        ];
        assert_eq!(found, expected.map(|(p, c)| (p.to_owned(), c.to_owned())));
        let Err(e) = read_text(&text) else { panic!("faults") };
        assert!(!format!("{e:?}").contains("000101500"), "no IIN in an error");
    }

    #[test]
    fn a_file_that_is_something_else_says_so_at_once() {
        assert_eq!(faults("")[0].1, "file_empty");
        assert_eq!(faults(HEADER)[0].1, "file_empty");
        assert_eq!(faults("iin;family_name\n")[0].1, "header_wrong");
        assert_eq!(faults(b"iin,family_name,given_name,birth_date,district,registration,registered_since\n000101500001,\xcf\xf0,A,1990-02-28,auezov,permanent,\n")[0], ("/lines/2/family_name".into(), "not_utf8".into()));
        let many = format!("{HEADER}{}", "x\n".repeat(500));
        let found = faults(many);
        assert_eq!(found.len(), 201);
        assert_eq!(found[200].1, "too_many_faults");
    }

    #[test]
    fn an_empty_line_is_skipped_and_a_line_break_in_a_name_does_not_shift_the_count() {
        let text = format!(
            "{HEADER}\n000101500001,\"А\nБ\",В,1990-02-28,auezov,permanent,\n000101500206,А,Б,1990-02-28,auezov,permanent,\n"
        );
        let rows = read_text(text).unwrap();
        assert_eq!(rows.iter().map(|r| r.line).collect::<Vec<_>>(), [3, 5]);
    }
}
