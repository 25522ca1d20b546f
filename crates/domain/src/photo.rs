//! Photos without metadata: what a camera writes into a file (place, time, device, thumbnails, words) must not tell where its
//! author lives. Files are taken apart and put together again from the parts that make the picture; nothing is decoded, so no
//! picture can be a bomb for us, and one that would be for a browser is refused by its size in pixels.

mod jpeg;
mod png;
mod webp;

use crate::codes;

/// Longest file, in bytes.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Longest side, in pixels.
pub const MAX_SIDE: u32 = 12_000;
/// Most pixels.
pub const MAX_PIXELS: u64 = 50_000_000;
/// Most photos of one thing, removed ones included.
pub const MAX_PHOTOS: i32 = 10;

codes! {
    /// What is wrong with a photo.
    pub PhotoFault "fault" {
        /// Neither JPEG, PNG nor WebP, or broken.
        NotAnImage = "not_an_image",
        /// Too many pixels.
        ImageTooBig = "image_too_big",
        /// Several pictures in one file.
        Animated = "animated",
    }
}

/// A photo that holds nothing but the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// `image/jpeg`, `image/png` or `image/webp`, by what is in it.
    pub media_type: &'static str,
    /// Width as shown, pixels.
    pub width: u32,
    /// Height as shown, pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Takes a file apart and keeps the picture.
///
/// # Errors
/// The first fault.
pub fn clean(file: &[u8]) -> Result<Photo, PhotoFault> {
    let photo = if file.starts_with(&[0xFF, 0xD8]) {
        jpeg::clean(file)
    } else if file.starts_with(png::SIGNATURE) {
        png::clean(file)
    } else {
        webp::clean(file)
    };
    let photo = photo?.ok_or(PhotoFault::NotAnImage)?;
    let small = photo.width <= MAX_SIDE && photo.height <= MAX_SIDE;
    let pixels = u64::from(photo.width) * u64::from(photo.height);
    if pixels == 0 {
        return Err(PhotoFault::NotAnImage);
    }
    if small && pixels <= MAX_PIXELS { Ok(photo) } else { Err(PhotoFault::ImageTooBig) }
}

/// What a format's reader finds: `None` when the file ends where something should be, or says what cannot be.
type Found = Result<Option<Photo>, PhotoFault>;

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(*bytes.get(at)?) << 8 | u32::from(*bytes.get(at + 1)?))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(be16(bytes, at)? << 16 | be16(bytes, at + 2)?)
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(*bytes.get(at + 1)?) << 8 | u32::from(*bytes.get(at)?))
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(*bytes.get(at + 2)?) << 16 | le16(bytes, at)?)
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(le16(bytes, at + 2)? << 16 | le16(bytes, at)?)
}

#[cfg(test)]
mod tests;
