-- The explorer's index of a store: a copy of what lists filter, count and sort by. The store is the truth; see facts.py
-- for the queries that fill this, and lists.py for the SPARQL that says the same as each list.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- an article, or (id '') the graph of what merging made; n is never used twice, so that what the text index still
-- holds of an article that is gone is found no more
CREATE TABLE article (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
  title TEXT, published TEXT, publisher INTEGER
);
CREATE INDEX article_newest ON article (published DESC, id);
CREATE INDEX article_publisher ON article (publisher);

-- whoever or whatever takes part in events, a place, a publisher; whole: the one that merging made of it and others, or 0
CREATE TABLE thing (
  n INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, label TEXT, class TEXT NOT NULL, names TEXT NOT NULL,
  events INTEGER NOT NULL DEFAULT 0, whole INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX thing_class ON thing (class, events DESC);
CREATE INDEX thing_whole ON thing (whole);

-- first and last: the days between which the event was, first being last where no earliest is known; day: the day, where
-- it is known; told: bits of the attributions of its claims; counts: whether it
-- is neither denied, cancelled nor unknown; whole: the canonical event that stands for it, or 0; words: the first stretch
-- of text that tells it; place: the article where it stands, of a canonical event the first report; reports: how many do
CREATE TABLE event (
  n INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, article INTEGER NOT NULL, class TEXT NOT NULL, status TEXT NOT NULL,
  quad TEXT, first TEXT, last TEXT, day TEXT, told INTEGER NOT NULL DEFAULT 0, counts INTEGER NOT NULL,
  whole INTEGER NOT NULL DEFAULT 0, words TEXT, place INTEGER NOT NULL, reports INTEGER NOT NULL
);
CREATE INDEX event_article ON event (article);
CREATE INDEX event_newest ON event (whole, last DESC, iri);
CREATE INDEX event_class ON event (whole, class, last DESC, iri);
CREATE INDEX event_reports ON event (whole, reports);
CREATE INDEX event_days ON event (whole, counts, day, quad);

-- role: a agent, i initiator, r recipient, f initiator's state, t recipient's state, l place, p state of the place, s source,
-- b publisher; a canonical event has those of all that it brings together
CREATE TABLE part (thing INTEGER NOT NULL, role TEXT NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (thing, role, event)) WITHOUT ROWID;
CREATE INDEX part_event ON part (event);

-- what merging made: an event or a thing, and what stands for it, by IRI
CREATE TABLE joined (member TEXT PRIMARY KEY, whole TEXT NOT NULL) WITHOUT ROWID;

-- events that count between two states; mutual: the event stands the other way round too
CREATE TABLE dyad (
  source INTEGER NOT NULL, target INTEGER NOT NULL, event INTEGER NOT NULL, quad TEXT, first TEXT, last TEXT,
  mutual INTEGER NOT NULL,
  PRIMARY KEY (source, target, event)
) WITHOUT ROWID;
CREATE INDEX dyad_event ON dyad (event);
CREATE INDEX dyad_target ON dyad (target, source, quad, mutual);
CREATE INDEX dyad_days ON dyad (last, first, source, target, quad, mutual);
CREATE INDEX dyad_pairs ON dyad (source, target, quad, mutual);

-- what needs a person (kg/review.py): kind by its place among the kinds, events on which it bears, hang: those of all
-- items of this kind and name, told: the item as JSON
CREATE TABLE item (
  article INTEGER NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, events INTEGER NOT NULL,
  hang INTEGER NOT NULL DEFAULT 0, sure REAL NOT NULL, document TEXT NOT NULL, span TEXT NOT NULL,
  role TEXT NOT NULL, told TEXT NOT NULL
);
CREATE INDEX item_article ON item (article);
CREATE INDEX item_first ON item (hang DESC, kind, sure, name, document, span, role);
CREATE INDEX item_kind ON item (kind, hang DESC, sure, name, document, span, role);

CREATE VIRTUAL TABLE name_text USING fts5(names, content='', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE article_text USING fts5(title, body, content='', tokenize="unicode61 remove_diacritics 2");
