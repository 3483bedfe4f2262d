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
    questions: ["What animal is this?", "Is this a cat or a dog?", "What color is the cat?"],
  },
  {
    name: "coffee",
    file: coffee,
    title: "A cup of coffee",
    questions: ["What is the color of the table?", "Is this healthy?", "What is on the table?"],
  },
  {
    name: "astronaut",
    file: astronaut,
    title: "An astronaut",
    questions: ["Are there any people?", "Is this person smiling?", "How many people are in the picture?"],
  },
  {
    name: "cameraman",
    file: cameraman,
    title: "A man with a camera",
    questions: ["What is the man doing?", "Is this a black and white photo?", "Is this a camera?"],
  },
  {
    name: "palace",
    file: palace,
    title: "A palace by a lake",
    questions: ["Is this inside or outside?", "Are there trees in the picture?", "Is this a sunny day?"],
  },
  {
    name: "rocket",
    file: rocket,
    title: "A rocket at night",
    questions: ["Is this indoors or outdoors?", "Is this a rocket?", "Is this at night?"],
  },
];
