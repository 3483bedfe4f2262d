use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use js_sys::{Array, Object, Uint8Array};
use vqa::Photo;
use wasm_bindgen::prelude::*;

use crate::backend::{Backend, Seen};
use crate::error::Failure;
use crate::objects::{self, SceneObject};

/// A model on a device.
#[wasm_bindgen]
pub struct Engine {
    backend: Backend,
    name: String,
    scenes: RefCell<HashMap<u32, Seen>>,
    next_id: Cell<u32>,
}

#[wasm_bindgen]
impl Engine {
    /// Loads a model. `backend` is `cpu` or `webgpu`, `manifest` the bytes of
    /// `manifest.json`, `files` an object from file names to `Uint8Array`s.
    pub async fn load(
        backend: String,
        manifest: Vec<u8>,
        files: Object,
    ) -> Result<Engine, JsValue> {
        let files = bytes_by_name(&files);
        Ok(Engine {
            backend: Backend::load(&backend, &manifest, files).await?,
            name: backend,
            scenes: RefCell::default(),
            next_id: Cell::new(1),
        })
    }

    /// `cpu` or `webgpu`.
    #[wasm_bindgen(getter)]
    pub fn backend(&self) -> String {
        self.name.clone()
    }

    /// Asks the model's own test question: `{ passed, worst, tolerance }`.
    #[wasm_bindgen(js_name = selfTest)]
    pub async fn self_test(&self) -> Result<JsValue, JsValue> {
        let result = self.backend.self_test().await?;
        Ok(objects::self_test(&result)?)
    }

    /// Looks at a photo, `width * height` pixels of RGBA, and keeps what was
    /// seen: `{ id, regions, grid }`.
    pub async fn look(
        &self,
        rgba: Vec<u8>,
        width: usize,
        height: usize,
    ) -> Result<JsValue, JsValue> {
        let photo = Photo::from_rgba(width, height, rgba).map_err(Failure::from)?;
        let looked = self.backend.look(&photo).await?;
        let id = self.next_id.get();
        self.next_id.set(id.wrapping_add(1));
        let object = objects::scene(&SceneObject {
            id,
            regions: &looked.boxes,
            grid: looked.grid,
        })?;
        self.scenes.borrow_mut().insert(id, looked.seen);
        Ok(object)
    }

    /// Answers a question about a scene with the `top_k` best answers.
    pub async fn ask(
        &self,
        scene: u32,
        question: String,
        top_k: usize,
    ) -> Result<JsValue, JsValue> {
        let seen = self.scenes.borrow().get(&scene).cloned();
        let seen = seen.ok_or_else(|| Failure::scene(scene))?;
        let reply = self.backend.ask(&seen, &question, top_k).await?;
        Ok(objects::reply(&reply)?)
    }

    /// What spoke for and against one answer, be it among the best or not.
    pub async fn evidence(
        &self,
        scene: u32,
        question: String,
        answer: String,
    ) -> Result<JsValue, JsValue> {
        let seen = self.scenes.borrow().get(&scene).cloned();
        let seen = seen.ok_or_else(|| Failure::scene(scene))?;
        let answer = self.backend.evidence(&seen, &question, &answer).await?;
        Ok(objects::evidence(&answer)?)
    }

    /// Lets go of a scene; an id that is not known is none.
    pub fn forget(&self, scene: u32) {
        self.scenes.borrow_mut().remove(&scene);
    }
}

/// The `Uint8Array`s of an object, copied; what is no `Uint8Array` is left
/// out, and missed by name when the model is loaded.
fn bytes_by_name(files: &Object) -> HashMap<String, Vec<u8>> {
    let entries = Object::entries(files);
    let named = entries.iter().filter_map(|entry| {
        let entry: Array = entry.dyn_into().ok()?;
        let bytes: Uint8Array = entry.get(1).dyn_into().ok()?;
        Some((entry.get(0).as_string()?, bytes.to_vec()))
    });
    named.collect()
}
