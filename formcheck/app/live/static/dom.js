// The two smallest helpers for the page's elements.

/** Set a node's words; a screen reader hears only what has changed. */
export function put(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

export function element(tag, words, children = []) {
  const node = document.createElement(tag);
  node.textContent = words;
  node.append(...children);
  return node;
}
