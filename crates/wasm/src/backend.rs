use std::collections::HashMap;
use std::rc::Rc;

use burn::tensor::Device;
use vqa::{Answer, Grid, Photo, RegionBox, Reply, Scene, SelfTestResult, Vqa, test_photo};

use crate::error::Failure;

/// What computes: burn on the processor, or shaders of our own on the GPU.
pub(crate) enum Backend {
    Cpu(Box<Vqa>),
    #[cfg(feature = "gpu")]
    Gpu(Box<crate::gpu::GpuBackend>),
}

/// A photo that was looked at, where it was.
#[derive(Clone)]
pub(crate) enum Seen {
    Cpu(Rc<Scene>),
    #[cfg(feature = "gpu")]
    Gpu(Rc<webgpu::Seen>),
}

/// A photo that was looked at, and where its regions are.
pub(crate) struct Looked {
    pub seen: Seen,
    pub boxes: Vec<RegionBox>,
    pub grid: Grid,
}

impl Backend {
    /// Loads a model onto `cpu` or `webgpu`.
    pub async fn load(
        name: &str,
        manifest: &[u8],
        files: HashMap<String, Vec<u8>>,
    ) -> Result<Self, Failure> {
        match name {
            "cpu" => Ok(Self::Cpu(Box::new(on_cpu(manifest, files)?))),
            #[cfg(feature = "gpu")]
            "webgpu" => {
                let loading = crate::gpu::GpuBackend::load(manifest, files);
                Ok(Self::Gpu(Box::new(loading.await?)))
            }
            #[cfg(not(feature = "gpu"))]
            "webgpu" => Err(Failure::gpu("this module has no WebGPU in it".to_owned())),
            other => Err(Failure::gpu(format!("there is no backend `{other}`"))),
        }
    }

    pub async fn look(&self, photo: &Photo) -> Result<Looked, Failure> {
        match self {
            Self::Cpu(model) => {
                let scene = model.look(photo);
                Ok(Looked {
                    boxes: scene.boxes.clone(),
                    grid: scene.grid,
                    seen: Seen::Cpu(Rc::new(scene)),
                })
            }
            #[cfg(feature = "gpu")]
            Self::Gpu(gpu) => gpu.look(photo).await,
        }
    }

    pub async fn ask(&self, seen: &Seen, question: &str, top_k: usize) -> Result<Reply, Failure> {
        match (self, seen) {
            (Self::Cpu(model), Seen::Cpu(scene)) => Ok(model.ask(scene, question, top_k).await?),
            #[cfg(feature = "gpu")]
            (Self::Gpu(gpu), Seen::Gpu(seen)) => gpu.ask(seen, question, top_k).await,
            #[cfg(feature = "gpu")]
            _ => Err(Failure::internal("the photo was seen by another backend")),
        }
    }

    pub async fn evidence(
        &self,
        seen: &Seen,
        question: &str,
        answer: &str,
    ) -> Result<Answer, Failure> {
        match (self, seen) {
            (Self::Cpu(model), Seen::Cpu(scene)) => {
                Ok(model.evidence_for(scene, question, answer).await?)
            }
            #[cfg(feature = "gpu")]
            (Self::Gpu(gpu), Seen::Gpu(seen)) => gpu.evidence(seen, question, answer).await,
            #[cfg(feature = "gpu")]
            _ => Err(Failure::internal("the photo was seen by another backend")),
        }
    }

    /// Asks the model's own test question, of which the answers are known.
    pub async fn self_test(&self) -> Result<SelfTestResult, Failure> {
        let model = match self {
            Self::Cpu(model) => model,
            #[cfg(feature = "gpu")]
            Self::Gpu(gpu) => gpu.model(),
        };
        let test = &model.manifest().self_test;
        let looked = self.look(&test_photo()).await?;
        let n_answers = model.manifest().answers.len();
        let reply = self.ask(&looked.seen, &test.question, n_answers).await?;
        Ok(model.judge(&reply))
    }
}

pub(crate) fn on_cpu(manifest: &[u8], files: HashMap<String, Vec<u8>>) -> Result<Vqa, Failure> {
    Ok(Vqa::load(manifest, files, &Device::flex())?)
}
