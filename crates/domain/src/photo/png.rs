//! PNG: chunks. Those of the picture are kept, texts, times, Exif and profiles go, and so does what follows the end.

use super::{Found, Photo, PhotoFault, be32};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that make the picture.
const KEPT: [&[u8]; 9] = [b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"];

pub(super) fn clean(file: &[u8]) -> Found {
    let mut bytes = SIGNATURE.to_vec();
    let mut at = SIGNATURE.len();
    let mut size = None;
    let mut data = false;
    loop {
        let Some(length) = be32(file, at) else { return Ok(None) };
        let Some(chunk) = (at + 12).checked_add(length as usize).and_then(|end| file.get(at..end)) else {
            return Ok(None);
        };
        let kind = &chunk[4..8];
        if size.is_none() {
            let header = kind == b"IHDR" && length == 13;
            let Some((width, height)) = be32(chunk, 8).zip(be32(chunk, 12)).filter(|_| header) else { return Ok(None) };
            size = Some((width, height));
        } else if kind == b"acTL" {
            return Err(PhotoFault::Animated);
        }
        data |= kind == b"IDAT";
        if kind == b"IEND" {
            bytes.extend_from_slice(chunk);
            break;
        }
        if KEPT.contains(&kind) {
            bytes.extend_from_slice(chunk);
        }
        at += chunk.len();
    }
    let photo = |(width, height)| Photo { media_type: "image/png", width, height, bytes };
    Ok(size.filter(|_| data).map(photo))
}
