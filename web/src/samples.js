import astronaut from "../../assets/samples/astronaut.jpg";
import cameraman from "../../assets/samples/cameraman.jpg";
import chelsea from "../../assets/samples/chelsea.jpg";
import coffee from "../../assets/samples/coffee.jpg";
import palace from "../../assets/samples/palace.jpg";
import rocket from "../../assets/samples/rocket.jpg";

/**
 * @typedef {object} Sample
 * @property {string} name
 * @property {string} file address, relative to the scripts
 * @property {string} title
 * @property {string[]} questions to try; the first one is asked by itself
 */

/** The photos of the demo page; assets/README.md tells where each is from. @type {Sample[]} */
export const SAMPLES = [
  {
    name: "chelsea",
    file: chelsea,
    title: "A cat",
    questions: ["What animal is this?", "Is this a cat or a dog?", "Is there a dog?"],
  },
  {
    name: "coffee",
    file: coffee,
    title: "A cup of coffee",
    questions: ["What is in the cup?", "Is there a cup?", "What color is the bus?"],
  },
  {
    name: "astronaut",
    file: astronaut,
    title: "An astronaut",
    questions: ["Are there any people?", "What is the woman wearing?", "How many people are in the picture?"],
  },
  {
    name: "cameraman",
    file: cameraman,
    title: "A man with a camera",
    questions: ["What is the man doing?", "Is this a man or a woman?", "Is this outside?"],
  },
  {
    name: "palace",
    file: palace,
    title: "A palace by a lake",
    questions: ["Is this inside or outside?", "What color is the sky?", "Is there a boat?"],
  },
  {
    name: "rocket",
    file: rocket,
    title: "A rocket at night",
    questions: ["Is this indoors or outdoors?", "Is it day or night?", "Is there an airplane?"],
  },
];
