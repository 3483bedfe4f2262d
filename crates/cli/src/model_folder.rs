use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use burn::tensor::Device;
use vision::{Backbone, Looker, VisionConfig};
use vqa::{Manifest, Vqa};

/// The manifest's file name.
pub const MANIFEST: &str = "manifest.json";

/// Loads a model folder onto the CPU.
pub fn open(folder: &Path) -> Result<Vqa> {
    let manifest_bytes = fs_err::read(folder.join(MANIFEST))?;
    let listed = Manifest::parse(&manifest_bytes)
        .with_context(|| format!("{}", folder.join(MANIFEST).display()))?;
    let mut files = HashMap::new();
    for entry in &listed.files {
        files.insert(entry.name.clone(), fs_err::read(folder.join(&entry.name))?);
    }
    Vqa::load(&manifest_bytes, files, &Device::flex())
        .with_context(|| format!("the model in {} cannot be loaded", folder.display()))
}

/// Loads a backbone's weights by themselves.
pub fn backbone(path: &Path, config: &VisionConfig, device: &Device) -> Result<Backbone> {
    weights::unpack(config.init(device)?, fs_err::read(path)?)
        .with_context(|| format!("{} cannot be loaded", path.display()))
}

/// The same, ready to look at photos.
pub fn looker(path: &Path, config: &VisionConfig) -> Result<Looker> {
    let made = weights::Named::open(fs_err::read(path)?).and_then(|mut named| {
        let looker = Looker::new(config.clone(), &mut |name, shape| named.take(name, shape))?;
        named.finish()?;
        Ok(looker)
    });
    made.with_context(|| format!("{} cannot be loaded", path.display()))
}
