//! The audit chain.

use crate::sample::{at, id};
use diesel::prelude::*;
use serde_json::json;
use std::thread::scope;
use store::audit::{AuditFilter, ChainReport, verify};
use store::testing::{TestDb, both};
use store::{Audit, Error, Seek, Store};

fn audit(n: u128) -> Audit {
    Audit {
        action: "proposal_submitted",
        actor: "resident".into(),
        account_id: Some(id(n)),
        subject: "proposal",
        subject_id: Some(id(n % 3)),
        district_id: n.is_multiple_of(2).then(|| id(2)),
        payload: json!({"n": n as u64, "text": "Қазақша ☕", "big": u64::MAX}),
    }
}

/// Ten links, some of them in one group.
fn ten(store: &Store) {
    scope(|s| {
        for n in 0..5 {
            s.spawn(move || {
                store
                    .write(at(n), move |tx| {
                        tx.audit(audit(n as u128));
                        tx.audit(audit(n as u128 + 5));
                        Ok::<_, Error>(())
                    })
                    .unwrap();
            });
        }
    });
}

fn report(db: &TestDb) -> ChainReport {
    db.store.read(verify).unwrap()
}

#[test]
fn the_chain_holds_from_the_first_link_to_the_last() {
    both(|db| {
        assert_eq!(report(db), ChainReport { links: 0, erased: 0, broken: None });
        ten(&db.store);
        let failed = db.store.write(at(0), |tx| {
            tx.audit(audit(1));
            Err::<(), _>(Error::Conflict)
        });
        assert!(failed.is_err());
        assert_eq!(report(db), ChainReport { links: 10, erased: 0, broken: None });
    });
}

#[test]
fn nodes_share_one_chain() {
    let Some(db) = TestDb::postgres() else { return };
    let other = db.open(&store::testing::config());
    scope(|s| {
        s.spawn(|| ten(&db.store));
        s.spawn(|| ten(&other));
    });
    assert_eq!(report(&db), ChainReport { links: 20, erased: 0, broken: None });
}

#[test]
fn what_the_law_erases_leaves_the_chain_whole() {
    both(|db| {
        ten(&db.store);
        let erase = || db.store.write(at(9), |tx| store::audit::erase(tx, 4, "auditor", id(1), "court order 7"));
        assert!(erase().unwrap());
        assert!(!erase().unwrap(), "nothing is left to erase");
        assert_eq!(report(db), ChainReport { links: 11, erased: 1, broken: None });
        let page = db.store.read(|c| store::audit::list(c, &AuditFilter::default(), &Seek::first(20))).unwrap();
        let link = page.items.iter().find(|l| l.seq == 4).unwrap();
        assert_eq!((&link.payload, &link.salt), (&None, &None));
        assert_eq!((page.items[0].seq, page.items[0].action.as_str()), (11, "audit_erased"));
    });
}

#[test]
fn tampering_shows() {
    let cases = [
        ("UPDATE audit SET payload = '{}' WHERE seq = 5", 5, "its payload was changed"),
        ("UPDATE audit SET salt = NULL WHERE seq = 5", 5, "its payload was changed"),
        ("UPDATE audit SET actor = 'somebody' WHERE seq = 6", 6, "its fields were changed"),
        ("UPDATE audit SET district_id = NULL, actor = 'x' WHERE seq = 1", 1, "its fields were changed"),
        ("DELETE FROM audit WHERE seq = 3", 4, "a link is missing before this one"),
        ("DELETE FROM audit WHERE seq = 10", 10, "the end of the chain is missing"),
        ("DELETE FROM audit", 1, "the end of the chain is missing"),
        ("UPDATE audit SET hash = previous WHERE seq = 7", 7, "its fields were changed"),
    ];
    both(|db| {
        ten(&db.store);
        for (sql, seq, why) in cases {
            let c = &mut db.connect();
            c.begin_test_transaction().unwrap();
            diesel::sql_query(sql).execute(c).unwrap();
            assert_eq!(verify(c).unwrap().broken, Some((seq, why)), "{sql}");
        }
        assert_eq!(report(db).broken, None);
    });
}

#[test]
fn links_are_listed_newest_first_in_pages() {
    both(|db| {
        ten(&db.store);
        let list = |filter: &AuditFilter, after| {
            let seek = Seek { after, limit: 4 };
            let page = db.store.read(|c| store::audit::list(c, filter, &seek)).unwrap();
            (page.items.iter().map(|l| l.seq).collect::<Vec<_>>(), page.next)
        };
        let all = AuditFilter::default();
        assert_eq!(list(&all, None), (vec![10, 9, 8, 7], Some(7)));
        assert_eq!(list(&all, Some(7)), (vec![6, 5, 4, 3], Some(3)));
        assert_eq!(list(&all, Some(3)), (vec![2, 1], None));
        let district = AuditFilter { district_id: Some(id(2)), ..Default::default() };
        assert_eq!(list(&district, None).0.len(), 4);
        let one = AuditFilter { subject: Some("proposal".into()), subject_id: Some(id(2)), ..district };
        assert_eq!(list(&one, None).0.len(), 2);
        let none = AuditFilter { action: Some("nothing".into()), ..Default::default() };
        assert_eq!(list(&none, None), (vec![], None));
    });
}
