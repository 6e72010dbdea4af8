//! How wide and high a picture is, by the first bytes of its file, so that a page leaves it room before it is there.
//!
//! The bytes are strangers' work: what is cut off or makes no sense has no size, and nothing here can fail.

/// Bytes that are looked at. Cameras write a preview of up to 64 KiB before a picture's own head.
pub const ENOUGH: u64 = 256 << 10;

/// Width and height, in pixels.
pub type Size = (u32, u32);

/// The size of a PNG, JPEG, GIF, WebP or AVIF.
pub fn size(bytes: &[u8]) -> Option<Size> {
    let size = match bytes {
        [0x89, b'P', b'N', b'G', ..] => (be32(bytes, 16)?, be32(bytes, 20)?),
        [b'G', b'I', b'F', b'8', ..] => (le16(bytes, 6)?, le16(bytes, 8)?),
        [0xff, 0xd8, ..] => jpeg(bytes)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(bytes)?,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => avif(bytes)?,
        _ => return None,
    };
    (size.0 > 0 && size.1 > 0).then_some(size)
}

/// Goes from segment to segment until the one that begins a frame. A photograph may say that it is to be turned.
fn jpeg(bytes: &[u8]) -> Option<Size> {
    let (mut at, mut turned) = (2, false);
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            // Bytes that fill up, and markers that stand alone.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let (width, height) = (be16(bytes, at + 7)?, be16(bytes, at + 5)?);
                return Some(if turned { (height, width) } else { (width, height) });
            }
            0xe1 => {
                turned |= bytes.get(at + 4..).and_then(orientation).is_some_and(|orientation| orientation > 4);
                at += 2 + be16(bytes, at + 2)? as usize;
            }
            _ => at += 2 + be16(bytes, at + 2)? as usize,
        }
    }
}

/// How a camera was held, 1 to 8, by the metadata of its picture (Exif 2.32, 4.6.4); from 5 on it was upright.
fn orientation(segment: &[u8]) -> Option<u32> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let short = |at: usize| if little { le16(tiff, at) } else { be16(tiff, at) };
    let long = |at: usize| Some(if little { short(at)? | short(at + 2)? << 16 } else { be32(tiff, at)? } as usize);
    let directory = long(4)?;
    let entries = (0..short(directory)? as usize).map(|nth| directory + 2 + 12 * nth);
    let entry = entries.take_while(|at| *at < tiff.len()).find(|at| short(*at) == Some(0x0112))?;
    short(entry + 8)
}

fn webp(bytes: &[u8]) -> Option<Size> {
    match bytes.get(12..16)? {
        b"VP8 " => Some((le16(bytes, 26)? & 0x3fff, le16(bytes, 28)? & 0x3fff)),
        b"VP8L" => {
            let bits = le16(bytes, 21)? | le16(bytes, 23)? << 16;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => {
            let three = |at| Some((le16(bytes, at)? | u32::from(*bytes.get(at + 2)?) << 16) + 1);
            Some((three(24)?, three(27)?))
        }
        _ => None,
    }
}

/// The largest of the images in the file: the others are its tiles, or what it hides.
fn avif(bytes: &[u8]) -> Option<Size> {
    let found = bytes.windows(4).enumerate().filter(|(_, name)| name == b"ispe");
    let sizes = found.filter_map(|(at, _)| Some((be32(bytes, at + 8)?, be32(bytes, at + 12)?)));
    sizes.filter(|(width, height)| width.max(height) < &(1 << 16)).max_by_key(|(width, height)| width * height)
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::size;

    const HEADS: [&[u8]; 7] = [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xb4\x08\x02\0\0\0",
        b"GIF89a\x40\x01\xb4\0\xf7\0\0",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xff\xc2\0\x11\x08\0\xb4\x01\x40\x03\x01",
        b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xb4\0",
        b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x3f\xc1\x2c\0",
        b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\x3f\x01\0\xb3\0\0",
        b"\0\0\0\x20ftypavif\0\0\0\0ispe\0\0\0\0\0\0\0\x40\0\0\0\x40ispe\0\0\0\0\0\0\x01\x40\0\0\0\xb4",
    ];

    #[test]
    fn the_head_of_a_picture_tells_its_size() {
        for head in HEADS {
            assert_eq!(size(head), Some((320, 180)), "{}", head.escape_ascii());
        }
        assert_eq!(size(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\xb4"), None);
        assert_eq!(size(b"%PDF-1.7"), None);
    }

    #[test]
    fn a_photograph_that_is_to_be_turned_is_as_high_as_it_was_wide() {
        let frame = b"\xff\xc0\0\x11\x08\x01\x40\0\xb4\x03\x01";
        let little: &[u8] =
            b"\xff\xd8\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let big: &[u8] =
            b"\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0";
        for head in [little, big] {
            assert_eq!(size(&[head, frame].concat()), Some((320, 180)), "{}", head.escape_ascii());
        }
        let upright = little.iter().map(|byte| if *byte == 6 { 3 } else { *byte }).collect::<Vec<u8>>();
        assert_eq!(size(&[&upright, &frame[..]].concat()), Some((180, 320)));
    }

    proptest! {
        #[test]
        fn what_is_cut_off_or_garbled_is_no_mishap(
            head in 0..HEADS.len(), end in 0usize..60, change in prop::collection::vec((0usize..60, any::<u8>()), 0..8),
        ) {
            let mut bytes = HEADS[head].to_vec();
            for (at, byte) in change {
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            bytes.truncate(end);
            size(&bytes);
        }
    }
}
