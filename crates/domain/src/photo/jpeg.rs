//! JPEG (ITU T.81): segments up to the end of the picture. Of the camera's Exif only the way up is kept, written anew.

use super::{Found, Photo, be16, be32, le16, le32};

/// Segments that make the picture: tables, frame, restart interval. Everything else (APPn, comments) goes.
fn is_picture(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF | 0xDB | 0xDC | 0xDD | 0xDE | 0xDF)
}

/// A frame header with the picture's size.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

pub(super) fn clean(file: &[u8]) -> Found {
    Ok(read(file))
}

fn read(file: &[u8]) -> Option<Photo> {
    let mut body = Vec::with_capacity(file.len());
    let mut size = None;
    let mut turned = 1;
    let mut scans = 0;
    let mut at = 2;
    loop {
        // Fill bytes may stand before a marker.
        while *file.get(at)? == 0xFF && *file.get(at + 1)? == 0xFF {
            at += 1;
        }
        if *file.get(at)? != 0xFF {
            return None;
        }
        let marker = *file.get(at + 1)?;
        if marker == 0xD9 {
            break;
        }
        let length = be16(file, at + 2)? as usize;
        let end = at + 2 + length;
        let segment = file.get(at + 4..end)?;
        match marker {
            0xDA => {
                scans += 1;
                body.extend_from_slice(file.get(at..end)?);
                let data = scan(file.get(end..)?)?;
                body.extend_from_slice(data);
                at = end + data.len();
                continue;
            }
            // How colours are coded: without it some files show wrong ones. Twelve bytes and no words.
            0xEE if segment.len() == 12 && segment.starts_with(b"Adobe") => body.extend_from_slice(file.get(at..end)?),
            0xE1 => turned = orientation(segment).unwrap_or(turned),
            _ if is_picture(marker) => {
                if is_frame(marker) {
                    size = size.or(Some((be16(segment, 3)?, be16(segment, 1)?)));
                }
                body.extend_from_slice(file.get(at..end)?);
            }
            0xE0..=0xEF | 0xFE => {}
            _ => return None,
        }
        at = end;
    }
    let (width, height) = size.filter(|_| scans > 0)?;
    let (width, height) = if turned >= 5 { (height, width) } else { (width, height) };
    let mut bytes = vec![0xFF, 0xD8];
    if turned > 1 {
        bytes.extend_from_slice(&exif(turned));
    }
    bytes.append(&mut body);
    bytes.extend_from_slice(&[0xFF, 0xD9]);
    Some(Photo { media_type: "image/jpeg", width, height, bytes })
}

/// The coded data of a scan: up to the next marker that is neither a stuffed byte nor a restart.
fn scan(rest: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        at += rest.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *rest.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return rest.get(..at),
        }
    }
}

/// Which way up (1 to 8), from the first directory of an Exif segment.
fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let short = |at| if little { le16(tiff, at) } else { be16(tiff, at) };
    let long = |at| if little { le32(tiff, at) } else { be32(tiff, at) };
    let directory = long(4)? as usize;
    let entries = short(directory)? as usize;
    let entry = (0..entries).map(|i| directory + 2 + 12 * i).find(|at| short(*at) == Some(0x0112))?;
    u8::try_from(short(entry + 8)?).ok().filter(|way| (1..=8).contains(way))
}

/// An Exif segment that says which way up, and nothing else.
fn exif(way: u8) -> [u8; 36] {
    let mut segment = *b"\xFF\xE1\x00\x22Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    segment[29] = way;
    segment
}
