//! What a manifest says about a file, and whether the bytes agree.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::WeightsError;

/// A file by name, length and digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// The name, without a folder.
    pub name: String,
    /// The length in bytes.
    pub bytes: u64,
    /// The SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl FileEntry {
    /// Describes `bytes`.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        }
    }

    /// Whether `bytes` are the file that is described. The length is looked at
    /// first, since a download that died is told apart from an altered file.
    ///
    /// # Errors
    /// [`WeightsError::Truncated`] if bytes are missing, else
    /// [`WeightsError::Altered`] if they are others.
    pub fn verify(&self, bytes: &[u8]) -> Result<(), WeightsError> {
        let actual = bytes.len() as u64;
        if actual < self.bytes {
            let file = self.name.clone();
            return Err(WeightsError::Truncated {
                file,
                expected: self.bytes,
                actual,
            });
        }
        let actual = sha256(bytes);
        if actual != self.sha256 {
            let (file, expected) = (self.name.clone(), self.sha256.clone());
            return Err(WeightsError::Altered {
                file,
                expected,
                actual,
            });
        }
        Ok(())
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
