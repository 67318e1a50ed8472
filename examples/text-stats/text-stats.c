/*
 * text-stats: counts what a text is made of. Arguments and result are described in the README.
 * Freestanding C on vex.h: no C library, no imports.
 */
#include "../include/vex.h"
#include "../include/words.h"

/* --------------------------------------------------------------------- the distinct words, counted */

typedef struct {
  slice word; /* in lower case, inside the arguments' buffer */
  u32 hash, count;
} entry;

static entry *table; /* open addressing, linear probing; a power of two, at most two thirds full */
static u32 table_size, distinct;

static bool table_grow(void) {
  u32 size = table_size ? table_size * 2 : 64;
  entry *bigger = size > 0x4000000 ? NULL : vex_alloc(size * (u32)sizeof(entry));
  if (!bigger) return false;
  for (u32 i = 0; i < size; i++) bigger[i].count = 0;
  for (u32 i = 0; i < table_size; i++) {
    if (!table[i].count) continue;
    u32 at = table[i].hash & (size - 1);
    while (bigger[at].count) at = (at + 1) & (size - 1);
    bigger[at] = table[i];
  }
  table = bigger;
  table_size = size;
  return true;
}

static bool count_word(slice word) {
  if (distinct >= table_size / 3 * 2 && !table_grow()) return false;
  u32 hash = word_hash(word);
  u32 at = hash & (table_size - 1);
  while (table[at].count && !(table[at].hash == hash && slice_equal(table[at].word, word))) at = (at + 1) & (table_size - 1);
  if (!table[at].count) {
    table[at].word = word;
    table[at].hash = hash;
    distinct++;
  }
  table[at].count++;
  return true;
}

/* More often first; among equals the one that comes first in code point order. */
static bool comes_before(const entry *a, const entry *b) {
  if (a->count != b->count) return a->count > b->count;
  return slice_compare(a->word, b->word) < 0;
}

/* The first `n` of the table in order, by insertion into a short list; answers how many there are. */
static u32 most_frequent(entry **best, u32 n) {
  u32 have = 0;
  for (u32 i = 0; n > 0 && i < table_size; i++) {
    entry *e = &table[i];
    if (!e->count || (have == n && !comes_before(e, best[n - 1]))) continue;
    u32 at = have < n ? have++ : n - 1;
    for (; at > 0 && comes_before(e, best[at - 1]); at--) best[at] = best[at - 1];
    best[at] = e;
  }
  return have;
}

/* ---------------------------------------------------------------------------------------- counting */

typedef struct {
  u32 code_points, characters, without_spaces, words, word_characters, sentences, paragraphs, lines;
  slice longest;
  u32 longest_characters;
} counts;

/* One word that starts at `p` with a letter. Answers its end. */
static u8 *count_next(u8 *p, const u8 *end, counts *n, bool *full) {
  word w;
  p = word_read(p, end, &w);
  n->words++;
  n->code_points += w.code_points;
  n->characters += w.characters;
  n->without_spaces += w.characters;
  n->word_characters += w.characters;
  if (w.characters > n->longest_characters) {
    n->longest = w.text;
    n->longest_characters = w.characters;
  }
  if (!count_word(w.text)) *full = true;
  return p;
}

/* A sentence ends with . ! ? or their like in other scripts, when a space, a closing sign or the end follows. */
static bool ends_sentence(u32 c) {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x203d || c == 0x3002 || c == 0xff01 || c == 0xff1f
      || c == 0x61f || c == 0x6d4 || c == 0x964;
}

static bool closes(u32 c) {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}' || c == 0xbb || c == 0x201d || c == 0x2019 || c == 0x300d;
}

__attribute__((noinline)) static bool count_text(slice text, counts *n) {
  u8 *p = (u8 *)text.at, *end = p + text.length;
  bool full = false, in_sentence = false, ending = false, in_paragraph = false, line_has_text = false;
  n->lines = text.length > 0;
  while (p < end && !full) {
    const u8 *next = p;
    u32 c = utf8_next(&next);
    if (is_letter(c)) {
      if (!in_paragraph) n->paragraphs++;
      in_paragraph = in_sentence = line_has_text = true;
      ending = false;
      p = count_next(p, end, n, &full);
      continue;
    }
    p = (u8 *)next;
    n->code_points++;
    if (c == '\r' && p < end && *p == '\n') continue; /* CR LF is one line end and one character */
    if (!is_mark(c)) n->characters++;
    if (is_space(c)) {
      if (ending && in_sentence) {
        n->sentences++;
        in_sentence = false;
      }
      ending = false;
      if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85) {
        if (p < end) n->lines++;
        if (!line_has_text || c == 0x2029) in_paragraph = false;
        if (!in_paragraph && in_sentence) {
          n->sentences++; /* a heading has no full stop */
          in_sentence = false;
        }
        line_has_text = false;
      }
      continue;
    }
    if (!is_mark(c)) n->without_spaces++;
    if (!in_paragraph) n->paragraphs++;
    in_paragraph = line_has_text = true;
    if (ends_sentence(c)) {
      ending = true;
      if (c >= 0x3002 && in_sentence) { /* no space comes behind a full stop of these scripts */
        n->sentences++;
        in_sentence = false;
      }
    } else if (!closes(c)) {
      ending = false;
    }
  }
  if (in_sentence) n->sentences++;
  return !full;
}

/* ------------------------------------------------------------------------------------------ the tool */

#define member(w, name, value) (write_text(w, ",\"" name "\":"), write_number(w, value))

__attribute__((noinline)) static u64 report(slice text, const counts *n, u32 top, u32 words_per_minute) {
  entry **best = vex_alloc((top + 1) * (u32)sizeof(entry *));
  if (!best) return vex_error("out of memory");
  u32 found = most_frequent(best, top);
  json_writer w = {NULL, 0, 0};
  write_text(&w, "{\"characters\":");
  write_number(&w, n->characters);
  member(&w, "charactersWithoutSpaces", n->without_spaces);
  member(&w, "codePoints", n->code_points);
  member(&w, "bytes", text.length);
  member(&w, "words", n->words);
  member(&w, "distinctWords", distinct);
  member(&w, "sentences", n->sentences);
  member(&w, "paragraphs", n->paragraphs);
  member(&w, "lines", n->lines);
  write_text(&w, ",\"averageWordLength\":");
  write_ratio(&w, n->word_characters, n->words);
  write_text(&w, ",\"averageSentenceWords\":");
  write_ratio(&w, n->words, n->sentences);
  member(&w, "readingSeconds", ((u64)n->words * 60 + words_per_minute / 2) / words_per_minute);
  write_text(&w, ",\"longestWord\":");
  write_string(&w, n->longest);
  write_text(&w, ",\"topWords\":[");
  for (u32 i = 0; i < found; i++) {
    if (i) write_text(&w, ",");
    write_text(&w, "{\"word\":");
    write_string(&w, best[i]->word);
    member(&w, "count", best[i]->count);
    write_text(&w, "}");
  }
  write_text(&w, "]}");
  return vex_result(&w);
}

u64 VEX_EXPORT(vex_execute)(u8 *at, u32 length) {
  json_reader r = json_open(at, length);
  slice name, text = {NULL, 0};
  json_value value;
  i64 top = 10, words_per_minute = 200;
  bool has_text = false;
  while (json_next(&r, &name, &value)) {
    if (slice_is(name, "text")) {
      if (value.kind != JSON_STRING) return vex_error("'text' is not a string");
      text = value.text;
      has_text = true;
    } else if (slice_is(name, "top")) {
      top = value.kind == JSON_NUMBER && value.is_integer ? value.integer : -1;
      if (top < 0 || top > 1000) return vex_error("'top' is not an integer from 0 to 1000");
    } else if (slice_is(name, "wordsPerMinute")) {
      words_per_minute = value.kind == JSON_NUMBER && value.is_integer ? value.integer : 0;
      if (words_per_minute < 1 || words_per_minute > 10000)
        return vex_error("'wordsPerMinute' is not an integer from 1 to 10000");
    }
  }
  if (r.error) return vex_error(r.error);
  if (!has_text) return vex_error("'text' is missing");
  counts n = {0};
  if (!count_text(text, &n)) return vex_error("out of memory");
  return report(text, &n, (u32)top, (u32)words_per_minute);
}
