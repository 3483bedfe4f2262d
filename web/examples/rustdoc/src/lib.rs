//! What is in the cup?
//!
//! <vqa-flow src="../coffee.jpg" question="what is in the cup" backend="cpu"></vqa-flow>
