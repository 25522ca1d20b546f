//! Every route that needs signing in × everybody who could try it, over HTTP: 401, 403 or let through, exactly as two
//! hand-written tables say. `routes.csv` names the operations of `permissions.csv` behind each route, one row for each case
//! that its body tells apart; the place is where the thing stands: in the district, there and the author's own, or in no
//! district. A route whose rule is its own (`direct`) names those it lets through. What phase, state and form then say (404,
//! 409, 412, 422) is other tests' matter: who is let through here met them after the question of who.

use std::collections::{BTreeMap, BTreeSet};

use qatysu_tests::both;

use crate::walk::{Op, World, operations};

struct Row {
    route: String,
    case: String,
    operation: String,
    place: String,
    who: String,
}

fn table(name: &str) -> Vec<Vec<String>> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn rows() -> Vec<Row> {
    let row = |cells: Vec<String>| {
        let [route, case, operation, place, who]: [String; 5] =
            cells.try_into().unwrap_or_else(|cells| panic!("routes.csv: five cells, not {cells:?}"));
        Row { route, case, operation, place, who }
    };
    table("routes.csv").into_iter().map(row).collect()
}

/// `sign_in`, `forbidden` or `yes`, by the row of `permissions.csv` with the fewest wildcards. The phase is another test's.
struct Permissions(Vec<Vec<String>>);

impl Permissions {
    fn answer(&self, operation: &str, role: &str, scope: &str) -> &'static str {
        let key = [operation, role, scope];
        let fits = |row: &&Vec<String>| row.iter().zip(key).all(|(have, want)| have == "*" || have == want);
        let stars = |row: &&Vec<String>| row[..3].iter().filter(|cell| *cell == "*").count();
        let best = self.0.iter().filter(fits).min_by_key(stars).expect("the last resort is a row of wildcards");
        match best[4].as_str() {
            "sign_in" => "sign_in",
            "forbidden" => "forbidden",
            "yes" | "not_in_phase" => "yes",
            other => panic!("permissions.csv: {other}"),
        }
    }
}

/// What the tables say to this persona.
fn expected(permissions: &Permissions, row: &Row, persona: &str) -> &'static str {
    if row.operation == "direct" {
        let named = row.who.split(' ').any(|who| who == persona) || row.who == "signed_in";
        return match persona {
            "anonymous" => "sign_in",
            _ if named => "yes",
            _ => "forbidden",
        };
    }
    let near = if row.place == "city" { "city_wide" } else { "own_district" };
    let (role, scope) = match persona.split_once('@') {
        Some((role, "own")) => (role, near),
        Some((role, "other")) => (role, if row.place == "city" { "city_wide" } else { "other_district" }),
        Some((role, _)) => (role, "city"),
        None if row.place == "own" && persona == "author" => ("resident", "own"),
        None if row.place == "own" && persona == "clerk_for_resident" => (persona, "own"),
        None if persona == "author" => ("resident", near),
        None => (persona, near),
    };
    let answers: Vec<_> =
        row.operation.split('|').map(|operation| permissions.answer(operation, role, scope)).collect();
    if answers.contains(&"yes") { "yes" } else { answers[0] }
}

fn complete(ops: &BTreeMap<String, Op>, rows: &[Row]) {
    let named: BTreeSet<&str> = rows.iter().map(|row| row.route.as_str()).collect();
    let guarded = ops.values().filter(|op| op.needs_sign_in());
    let missing: Vec<String> = guarded
        .filter(|op| !named.contains(op.id.as_str()))
        .map(|op| {
            format!(
                "{},<case>,<operation of permissions.csv, or direct>,<district|own|city>,<who, if direct>   ({} {})",
                op.id, op.method, op.path
            )
        })
        .collect();
    assert!(missing.is_empty(), "add to tests/fixtures/routes.csv, by hand:\n{}", missing.join("\n"));
    let idle: Vec<&&str> = named.iter().filter(|id| !ops.get(**id).is_some_and(Op::needs_sign_in)).collect();
    assert!(idle.is_empty(), "routes.csv names what is no guarded route: {idle:?}");
}

/// What the answer says, and what is wrong with the test itself if it says something else.
fn verdict(status: u16) -> Result<&'static str, &'static str> {
    match status {
        401 => Ok("sign_in"),
        403 => Ok("forbidden"),
        400 | 405 | 415 | 428 => Err("the request is malformed: give it an arm in World::body (tests/api/walk.rs)"),
        500.. => Err("the server failed"),
        _ => Ok("yes"),
    }
}

both! {
    fn every_route_is_open_to_whom_the_tables_say(city: &TestCity) {
        let ops: BTreeMap<String, Op> = operations().into_iter().map(|op| (op.id.clone(), op)).collect();
        let mut rows = rows();
        complete(&ops, &rows);
        // It ends the sessions of those who walk.
        rows.sort_by_key(|row| row.route == "signOut");
        let permissions = Permissions(table("permissions.csv"));
        let world = World::open(city);
        let (mut wrong, mut cells) = (Vec::new(), 0);
        for row in &rows {
            let mut people: Vec<_> = world.people.iter().map(|p| (expected(&permissions, row, &p.name), p)).collect();
            assert!(people.iter().any(|(said, _)| *said == "yes"), "{} {}: nobody may", row.route, row.case);
            // Who is let through changes things: last.
            people.sort_by_key(|(said, _)| *said == "yes");
            let request = world.request(&ops[&row.route], &row.case);
            for (said, persona) in people {
                let reply = request.send(&persona.client);
                cells += 1;
                let (status, text) = (reply.status, reply.text());
                match verdict(status) {
                    Ok(found) if found == said => {}
                    Ok(found) => wrong.push(format!("{} {} as {}: {found} ({status}), not {said}: {text}", row.route, row.case, persona.name)),
                    Err(why) => wrong.push(format!("{} {} as {}: {status}, {why}: {text}", row.route, row.case, persona.name)),
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {cells} cells differ:\n{}", wrong.len(), wrong[..wrong.len().min(25)].join("\n"));
        assert!(cells > 1_500, "{cells} cells");
        city.run_jobs();
    }
}
