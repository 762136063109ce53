// Search: an entry with a heading of its own first (a council), the pages' text next, the tables last.
var Scorer = {
  score: ([name, , anchor, , score]) => score + (anchor ? 20 : 0) - (name.startsWith("data/") ? 40 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
