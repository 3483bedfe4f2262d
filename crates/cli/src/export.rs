use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use burn::tensor::Device;
use dfaf::DfafConfig;
use train::{Run, network_in};
use vqa::{FORMAT, Manifest, SelfTest, VERSION, Vqa};
use weights::FileEntry;

use crate::bits::Bits;
use crate::model_folder;
use crate::output;

/// Quantize a trained network and write a model folder.
///
/// The folder holds `manifest.json`, `network.bpk` and `backbone.bpk`; a page
/// can serve it as it is.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of a run of `vqa train`.
    #[arg(long)]
    run: PathBuf,
    /// The backbone that the run's features came from; a run that trained its
    /// eyes brings its own.
    #[arg(long)]
    backbone: Option<PathBuf>,
    /// The model folder to write.
    #[arg(long)]
    out: PathBuf,
    /// The bits of a weight: 32 and 4 are to see what quantization costs.
    #[arg(long, value_enum, default_value_t = Bits::Eight)]
    bits: Bits,
    /// The question of the self-test.
    #[arg(long, default_value = "what color is the ball on the table ?")]
    self_test: String,
}

/// The weights of the backbone: those that are named, or the run's own.
fn backbone(arguments: &Arguments) -> Result<Vec<u8>> {
    let own = arguments.run.join(vqa::BACKBONE);
    let file = match &arguments.backbone {
        Some(file) => file,
        None => {
            ensure!(
                own.is_file(),
                "the run trained no eyes: name its features' --backbone"
            );
            &own
        }
    };
    Ok(fs_err::read(file)?)
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let device = Device::flex();
    let run = Run::read(&arguments.run)?;
    let vision = run.vision.with_context(|| {
        format!(
            "{} was trained on imported region features: there is no backbone that looks at \
             photos as their detector did, so it cannot be exported",
            arguments.run.display()
        )
    })?;
    let network = network_in(&arguments.run, &run.network, &device)?.folded();
    let config = DfafConfig {
        answer_vectors: false,
        ..run.network
    };
    let precision = arguments.bits.precision();
    let files = [
        (vqa::NETWORK, weights::pack(&network, precision)?),
        (vqa::BACKBONE, backbone(arguments)?),
    ];
    let mut manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        files: files
            .iter()
            .map(|(name, bytes)| FileEntry::of(name, bytes))
            .collect(),
        vision,
        network: config,
        max_words: run.max_words,
        answers: run.answers,
        words: run.words,
        calibration: None,
        self_test: SelfTest {
            question: String::new(),
            expected: Vec::new(),
        },
    };
    // The expectation comes from the weights as they travel, not as they were
    // trained, so the packed ones are unpacked again.
    let packed = files
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.clone()));
    let model = Vqa::new(manifest.clone(), packed.collect(), &device)?;
    manifest.self_test = pollster::block_on(model.record_self_test(&arguments.self_test))?;

    let out = &arguments.out;
    fs_err::create_dir_all(out)?;
    for (name, bytes) in &files {
        std::fs::write(out.join(name), bytes).with_context(|| format!("cannot write {name}"))?;
    }
    let json = serde_json::to_vec(&manifest)?;
    Manifest::parse(&json).context("the run makes a model that nobody could load")?;
    std::fs::write(out.join(model_folder::MANIFEST), &json).context("cannot write the manifest")?;
    // Nobody need listen to the end for the folder to be whole.
    for (name, bytes) in &files {
        output::line(&format!("{name}: {} bytes", bytes.len()))?;
    }
    output::line(&format!("{}: {} bytes", model_folder::MANIFEST, json.len()))
}
