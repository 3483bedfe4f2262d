use js_sys::{Error, Reflect};
use vqa::{AskError, LoadError, ManifestError, PhotoError, QuestionError, WeightsError};
use wasm_bindgen::JsValue;

/// What went wrong, with a code that pages can rely on.
pub(crate) struct Failure {
    code: &'static str,
    message: String,
}

impl Failure {
    pub(crate) fn gpu(message: String) -> Self {
        Self {
            code: "gpu-unavailable",
            message,
        }
    }

    pub(crate) fn scene(id: u32) -> Self {
        Self {
            code: "scene-unknown",
            message: format!("there is no scene {id}; look at the photo again"),
        }
    }

    pub(crate) fn internal(message: impl std::fmt::Display) -> Self {
        Self {
            code: "internal",
            message: message.to_string(),
        }
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        let error = Error::new(&failure.message);
        // Setting a property of a fresh object cannot fail; if it did, the
        // message would still be there.
        let _ = Reflect::set(&error, &"code".into(), &failure.code.into());
        error.into()
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        let code = match &error {
            LoadError::Manifest(ManifestError::Version(_)) => "weights-version",
            LoadError::Missing(_) => "weights-missing",
            LoadError::Weights { source, .. } => weights_code(source),
            _ => "manifest-invalid",
        };
        Self {
            code,
            message: error.to_string(),
        }
    }
}

fn weights_code(error: &WeightsError) -> &'static str {
    match error {
        WeightsError::Truncated { .. } => "weights-truncated",
        WeightsError::Altered { .. } => "weights-altered",
        WeightsError::Version { .. } => "weights-version",
        _ => "weights-foreign",
    }
}

impl From<PhotoError> for Failure {
    fn from(error: PhotoError) -> Self {
        Self {
            code: "image-invalid",
            message: error.to_string(),
        }
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        let code = match &error {
            AskError::Question(QuestionError::Empty) => "question-empty",
            AskError::Question(QuestionError::NoWords) => "question-no-words",
            AskError::Question(QuestionError::TooLong { .. }) => "question-too-long",
            AskError::UnknownAnswer(_) => "answer-unknown",
            _ => "internal",
        };
        Self {
            code,
            message: error.to_string(),
        }
    }
}
