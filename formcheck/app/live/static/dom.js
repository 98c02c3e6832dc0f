// The smallest helpers for the page's elements.

/** Set a node's words; a screen reader hears only what has changed. */
export function put(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

/** As `put`, each sentence unbroken as far as it fits in a line. */
export function putSentences(node, words) {
  if (node.textContent === words) return;
  const sentences = words.match(/.+?[.!?](?= |$)|.+$/g) || [];
  node.replaceChildren(...sentences.flatMap((said, n) =>
    (n ? [" ", element("span", said.trim())] : [element("span", said)])));
}

export function element(tag, words, children = []) {
  const node = document.createElement(tag);
  node.textContent = words;
  node.append(...children);
  return node;
}
