/**
 * Short forms are two words to the network and one to whoever typed them: "what's", or "whats". Which words follow the one
 * before without a space.
 * @param {string} question as it was typed
 * @param {string[]} words its words in their order, as they were typed
 * @returns {boolean[]} for each word
 */
export function joinedOf(question, words) {
  let end = 0;
  return words.map((word, index) => {
    const start = question.indexOf(word, end);
    const isJoined = index > 0 && start === end;
    if (start >= 0) end = start + word.length;
    return isJoined;
  });
}
