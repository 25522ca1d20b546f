//! Hashed, compressed files for the server to hand out as they are.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Outcome;

/// One file under `/assets/`: its name changes with its content, so it may be cached for ever.
pub struct Asset {
    /// File name with the hash in it, for example `app-3f2a90c1b4de.css`.
    pub file: String,
    /// Bytes as they are.
    pub raw: usize,
    /// Bytes with brotli, quality 11 (equal to `raw` in a development build).
    pub brotli: usize,
    /// Bytes with gzip (equal to `raw` in a development build).
    pub gzip: usize,
}

/// Everything one build writes.
pub struct Assets {
    folder: PathBuf,
    compress: bool,
    /// Logical name (`citizen.wasm`) to the file written.
    pub files: BTreeMap<String, Asset>,
}

impl Assets {
    /// Starts with an empty folder `dist/assets`.
    pub fn in_folder(dist: &Path, compress: bool) -> Outcome<Self> {
        let folder = dist.join("assets");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder, compress, files: BTreeMap::new() })
    }

    /// Writes one asset and answers its address (`/assets/app-3f2a90c1b4de.css`).
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Outcome<String> {
        let (stem, extension) = name.rsplit_once('.').ok_or("an asset needs an extension")?;
        let hash = &hex(&Sha256::digest(bytes))[..12];
        let file = format!("{stem}-{hash}.{extension}");
        let path = self.folder.join(&file);
        std::fs::write(&path, bytes)?;
        let (brotli, gzip) = if self.compress { write_compressed(&path, bytes)? } else { (bytes.len(), bytes.len()) };
        let address = format!("/assets/{file}");
        let asset = Asset { file, raw: bytes.len(), brotli, gzip };
        self.files.insert(name.to_owned(), asset);
        Ok(address)
    }

    /// Bytes over the wire (brotli) of the named assets together.
    pub fn brotli_total(&self, names: &[String]) -> usize {
        names.iter().filter_map(|name| self.files.get(name)).map(|asset| asset.brotli).sum()
    }

    /// `manifest.json`: logical name to hashed file and its sizes in bytes.
    pub fn manifest(&self) -> Value {
        self.files
            .iter()
            .map(|(name, asset)| {
                let entry = json!({
                    "file": format!("assets/{}", asset.file),
                    "raw": asset.raw,
                    "brotli": asset.brotli,
                    "gzip": asset.gzip,
                });
                (name.clone(), entry)
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}

/// Writes `path.br` and `path.gz` beside `path`; answers both sizes.
pub fn write_compressed(path: &Path, bytes: &[u8]) -> Outcome<(usize, usize)> {
    let mut br = Vec::new();
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut br, &params)?;
    std::fs::write(with_suffix(path, "br"), &br)?;

    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    let gz = encoder.finish()?;
    std::fs::write(with_suffix(path, "gz"), &gz)?;
    Ok((br.len(), gz.len()))
}

/// Removes `path.br` and `path.gz` where they are.
pub fn remove_compressed(path: &Path) -> Outcome {
    for file in ["br", "gz"].map(|suffix| with_suffix(path, suffix)) {
        if file.exists() {
            std::fs::remove_file(file)?;
        }
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
