//! Keys. They live in a directory outside the database and its backups, shared by the nodes.
//!
//! | file | what |
//! |---|---|
//! | `jwt-ed25519.pem` | PKCS#8 key that signs access tokens |
//! | `iin-hmac.key` | key of the residents' IINs |
//! | `data.key` | key of what is encrypted at rest and of cursors |
//! | `ballot-box.key` | key of the ballots' pseudonyms |
//!
//! A `.key` file is one line: the key's id, a space, 64 hexadecimal digits.

use std::io::Write;
use std::path::Path;

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// A value that must not be printed: it has neither Debug nor Display.
#[derive(Clone)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value; every use is a place to look at twice.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

/// A symmetric key with its id.
#[derive(Clone)]
pub struct Key {
    /// Short name, stored beside what was made with the key.
    pub id: String,
    /// 256 bits.
    pub secret: Secret<[u8; 32]>,
}

impl Key {
    /// HMAC-SHA-256 of the parts, each preceded by its length, so that no two lists of parts give one message.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.expose()).expect("HMAC takes keys of every length");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    fn random() -> Result<Self, SecretsError> {
        let secret = random_bytes::<32>()?;
        Ok(Self { id: hex(&Sha256::digest(secret)[..4]), secret: Secret::new(secret) })
    }

    fn parse(file: &'static str, line: &str) -> Result<Self, SecretsError> {
        let bad = || SecretsError::Malformed { file };
        let (id, digits) = line.trim().split_once(' ').ok_or_else(bad)?;
        let bytes = unhex(digits).ok_or_else(bad)?;
        let secret = <[u8; 32]>::try_from(bytes).map_err(|_| bad())?;
        Ok(Self { id: id.to_owned(), secret: Secret::new(secret) })
    }
}

/// All keys of an installation.
#[derive(Clone)]
pub struct Secrets {
    /// Signs access tokens.
    pub jwt: Secret<SigningKey>,
    /// Keys the residents' IINs.
    pub iin: Key,
    /// Keys cursors and data at rest.
    pub data: Key,
    /// Keys the ballots' pseudonyms.
    pub ballot_box: Key,
}

/// Why the keys could not be had. Names files, never contents.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// A key is missing and may not be made here.
    #[error("key {file} is missing; restore it from its backup, or allow new keys for a new installation")]
    Missing {
        /// File name inside the directory.
        file: &'static str,
    },
    /// A file is not what it should be.
    #[error("key file {file} is malformed")]
    Malformed {
        /// File name inside the directory.
        file: &'static str,
    },
    /// Others may read a key.
    #[error("key file {file} is readable by others; run chmod 600 on it")]
    Readable {
        /// File name inside the directory.
        file: &'static str,
    },
    /// The system refused.
    #[error("cannot read or write the keys: {0}")]
    Io(#[from] std::io::Error),
    /// The system has no randomness.
    #[error("no randomness from the system: {0}")]
    Random(#[from] getrandom::Error),
}

impl Secrets {
    /// Reads the keys in `dir`. Missing ones are made (files 0600, directory 0700) when `create`; otherwise they are an error:
    /// a node that made its own keys beside an old database would lock everybody out and split the roll.
    pub fn open(dir: &Path, create: bool) -> Result<Self, SecretsError> {
        if create {
            make_private_dir(dir)?;
        }
        let pem = load(dir, "jwt-ed25519.pem", create, || {
            let key = SigningKey::from_bytes(&random_bytes::<32>()?);
            let pem =
                key.to_pkcs8_pem(LineEnding::LF).map_err(|_| SecretsError::Malformed { file: "jwt-ed25519.pem" })?;
            Ok(pem.to_string())
        })?;
        let jwt = SigningKey::from_pkcs8_pem(&pem).map_err(|_| SecretsError::Malformed { file: "jwt-ed25519.pem" })?;
        Ok(Self {
            jwt: Secret::new(jwt),
            iin: load_key(dir, "iin-hmac.key", create)?,
            data: load_key(dir, "data.key", create)?,
            ballot_box: load_key(dir, "ballot-box.key", create)?,
        })
    }

    /// Fresh keys that live only in memory: tests, `qatysu openapi`.
    pub fn ephemeral() -> Result<Self, SecretsError> {
        Ok(Self {
            jwt: Secret::new(SigningKey::from_bytes(&random_bytes::<32>()?)),
            iin: Key::random()?,
            data: Key::random()?,
            ballot_box: Key::random()?,
        })
    }
}

/// Bytes from the system's generator.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Bytes of hexadecimal digits; None when it is something else.
pub(crate) fn unhex(digits: &str) -> Option<Vec<u8>> {
    if !digits.is_ascii() || !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

fn load_key(dir: &Path, file: &'static str, create: bool) -> Result<Key, SecretsError> {
    let line = load(dir, file, create, || {
        let key = Key::random()?;
        Ok(format!("{} {}\n", key.id, hex(key.secret.expose())))
    })?;
    Key::parse(file, &line)
}

fn load(
    dir: &Path,
    file: &'static str,
    create: bool,
    make: impl FnOnce() -> Result<String, SecretsError>,
) -> Result<String, SecretsError> {
    let path = dir.join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            only_ours(&path, file)?;
            return Ok(text);
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && create => {}
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(SecretsError::Missing { file }),
        Err(e) => return Err(e.into()),
    }
    // Written whole beside and linked into place, so that two nodes that start together end with one key.
    let text = make()?;
    let fresh = dir.join(format!(".{file}.{}", hex(&random_bytes::<8>()?)));
    let mut out = new_private_file(&fresh)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    let linked = std::fs::hard_link(&fresh, &path);
    std::fs::remove_file(&fresh)?;
    match linked {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => Err(e.into()),
        _ => Ok(std::fs::read_to_string(&path)?),
    }
}

/// Makes a file that only its owner may read; an existing one is an error.
pub(crate) fn new_private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut open = std::fs::OpenOptions::new();
    open.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    open.open(path)
}

fn make_private_dir(dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

#[cfg(unix)]
fn only_ours(path: &Path, file: &'static str) -> Result<(), SecretsError> {
    use std::os::unix::fs::PermissionsExt;
    if std::fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
        return Err(SecretsError::Readable { file });
    }
    Ok(())
}

#[cfg(not(unix))]
fn only_ours(_: &Path, _: &'static str) -> Result<(), SecretsError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> std::path::PathBuf {
        std::env::temp_dir().join(format!("qatysu-keys-{}", uuid::Uuid::new_v4()))
    }

    #[test]
    fn keys_are_made_once_and_read_back() {
        let dir = folder();
        assert!(matches!(Secrets::open(&dir, false), Err(SecretsError::Missing { .. })), "never made without leave");
        let made = Secrets::open(&dir, true).unwrap();
        let read = Secrets::open(&dir, false).unwrap();
        assert_eq!(made.jwt.expose().to_bytes(), read.jwt.expose().to_bytes());
        assert_eq!(made.iin.id, read.iin.id);
        for (a, b) in [(&made.iin, &read.iin), (&made.data, &read.data), (&made.ballot_box, &read.ballot_box)] {
            assert_eq!(a.secret.expose(), b.secret.expose());
        }
        assert_ne!(made.iin.secret.expose(), made.ballot_box.secret.expose());
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 4, "nothing half-made is left");
        drop(std::fs::remove_dir_all(dir));
    }

    #[test]
    fn a_key_that_others_may_read_or_that_is_no_key_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = folder();
        Secrets::open(&dir, true).unwrap();
        let file = dir.join("data.key");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(Secrets::open(&dir, true), Err(SecretsError::Readable { file: "data.key" })));
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        for junk in ["", "id", "id 00", "id zz", "id \u{0442}\u{0442}"] {
            std::fs::write(&file, junk).unwrap();
            assert!(matches!(Secrets::open(&dir, true), Err(SecretsError::Malformed { file: "data.key" })), "{junk}");
        }
        drop(std::fs::remove_dir_all(dir));
    }

    #[test]
    fn nodes_that_start_together_end_with_the_same_keys() {
        let dir = folder();
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let dir = dir.clone();
                std::thread::spawn(move || Secrets::open(&dir, true).unwrap().jwt.expose().to_bytes())
            })
            .collect();
        let keys: std::collections::HashSet<_> = starts.into_iter().map(|s| s.join().unwrap()).collect();
        assert_eq!(keys.len(), 1);
        drop(std::fs::remove_dir_all(dir));
    }

    #[test]
    fn parts_of_a_message_cannot_be_shifted() {
        let key = Key { id: "k".into(), secret: Secret::new([1; 32]) };
        assert_ne!(key.mac(&[b"ab", b"c"]), key.mac(&[b"a", b"bc"]));
        assert_eq!(key.mac(&[b"ab", b"c"]), key.mac(&[b"ab", b"c"]));
    }
}
