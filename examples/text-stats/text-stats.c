/*
 * text-stats: counts what a text is made of. Arguments and result are described in the README.
 * Freestanding C on vex.h: no C library, no imports.
 */
#include "../include/vex.h"

/* ------------------------------------------------------------------------------------ characters */

static bool in(u32 c, u32 first, u32 last) { return c - first <= last - first; }

static bool is_space(u32 c) {
  if (c < 0x80) return c == ' ' || in(c, 9, 13);
  return c == 0x85 || c == 0xa0 || c == 0x1680 || in(c, 0x2000, 0x200a)
      || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Marks that belong to the character before them: combining accents, joiners, variation selectors. */
__attribute__((noinline)) static bool is_mark(u32 c) {
  return c >= 0x300 && (in(c, 0x300, 0x36f) || in(c, 0x483, 0x489) || in(c, 0x591, 0x5bd) || in(c, 0x64b, 0x65f)
      || in(c, 0x1ab0, 0x1aff) || in(c, 0x1dc0, 0x1dff) || in(c, 0x200c, 0x200d) || in(c, 0x20d0, 0x20ff)
      || in(c, 0xfe00, 0xfe0f) || in(c, 0xfe20, 0xfe2f) || in(c, 0x1f3fb, 0x1f3ff) || in(c, 0xe0020, 0xe01ef));
}

/* Scripts that are written without spaces: each character counts as a word. */
static bool is_ideograph(u32 c) {
  return c >= 0x2e80 && (in(c, 0x2e80, 0x2fdf) || in(c, 0x3005, 0x3007) || in(c, 0x3040, 0x30fa) || in(c, 0x30fd, 0x30ff)
      || in(c, 0x31f0, 0x31ff) || in(c, 0x3400, 0x4dbf) || in(c, 0x4e00, 0x9fff) || in(c, 0xf900, 0xfaff)
      || in(c, 0xff66, 0xff9d) || in(c, 0x20000, 0x3ffff));
}

static bool is_ascii_letter(u32 c) { return (c | 32) - 'a' < 26 || c - '0' < 10 || c == '_'; }

/* Letters and digits: all that is not known to be a space, a sign, a symbol or a control character. */
__attribute__((noinline)) static bool is_letter(u32 c) {
  if (c < 0x80) return is_ascii_letter(c);
  if (c < 0x100) return c == 0xaa || c == 0xb5 || c == 0xba || (c >= 0xc0 && c != 0xd7 && c != 0xf7);
  if (c < 0x2000) return c != 0x37e && c != 0x387 && c != 0x589 && c != 0x5be && c != 0x5c0 && c != 0x5c3 && c != 0x60c
      && c != 0x61b && c != 0x61f && c != 0x6d4 && c != 0x964 && c != 0x965 && c != 0xe3f && c != 0x1680;
  if (c < 0x2c00) return c == 0x2071 || c == 0x207f || in(c, 0x2090, 0x209c) || c == 0x2126 || in(c, 0x212a, 0x212b)
      || in(c, 0x2160, 0x2188);
  return !(in(c, 0x2e00, 0x2e7f) || in(c, 0x3000, 0x303f) || c == 0x30fb || in(c, 0xe000, 0xf8ff) || in(c, 0xfe10, 0xfe1f)
      || in(c, 0xfe30, 0xfe6b) || c == 0xfeff || in(c, 0xff00, 0xff0f) || in(c, 0xff1a, 0xff20) || in(c, 0xff3b, 0xff40)
      || in(c, 0xff5b, 0xff65) || in(c, 0xffe0, 0xffff) || in(c, 0x1f000, 0x1faff) || c >= 0xe0000);
}

/* What may stand inside a word but not at its ends: don't, well-being, U+2019 for the apostrophe. */
static bool is_joint(u32 c) { return c == '\'' || c == '-' || c == 0x2019 || c == 0xb7 || c == 0x2010 || c == 0x2011; }

/* Lower case for Latin, Greek, Cyrillic and Armenian; its UTF-8 is never longer than the original. */
static u32 lower(u32 c) {
  if (c < 0x80) return c - 'A' < 26 ? c + 32 : c;
  if (c < 0x100) return c >= 0xc0 && c <= 0xde && c != 0xd7 ? c + 32 : c;
  if (c < 0x180) {
    if (c == 0x130) return 'i';
    if (c == 0x178) return 0xff;
    if (in(c, 0x139, 0x148) || in(c, 0x179, 0x17e)) return c + (c & 1);
    return c == 0x131 || c == 0x138 || c == 0x149 || c == 0x17f ? c : c | 1;
  }
  if (in(c, 0x391, 0x3a9) && c != 0x3a2) return c + 32;
  if (c == 0x3c2) return 0x3c3;
  if (c == 0x386) return 0x3ac;
  if (in(c, 0x388, 0x38a)) return c + 37;
  if (c == 0x38c) return 0x3cc;
  if (in(c, 0x38e, 0x38f)) return c + 63;
  if (in(c, 0x410, 0x42f)) return c + 32;
  if (in(c, 0x400, 0x40f)) return c + 80;
  if (in(c, 0x460, 0x481) || in(c, 0x48a, 0x4bf) || in(c, 0x4d0, 0x52f) || in(c, 0x1e00, 0x1e95) || in(c, 0x1ea0, 0x1eff))
    return c | 1;
  if (in(c, 0x531, 0x556)) return c + 48;
  return c;
}

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

static bool same(slice a, slice b) {
  if (a.length != b.length) return false;
  for (u32 i = 0; i < a.length; i++)
    if (a.at[i] != b.at[i]) return false;
  return true;
}

static bool count_word(slice word) {
  if (distinct >= table_size / 3 * 2 && !table_grow()) return false;
  u32 hash = 2166136261u;
  for (u32 i = 0; i < word.length; i++) hash = (hash ^ word.at[i]) * 16777619u;
  hash ^= hash >> 15;
  u32 at = hash & (table_size - 1);
  while (table[at].count && !(table[at].hash == hash && same(table[at].word, word))) at = (at + 1) & (table_size - 1);
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
  for (u32 i = 0; i < a->word.length && i < b->word.length; i++)
    if (a->word.at[i] != b->word.at[i]) return a->word.at[i] < b->word.at[i];
  return a->word.length < b->word.length;
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

/* One word that starts at `p` with a letter: put into lower case where it stands. Answers its end. */
__attribute__((noinline)) static u8 *read_word(u8 *p, const u8 *end, counts *n, bool *full) {
  u8 *to = p, *word = p;
  u32 characters = 0, code_points = 0;
  while (p < end) {
    u32 c = *p;
    if (is_ascii_letter(c)) { /* most of most texts; the general way below gives the same */
      *to++ = c - 'A' < 26 ? (u8)(c + 32) : (u8)c;
      characters++;
      code_points++;
      p++;
      continue;
    }
    const u8 *next = p;
    c = utf8_next(&next);
    bool mark = is_mark(c);
    if (!mark && !is_letter(c)) {
      if (!is_joint(c) || next >= end) break;
      const u8 *behind = next;
      u32 d = utf8_next(&behind);
      if (!is_letter(d) || is_ideograph(d)) break;
    }
    if (characters > 0 && is_ideograph(c)) break;
    code_points++;
    if (!mark) characters++;
    to += utf8_put(to, lower(c));
    p = (u8 *)next;
    if (is_ideograph(c)) {
      while (p < end) { /* its marks */
        next = p;
        c = utf8_next(&next);
        if (!is_mark(c)) break;
        code_points++;
        to += utf8_put(to, c);
        p = (u8 *)next;
      }
      break;
    }
  }
  slice s = {word, (u32)(to - word)};
  n->words++;
  n->code_points += code_points;
  n->characters += characters;
  n->without_spaces += characters;
  n->word_characters += characters;
  if (characters > n->longest_characters) {
    n->longest = s;
    n->longest_characters = characters;
  }
  if (!count_word(s)) *full = true;
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
      p = read_word(p, end, n, &full);
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
