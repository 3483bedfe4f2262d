import { useEffect, useLayoutEffect, useRef, useState } from "react";

const QUESTIONS = ["what is in the cup", "what color is the table"];

export function App() {
  const flow = useRef(null);
  const [question, setQuestion] = useState(QUESTIONS[0]);
  const [answer, setAnswer] = useState("");

  // What is no text is set on the element itself, here before its definition has come: it takes it up.
  useLayoutEffect(() => {
    Object.assign(flow.current, { suggestions: QUESTIONS, topK: 5 });
  }, []);

  // The page is there before the element's script.
  useEffect(() => void import("vqa-flow/define"), []);

  return (
    <main>
      <h1>What is in the cup?</h1>
      <label>
        Ask for
        <select value={question} onChange={({ target }) => setQuestion(target.value)}>
          {QUESTIONS.map((one) => <option key={one}>{one}</option>)}
        </select>
      </label>
      <p role="status">{answer}</p>
      <vqa-flow
        ref={flow}
        src="/coffee.jpg"
        question={question}
        backend="cpu"
        onvqa-answer={({ detail }) => setAnswer(`${detail.question}? ${detail.answers[0].answer}`)}
      />
    </main>
  );
}
