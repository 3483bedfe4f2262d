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
    questions: ["What animal is this?", "Is the cat sleeping?", "What color are the cat's eyes?"],
  },
  {
    name: "coffee",
    file: coffee,
    title: "A cup of coffee",
    questions: ["What is on the table?", "Is there a spoon?", "What color is the cup?"],
  },
  {
    name: "astronaut",
    file: astronaut,
    title: "An astronaut",
    questions: ["Is the woman smiling?", "What color is the suit?", "Is there a flag in the picture?"],
  },
  {
    name: "cameraman",
    file: cameraman,
    title: "A man with a camera",
    questions: ["What is the man holding?", "Is this photo black and white?", "Is the man outside?"],
  },
  {
    name: "palace",
    file: palace,
    title: "A palace by a lake",
    questions: ["Is it sunny?", "Are there any people?", "What is behind the building?"],
  },
  {
    name: "rocket",
    file: rocket,
    title: "A rocket at night",
    questions: ["Is it night?", "Is the sky cloudy?", "How many towers are there?"],
  },
];
