//! A manifest's entry is held against the bytes.

use weights::{FileEntry, WeightsError};

#[test]
fn an_entry_accepts_only_its_own_bytes() {
    let bytes = b"abc".to_vec();
    let entry = FileEntry::of("network.bpk", &bytes);
    // The example of FIPS 180-2, appendix B.1.
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(
        (entry.name.as_str(), entry.bytes, entry.sha256.as_str()),
        ("network.bpk", 3, digest)
    );
    assert_eq!(entry.verify(&bytes), Ok(()));
    let cut = WeightsError::Truncated {
        file: "network.bpk".to_owned(),
        expected: 3,
        actual: 2,
    };
    assert_eq!(entry.verify(b"ab"), Err(cut));
    for other in [&b"abd"[..], b"abcd"] {
        let error = entry.verify(other).expect_err("other bytes");
        assert!(matches!(&error, WeightsError::Altered { expected, .. } if expected == digest));
        assert!(error.to_string().contains("network.bpk"), "{error}");
    }
}

#[test]
fn an_entry_is_written_as_the_manifest_has_it() {
    let entry = FileEntry {
        name: "a.bpk".to_owned(),
        bytes: 7,
        sha256: "00ff".to_owned(),
    };
    let json = serde_json::to_string(&entry).expect("strings and numbers");
    assert_eq!(json, r#"{"name":"a.bpk","bytes":7,"sha256":"00ff"}"#);
    assert_eq!(
        serde_json::from_str::<FileEntry>(&json).expect("what was written"),
        entry
    );
}
