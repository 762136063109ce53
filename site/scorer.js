// Search: what has a heading of its own first (a council's entry, its judgements), the pages' text next, tables last.
var Scorer = {
  score: ([name, , anchor, , score]) => {
    const table = name.startsWith("data/");
    return score + (anchor ? (table ? 15 : 20) : table ? -40 : 0);
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
