//! WebP (RFC 9649): a RIFF file. The picture and its transparency are kept, Exif, XMP and colour profiles go.

use super::{Found, Photo, PhotoFault, le16, le24, le32};

/// Flags of the extended header that stand for what goes: colour profile, Exif, XMP.
const GONE: u8 = 0x20 | 0x08 | 0x04;
const ANIMATION: u8 = 0x02;

pub(super) fn clean(file: &[u8]) -> Found {
    let riff = file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP");
    if !riff {
        return Ok(None);
    }
    let mut body = Vec::with_capacity(file.len());
    let (mut canvas, mut picture) = (None, None);
    let mut at = 12;
    let Some(end) = le32(file, 4).map(|length| (length as usize).saturating_add(8).min(file.len())) else {
        return Ok(None);
    };
    while at + 8 <= end {
        let Some(length) = le32(file, at + 4).map(|length| length as usize) else { return Ok(None) };
        let Some(payload) = (at + 8).checked_add(length).and_then(|stop| file.get(at + 8..stop)) else {
            return Ok(None);
        };
        match &file[at..at + 4] {
            b"VP8X" => {
                let sides = le24(payload, 4).zip(le24(payload, 7)).map(|(w, h)| (w + 1, h + 1));
                let Some(flags) = payload.first().copied().filter(|_| sides.is_some() && length == 10) else {
                    return Ok(None);
                };
                if flags & ANIMATION != 0 {
                    return Err(PhotoFault::Animated);
                }
                canvas = sides;
                let mut header = payload.to_vec();
                header[0] = flags & !GONE;
                put(&mut body, b"VP8X", &header);
            }
            b"VP8 " => {
                picture = picture.or_else(|| lossy(payload));
                put(&mut body, b"VP8 ", payload);
            }
            b"VP8L" => {
                picture = picture.or_else(|| lossless(payload));
                put(&mut body, b"VP8L", payload);
            }
            b"ALPH" => put(&mut body, b"ALPH", payload),
            b"ANIM" | b"ANMF" => return Err(PhotoFault::Animated),
            _ => {}
        }
        at += 8 + length + length % 2;
    }
    let Some((width, height)) = picture.map(|size| canvas.unwrap_or(size)) else { return Ok(None) };
    let Ok(length) = u32::try_from(body.len() + 4) else { return Ok(None) };
    let mut bytes = b"RIFF".to_vec();
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(b"WEBP");
    bytes.append(&mut body);
    Ok(Some(Photo { media_type: "image/webp", width, height, bytes }))
}

fn put(body: &mut Vec<u8>, kind: &[u8; 4], payload: &[u8]) {
    body.extend_from_slice(kind);
    body.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    body.extend_from_slice(payload);
    if payload.len() % 2 == 1 {
        body.push(0);
    }
}

/// Size of a lossy picture: a key frame with its start code.
fn lossy(payload: &[u8]) -> Option<(u32, u32)> {
    let key_frame = payload.first()? & 1 == 0 && payload.get(3..6)? == [0x9D, 0x01, 0x2A];
    let sides = (le16(payload, 6)? & 0x3FFF, le16(payload, 8)? & 0x3FFF);
    key_frame.then_some(sides)
}

/// Size of a lossless picture.
fn lossless(payload: &[u8]) -> Option<(u32, u32)> {
    let bits = le32(payload, 1)?;
    let sides = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    (*payload.first()? == 0x2F).then_some(sides)
}
