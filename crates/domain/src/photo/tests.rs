use super::*;

/// Words that stand for what must not be kept.
const SECRET: &[u8] = b"N 43.238949 E 76.889709, home";

fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker][..], &length, payload].concat()
}

/// Exif of a camera that was held upright (6: turn right), little endian, with more than that in it.
fn exif(way: u8) -> Vec<u8> {
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend_from_slice(b"\x0F\x01\x02\0\x04\0\0\0abc\0");
    tiff.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, way, 0, 0, 0]);
    tiff.extend_from_slice(SECRET);
    tiff
}

fn jpeg(way: u8, width: u16, height: u16) -> Vec<u8> {
    let frame = [&[8][..], &height.to_be_bytes(), &width.to_be_bytes(), &[1, 1, 0x11, 0]].concat();
    [
        vec![0xFF, 0xD8],
        segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xE1, &exif(way)),
        segment(0xE2, SECRET),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01"),
        segment(0xFE, SECRET),
        segment(0xDB, &[0; 65]),
        segment(0xC0, &frame),
        segment(0xC4, &[0; 20]),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        vec![1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4],
        vec![0xFF, 0xD9],
        SECRET.to_vec(),
    ]
    .concat()
}

fn chunk(kind: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[..], kind, payload, b"crc."].concat()
}

fn png(width: u32, height: u32, more: &[u8]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let text = [b"Comment\0", SECRET].concat();
    let parts = [chunk(b"IHDR", &header), chunk(b"tEXt", &text), more.to_vec(), chunk(b"eXIf", SECRET)];
    [png::SIGNATURE.to_vec(), parts.concat(), chunk(b"IDAT", b"data"), chunk(b"IEND", b""), SECRET.to_vec()].concat()
}

fn part(kind: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let pad = vec![0; payload.len() % 2];
    [&kind[..], &u32::try_from(payload.len()).unwrap().to_le_bytes(), payload, &pad].concat()
}

fn webp(parts: &[Vec<u8>]) -> Vec<u8> {
    let body = parts.concat();
    [b"RIFF", &u32::try_from(body.len() + 4).unwrap().to_le_bytes()[..], b"WEBP", &body].concat()
}

fn lossy() -> Vec<u8> {
    part(b"VP8 ", &[0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01, 9])
}

fn tells(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|window| window == SECRET)
}

#[test]
fn a_jpeg_keeps_its_picture_and_the_way_up() {
    let file = jpeg(6, 640, 480);
    assert!(tells(&file));
    let photo = clean(&file).unwrap();
    assert_eq!((photo.media_type, photo.width, photo.height), ("image/jpeg", 480, 640), "as it is shown");
    assert!(!tells(&photo.bytes) && !photo.bytes.windows(4).any(|w| w == b"JFIF" || w == b"abc\0"));
    assert!(
        photo.bytes.ends_with(&[1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4, 0xFF, 0xD9]),
        "the data, and nothing after the end"
    );
    assert!(photo.bytes.windows(5).any(|w| w == b"Adobe"));
    assert_eq!(clean(&photo.bytes).unwrap(), photo, "cleaning twice changes nothing");
    let upright = clean(&jpeg(1, 640, 480)).unwrap();
    assert_eq!((upright.width, upright.height), (640, 480));
    assert!(!upright.bytes.windows(4).any(|w| w == b"Exif"));
}

#[test]
fn a_png_keeps_its_picture() {
    let photo = clean(&png(3, 2, &chunk(b"tRNS", &[0; 6]))).unwrap();
    assert_eq!((photo.media_type, photo.width, photo.height), ("image/png", 3, 2));
    let kinds = [b"tEXt", b"eXIf"].map(|kind| photo.bytes.windows(4).any(|w| w == kind));
    assert_eq!((kinds, tells(&photo.bytes)), ([false, false], false));
    assert!(photo.bytes.ends_with(&chunk(b"IEND", b"")) && photo.bytes.windows(4).any(|w| w == b"tRNS"));
    assert_eq!(clean(&photo.bytes).unwrap(), photo);
    assert_eq!(clean(&png(3, 2, &chunk(b"acTL", &[0; 8]))), Err(PhotoFault::Animated));
}

#[test]
fn a_webp_keeps_its_picture() {
    let header = |flags: u8| part(b"VP8X", &[flags, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0]);
    let file = webp(&[header(0x2C), part(b"ICCP", SECRET), lossy(), part(b"EXIF", SECRET), part(b"XMP ", SECRET)]);
    let photo = clean(&file).unwrap();
    assert_eq!((photo.media_type, photo.width, photo.height), ("image/webp", 640, 480));
    assert!(!tells(&photo.bytes));
    assert_eq!(photo.bytes, webp(&[header(0), lossy()]));
    assert_eq!(clean(&webp(&[lossy()])).unwrap().width, 640);
    let lossless = part(b"VP8L", &[0x2F, 0x7F, 0xC2, 0x77, 0, 1]);
    let photo = clean(&webp(&[lossless])).unwrap();
    assert_eq!((photo.width, photo.height), (640, 480));
    assert_eq!(clean(&webp(&[header(0x02), lossy()])), Err(PhotoFault::Animated));
}

#[test]
fn what_is_no_picture_is_refused_and_never_panics() {
    for file in
        [&b""[..], b"GIF89a", b"<svg onload=alert(1)>", b"RIFF\0\0\0\0WEBP", b"\xFF\xD8\xFF\xD9", b"\x89PNG\r\n\x1a\n"]
    {
        assert_eq!(clean(file), Err(PhotoFault::NotAnImage), "{file:?}");
    }
    for whole in [jpeg(6, 9, 9), png(9, 9, b""), webp(&[lossy()])] {
        for cut in 0..whole.len() {
            let _ = clean(&whole[..cut]);
        }
        for at in 0..whole.len() {
            for value in [0, 0x7F, 0xFF] {
                let mut broken = whole.clone();
                broken[at] = value;
                let _ = clean(&broken);
            }
        }
    }
    assert_eq!(clean(&jpeg(1, 0, 9)), Err(PhotoFault::NotAnImage), "no pixels");
}

#[test]
fn a_small_file_of_very_many_pixels_is_a_bomb() {
    assert_eq!(clean(&png(60_000, 60_000, b"")), Err(PhotoFault::ImageTooBig));
    assert_eq!(clean(&png(10_000, 10_000, b"")), Err(PhotoFault::ImageTooBig));
    assert_eq!(clean(&jpeg(1, 12_001, 1)), Err(PhotoFault::ImageTooBig));
    assert!(clean(&jpeg(1, 12_000, 4_000)).is_ok());
}
