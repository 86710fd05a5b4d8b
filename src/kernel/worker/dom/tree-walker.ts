/** `document.createTreeWalker`, forwards only. */
export function createTreeWalker(root: Node, whatToShow = 0xffffffff, filter?: NodeFilter | null): TreeWalker {
  const accept = typeof filter === "function" ? filter : filter?.acceptNode.bind(filter);
  const walker = {
    root,
    whatToShow,
    filter: filter ?? null,
    currentNode: root,
    nextNode(): Node | null {
      let enter = true;
      for (let node = following(walker.currentNode, root, enter); node; node = following(node, root, enter)) {
        const shown = (whatToShow >>> (node.nodeType - 1)) & 1;
        const verdict = shown ? (accept?.(node) ?? 1) : 3;
        if (verdict === 1) return (walker.currentNode = node);
        enter = verdict !== 2; // a rejected node is skipped with all it holds
      }
      return null;
    },
  };
  return walker as unknown as TreeWalker;
}

function following(node: Node, root: Node, enter: boolean): Node | null {
  if (enter && node.firstChild) return node.firstChild;
  for (let up: Node | null = node; up && up !== root; up = up.parentNode) {
    if (up.nextSibling) return up.nextSibling;
  }
  return null;
}
