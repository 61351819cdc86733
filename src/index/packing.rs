//! How a stored Document is compressed: by itself, so that nothing else is decompressed to show it,
//! and with a dictionary of what notes have in common, without which there is little to compress.

use std::io;
use std::sync::{Mutex, PoisonError};

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::{CParameter, MAGICNUMBER, get_frame_content_size};

/// The dictionary's file in a generation's folder; empty where the notes are too few for one.
pub(super) const DICTIONARY: &str = "dictionary.bin";

/// The largest dictionary, in bytes: twice as much brings one percent.
const MAX_DICTIONARY: usize = 64 * 1024;

/// Bytes of texts for each byte of their dictionary, where they are few: it takes space, too.
const TEXTS_PER_BYTE: usize = 20;

/// Bytes of samples for each byte of a dictionary that is made of them. Twice as many take twice as
/// long and bring a third of a percent.
const SAMPLES_PER_BYTE: usize = 10;

/// Less than this is no dictionary: to make the smallest takes as long as to write a megabyte.
const MIN_DICTIONARY: usize = 8 * 1024;

/// Three quarters as fast as the fastest level, and a tenth smaller.
const LEVEL: i32 = 3;

/// No Document is larger: a note is not.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// How many bytes of samples are enough for `bytes` bytes of texts.
pub(super) fn sample_bytes(bytes: u64) -> usize {
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    (bytes / TEXTS_PER_BYTE).min(MAX_DICTIONARY) * SAMPLES_PER_BYTE
}

/// Compresses and decompresses with one dictionary, from any thread.
#[derive(Default)]
pub(crate) struct Packing {
    dictionary: Vec<u8>,
    /// Those that no thread is using: they hold the dictionary ready.
    compressors: Mutex<Vec<Compressor<'static>>>,
    decompressors: Mutex<Vec<Decompressor<'static>>>,
}

impl std::fmt::Debug for Packing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packing").field("dictionary", &self.dictionary.len()).finish()
    }
}

impl Packing {
    pub(super) fn new(dictionary: Vec<u8>) -> Packing {
        Packing { dictionary, ..Packing::default() }
    }

    /// Packing for what is like `samples`.
    pub(super) fn like(samples: &[impl AsRef<[u8]>]) -> Packing {
        let bytes: usize = samples.iter().map(|sample| sample.as_ref().len()).sum();
        let size = (bytes / SAMPLES_PER_BYTE).min(MAX_DICTIONARY);
        // Texts that have nothing in common have no dictionary.
        let dictionary = (size >= MIN_DICTIONARY)
            .then(|| zstd::dict::from_samples(samples, size).ok())
            .flatten();
        Packing::new(dictionary.unwrap_or_default())
    }

    pub(super) fn dictionary(&self) -> &[u8] {
        &self.dictionary
    }

    /// `plain` as few bytes.
    pub(super) fn pack(&self, plain: &[u8]) -> io::Result<Vec<u8>> {
        let mut compressor = match take(&self.compressors) {
            Some(compressor) => compressor,
            None => {
                let mut compressor = Compressor::with_dictionary(LEVEL, &self.dictionary)?;
                // There is but one dictionary.
                compressor.set_parameter(CParameter::DictIdFlag(false))?;
                compressor
            }
        };
        let frame = compressor.compress(plain)?;
        give(&self.compressors, compressor);
        // Every frame begins with the same bytes.
        Ok(frame.strip_prefix(&MAGICNUMBER.to_le_bytes()).unwrap_or_default().to_vec())
    }

    /// What was packed as `packed`; `None` when it is damaged.
    pub(super) fn unpack(&self, packed: &[u8]) -> Option<Vec<u8>> {
        let frame = [&MAGICNUMBER.to_le_bytes()[..], packed].concat();
        let length = get_frame_content_size(&frame).ok()??;
        let length = usize::try_from(length).ok().filter(|length| *length <= MAX_BYTES)?;
        let mut decompressor = match take(&self.decompressors) {
            Some(decompressor) => decompressor,
            None => Decompressor::with_dictionary(&self.dictionary).ok()?,
        };
        let plain = decompressor.decompress(&frame, length).ok()?;
        give(&self.decompressors, decompressor);
        (plain.len() == length).then_some(plain)
    }
}

fn take<T>(pool: &Mutex<Vec<T>>) -> Option<T> {
    // No code that can panic runs while it is held.
    pool.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

fn give<T>(pool: &Mutex<Vec<T>>, one: T) {
    pool.lock().unwrap_or_else(PoisonError::into_inner).push(one);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Vec<String> {
        (0..400u32)
            .map(|n| format!("Session {n} on Flux: {}", blake3::hash(&n.to_le_bytes())))
            .collect()
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let many: Vec<String> = (0..20).flat_map(|_| texts()).collect();
        for packing in [Packing::default(), Packing::like(&many)] {
            for text in texts().iter().map(String::as_str).chain(["", "x", &"ab".repeat(100_000)]) {
                let packed = packing.pack(text.as_bytes()).unwrap();
                assert_eq!(packing.unpack(&packed).as_deref(), Some(text.as_bytes()));
                // As the same process finds it the next time, and another one.
                let other = Packing::new(packing.dictionary().to_vec());
                assert_eq!(other.unpack(&packed).as_deref(), Some(text.as_bytes()));
                for len in (0..packed.len()).step_by(7) {
                    assert_eq!(packing.unpack(&packed[..len]), None, "{len}");
                }
            }
        }
    }

    #[test]
    fn few_texts_have_no_dictionary() {
        let texts = texts();
        assert!(Packing::like(&texts).dictionary().is_empty());
        let many: Vec<&String> = texts.iter().cycle().take(9_000).collect();
        assert!(!Packing::like(&many).dictionary().is_empty());
    }
}
