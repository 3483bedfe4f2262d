use serde_json::{Value, json};

/// A small network, and how it is trained in a moment.
pub const NETWORK: &str = "
min_answers = 1
[network]
dim = 8
gru_dim = 8
n_heads = 2
hidden_dim = 8
answerer_dropout = 0.1
[training]
learning_rate = 0.02
";

/// A source of a recipe: questions of VQA v2 about photos with these features.
pub fn source(name: &str, role: &str, features: &str, questions: &str) -> String {
    format!(
        "\n[[sources]]\nname = \"{name}\"\nrole = \"{role}\"\nfeatures = \"{features}\"\n\
         questions.vqa-v2 = {{ questions = \"{questions}\", annotations = \"annotations.json\" }}\n"
    )
}

/// A made-up question, and what all ten people said.
#[derive(Clone, Copy)]
pub struct Posed<'a> {
    /// Its id.
    pub id: u64,
    /// COCO's number of the photo.
    pub image: u64,
    /// The question.
    pub text: &'a str,
    /// The answer.
    pub answer: &'a str,
}

/// Questions by id, photo, text and answer.
pub fn asked<'a, const N: usize>(rows: [(u64, u64, &'a str, &'a str); N]) -> [Posed<'a>; N] {
    rows.map(|(id, image, text, answer)| Posed {
        id,
        image,
        text,
        answer,
    })
}

/// The questions file of VQA v2.
pub fn questions(asked: &[Posed]) -> Value {
    let question =
        |one: &Posed| json!({"question_id": one.id, "image_id": one.image, "question": one.text});
    json!({"questions": asked.iter().map(question).collect::<Vec<_>>()})
}

/// The annotations file of VQA v2; a question's type is its first two words.
pub fn annotations(asked: &[Posed]) -> Value {
    let annotation = |one: &Posed| {
        let said = |at| json!({"answer": one.answer, "answer_id": at, "answer_confidence": "yes"});
        let kind = if ["yes", "no"].contains(&one.answer) {
            "yes/no"
        } else {
            "other"
        };
        let words: Vec<&str> = one.text.split(' ').take(2).collect();
        json!({"question_id": one.id, "image_id": one.image, "answer_type": kind,
            "question_type": words.join(" ").to_lowercase(), "multiple_choice_answer": one.answer,
            "answers": (1..=10).map(said).collect::<Vec<_>>()})
    };
    json!({"annotations": asked.iter().map(annotation).collect::<Vec<_>>()})
}
