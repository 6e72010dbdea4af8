//! Numbers as bits and bytes, written and read back. What is read may be anything; its end is an error, never a panic.

/// A file that ends too early or says what cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Garbled;

/// Appends a number, seven bits a byte, the lowest first.
pub fn put(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a text with its length before it.
pub fn put_text(text: &str, out: &mut Vec<u8>) {
    put(text.len() as u32, out);
    out.extend_from_slice(text.as_bytes());
}

/// Reads bytes from the first on.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader of bytes.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes }
    }

    /// A number that [`put`] wrote.
    ///
    /// # Errors
    /// Where the bytes end or the number is too large.
    pub fn number(&mut self) -> Result<u32, Garbled> {
        let mut number = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = *self.bytes(1)?.first().ok_or(Garbled)?;
            number |= u32::from(byte & 0x7f).checked_shl(shift).ok_or(Garbled)?;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Garbled)
    }

    /// The next bytes.
    ///
    /// # Errors
    /// Where there are not so many.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], Garbled> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or(Garbled)?;
        self.rest = rest;
        Ok(bytes)
    }

    /// Whether nothing is left.
    pub fn is_empty(self) -> bool {
        self.rest.is_empty()
    }
}

/// Writes bits, the lowest of each byte first.
#[derive(Debug, Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    /// Bits that fill no byte yet, and how many.
    open: u64,
    used: u32,
}

impl BitWriter {
    /// Appends the lowest `count` bits of a number, 32 at most, the lowest first.
    pub fn put(&mut self, number: u32, count: u32) {
        self.open |= (u64::from(number) & ((1 << count) - 1)) << self.used;
        self.used += count;
        while self.used >= 8 {
            self.bytes.push(self.open as u8);
            self.open >>= 8;
            self.used -= 8;
        }
    }

    /// Appends a number by its Rice code: what is above the lowest `low` bits in unary, then those.
    pub fn rice(&mut self, number: u32, low: u32) {
        let mut high = number >> low;
        while high >= 32 {
            self.put(u32::MAX, 32);
            high -= 32;
        }
        self.put((1 << high) - 1, high);
        self.put(0, 1);
        self.put(number, low);
    }

    /// The bytes of all bits; what is left of the last is 0.
    pub fn finish(mut self) -> Vec<u8> {
        self.put(0, (8 - self.used) % 8);
        self.bytes
    }
}

/// Reads bits as [`BitWriter`] writes them.
#[derive(Debug)]
pub struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    /// A reader of bits.
    pub fn new(bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { bytes, at: 0 }
    }

    /// The next `count` bits as a number.
    ///
    /// # Errors
    /// Where the bytes end.
    pub fn get(&mut self, count: u32) -> Result<u32, Garbled> {
        let mut number = 0;
        for bit in 0..count {
            let byte = self.bytes.get(self.at / 8).ok_or(Garbled)?;
            number |= u32::from(byte >> (self.at % 8) & 1) << bit;
            self.at += 1;
        }
        Ok(number)
    }

    /// A number that [`BitWriter::rice`] wrote.
    ///
    /// # Errors
    /// Where the bytes end.
    pub fn rice(&mut self, low: u32) -> Result<u32, Garbled> {
        let mut high = 0u32;
        while self.get(1)? == 1 {
            high += 1;
        }
        Ok(high.wrapping_shl(low) | self.get(low)?)
    }
}

/// The lowest bits of a Rice code that suit the gaps between `count` papers of `papers`: Golomb's rule, for a number of
/// papers that is rounded so that a paper more changes no code.
pub fn low_bits(papers: u32, count: u32) -> u32 {
    let shift = (32 - papers.leading_zeros()).saturating_sub(3);
    let rounded = u64::from(papers >> shift << shift);
    let gap = rounded * 11 / (16 * u64::from(count.max(1)));
    gap.checked_ilog2().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(numbers: Vec<u32>, small in proptest::collection::vec(0u32..5000, 0..50), low in 0u32..12) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| put(*number, &mut bytes));
            let mut reader = Reader::new(&bytes);
            for number in &numbers {
                prop_assert_eq!(reader.number(), Ok(*number));
            }
            prop_assert!(reader.is_empty());
            let mut writer = BitWriter::default();
            small.iter().for_each(|number| writer.rice(*number, low));
            let written = writer.finish();
            let mut reader = BitReader::new(&written);
            for number in &small {
                prop_assert_eq!(reader.rice(low), Ok(*number));
            }
        }

        #[test]
        fn any_bytes_are_read_to_their_end(bytes: Vec<u8>, low in 0u32..20) {
            let mut reader = Reader::new(&bytes);
            while reader.number().is_ok() {}
            let mut reader = BitReader::new(&bytes);
            while reader.rice(low).is_ok() {}
        }
    }

    #[test]
    fn a_paper_more_changes_no_code() {
        assert_eq!(low_bits(34_614, 100), low_bits(34_615, 100));
        assert_eq!(low_bits(100_000, 1), 16);
        assert_eq!(low_bits(100_000, 100_000), 0);
        assert_eq!(low_bits(0, 0), 0);
    }
}
