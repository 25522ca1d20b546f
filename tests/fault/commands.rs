//! The commands of the binary, each once.

use std::path::Path;

use api_types::endpoint::{ACCOUNTS, ME};
use qatysu_tests::process::{Folder, Node, app, command, run};
use serde_json::Value;
use sha2::Digest as _;
use tally::pabulib::{Options, read_slice};

const PASSWORD: &str = "a long pass phrase";

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).display().to_string()
}

#[test]
fn migrate_and_config_say_what_is_in_force() {
    let folder = Folder::new();
    let database = folder.sqlite();
    let missing = command(&folder, &database, &["config", "--check"]).output().unwrap();
    assert!(!missing.status.success(), "nothing is made by looking");
    assert!(run(&folder, &database, &["migrate"], "").contains("up to date"));
    let said = run(&folder, &database, &["config", "--check"], "");
    assert!(
        said.contains("database               sqlite answers") && said.contains("keys                   complete"),
        "{said}"
    );
    let secret = command(&folder, "postgres://me:secret@db.example/q", &["config"]).output().unwrap();
    let said = String::from_utf8(secret.stdout).unwrap();
    assert!(said.contains("postgres://…@db.example/q") && !said.contains("secret@"), "{said}");
    let unsafe_ =
        command(&folder, &database, &["config", "--check"]).env("QATYSU_BIND", "0.0.0.0:8080").output().unwrap();
    assert!(!unsafe_.status.success(), "open to others without TLS");
}

#[test]
fn the_first_administrator_is_added_at_the_machine() {
    let folder = Folder::new();
    let database = folder.sqlite();
    let words = ["user", "add", "root@example.kz", "--name", "Root", "--lang", "en", "--role", "admin"];
    run(&folder, &database, &words, &format!("{PASSWORD}\n"));
    let node = Node::start(&folder, &database);
    let root = node.signed_in("root@example.kz", PASSWORD);
    assert_eq!(root.get(ME).value()["roles"][0]["role"], "admin");
    root.get(ACCOUNTS).status(200);
    let again = command(&folder, &database, &words).stdin(std::process::Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(!again.status.success() && said.contains("/password"), "{said}");
}

#[test]
fn a_register_is_imported_with_codes_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let database = folder.sqlite();
    let app = app(&folder, &database);
    let (city_id, name) = (domain::Id::new_v4(), domain::LocalText::same("Sample"));
    let city = store::city::City {
        id: city_id,
        code: "sample".into(),
        name: name.clone(),
        country: "KZ".into(),
        sample: true,
        source: None,
    };
    let row = store::district::District {
        id: domain::Id::new_v4(),
        city_id,
        code: "auezov".into(),
        name,
        boundary: None,
        ordinal: 0,
    };
    app.store
        .write(app.now(), move |tx| -> store::Result<()> {
            store::city::insert(tx, &city)?;
            store::district::insert(tx, &row)
        })
        .unwrap();
    let file = folder.0.join("register.csv");
    let header = "iin,family_name,given_name,birth_date,district,registration,registered_since\n";
    std::fs::write(&file, format!("{header}123,Ахметова,Айгерім,1990-13-01,nowhere,permanent,2015-01-01\n")).unwrap();
    let file = file.display().to_string();
    let broken = command(&folder, &database, &["import", "residents", &file, "--city", "sample"]).output().unwrap();
    let said = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert!(!broken.status.success() && said.contains("fault(s)"), "{said}");
    std::fs::write(
        &file,
        format!("{header}{},Ахметова,Айгерім,1990-05-17,auezov,permanent,2015-01-01\n", "900517400015"),
    )
    .unwrap();
    let codes = folder.0.join("codes.csv");
    let words = ["import", "residents", &file, "--city", "sample", "--codes", codes.to_str().unwrap()];
    let dry = run(&folder, &database, &["import", "residents", &file, "--city", "sample", "--dry-run"], "");
    assert!(dry.contains("1 rows: 1 added") && dry.contains("dry run"), "{dry}");
    let said = run(&folder, &database, &words, "");
    assert!(said.contains("1 rows: 1 added, 0 changed"), "{said}");
    assert_eq!(std::fs::read_to_string(&codes).unwrap().lines().count(), 2);
    assert_eq!(std::fs::metadata(&codes).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn elections_are_imported_counted_and_exported() {
    let folder = Folder::new();
    let database = folder.sqlite();
    let file = fixture("pabulib/Poland_Swiecie_2023.pb");
    let said = run(&folder, &database, &["import", "pabulib", &file], "");
    assert!(said.contains("is cycle "), "{said}");
    let again = command(&folder, &database, &["import", "pabulib", &file]).output().unwrap();
    assert!(!again.status.success(), "once is enough");
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(said.contains("There already is one like this") && !said.contains("Exists"), "{said}");
    let out = folder.0.join("public");
    let said = run(&folder, &database, &["export", out.to_str().unwrap()], "");
    assert!(said.contains("files in"), "{said}");
    let read = |path: &str| std::fs::read(out.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let manifest: Value = serde_json::from_slice(&read("manifest.json")).unwrap();
    let files = manifest["files"].as_array().unwrap();
    for file in files {
        let bytes = read(file["path"].as_str().unwrap());
        assert_eq!(file["bytes"], bytes.len());
        let sum: String = sha2::Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"], sum);
    }
    let named = |end: &str| files.iter().filter(|f| f["path"].as_str().unwrap().ends_with(end)).collect::<Vec<_>>();
    let [ballots] = named(".pb")[..] else { panic!("one contest, one file of ballots") };
    let ballots = read_slice(&read(ballots["path"].as_str().unwrap()), Options::default()).unwrap();
    let original = read_slice(&std::fs::read(&file).unwrap(), Options::default()).unwrap();
    assert_eq!(ballots.profile.voters(), original.profile.voters());
    let projects = original.instance.items.len();
    for (end, rows) in
        [("projects.csv", projects), ("projects.jsonl", projects), ("revisions.json", projects), ("reviews.csv", 0)]
    {
        assert_eq!(named(&format!("/{end}"))[0]["rows"], rows, "{end}");
    }
    let pages = files.iter().filter(|f| f["path"].as_str().unwrap().contains("/projects/")).count();
    assert_eq!(pages, projects, "a page for each project");
    // Again: the earlier export is replaced; what is none is left alone.
    run(&folder, &database, &["export", out.to_str().unwrap()], "");
    let mine = folder.0.join("mine");
    std::fs::create_dir(&mine).unwrap();
    std::fs::write(mine.join("letter.txt"), "mine").unwrap();
    let refused = command(&folder, &database, &["export", mine.to_str().unwrap()]).output().unwrap();
    assert!(!refused.status.success() && mine.join("letter.txt").exists());
    let left: Vec<_> = std::fs::read_dir(&folder.0).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "nothing half-written stays: {left:?}");
}

#[test]
fn a_file_is_counted_without_a_database() {
    let folder = Folder::new();
    let expected: Value = serde_json::from_slice(&std::fs::read(fixture("pabulib/expected.json")).unwrap()).unwrap();
    let name = "Poland_Swiecie_2023.pb";
    let file = fixture(&format!("pabulib/{name}"));
    let said = run(&folder, "sqlite://nowhere/at/all.db", &["tally", &file, "--rule", "greedy", "--json"], "");
    let outcome: Value = serde_json::from_str(&said).unwrap();
    let mut winners: Vec<&str> = outcome["winners"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
    let wanted = expected[name]["greedy_cost"]["winners"].as_array().unwrap();
    let mut wanted: Vec<&str> = wanted.iter().map(|w| w.as_str().unwrap()).collect();
    winners.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(winners, wanted);
    let table = run(&folder, "sqlite://nowhere/at/all.db", &["tally", &file, "--rule", "greedy"], "");
    assert_eq!(table.lines().filter(|line| line.starts_with("funded")).count(), wanted.len());
    let broken = folder.0.join("broken.pb");
    std::fs::write(&broken, "META\nkey;value\n").unwrap();
    let output = command(&folder, "sqlite://nowhere/at/all.db", &["tally", broken.to_str().unwrap()]).output().unwrap();
    assert!(!output.status.success());
}

#[test]
fn the_document_is_printed() {
    let folder = Folder::new();
    assert_eq!(run(&folder, "sqlite://nowhere/at/all.db", &["openapi"], ""), api::openapi::document().text);
    let output = command(&folder, "sqlite://nowhere/at/all.db", &["frobnicate"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn one_binary_holds_both_databases_and_says_where_it_would_listen() {
    let folder = Folder::new();
    let binary = command(&folder, &folder.sqlite(), &[]).get_program().to_owned();
    let needs = std::process::Command::new("ldd").arg(binary).output().unwrap();
    let needs = String::from_utf8(needs.stdout).unwrap();
    assert!(needs.contains("libc.so") && !needs.contains("libpq") && !needs.contains("sqlite"), "{needs}");
    let mut config = command(&folder, &folder.sqlite(), &["config"]);
    for name in ["DATABASE_URL", "QATYSU_BIND", "QATYSU_SECRETS"] {
        config.env_remove(name);
    }
    let said = String::from_utf8(config.output().unwrap().stdout).unwrap();
    for line in ["QATYSU_BIND 127.0.0.1:8080", "DATABASE_URL sqlite://data/qatysu.db", "QATYSU_SECRETS data/secrets"] {
        let words: Vec<&str> = line.split(' ').collect();
        assert!(said.lines().any(|one| one.split_whitespace().eq(words.iter().copied())), "{line}: {said}");
    }
}
